using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;
using OneOnOne.Local.Generation;
using Walked = OneOnOne.Local.Generation.Pipeline;

namespace OneOnOne.Bench;

/// <summary>
/// What a rep's chances really are: the generator's own walk, taken so often that its shares are the truth to about a point. Every walk
/// goes to its end, so that nothing is censored.
/// </summary>
internal sealed class TrueChances
{
    private const int Walks = 20_000;

    /// <summary>Fewer walks than this got so far: their share is no truth.</summary>
    private const int FewestWalks = 400;

    private readonly Dictionary<string, List<StageStay>> _stays = new(StringComparer.Ordinal);

    public TrueChances(Rep rep, DateOnly around, int seed)
    {
        SplitMix random = SplitMix.Stream(seed, 100_000 + rep.Number);
        DateTime begin = around.AddDays(-700).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        for (int i = 0; i < Walks; i++)
        {
            Deal deal = new() { Id = "walk", Owner = rep.Id, Name = "walk", Account = "walk", Product = "walk", CreatedAt = rep.Clock.At(WorkClock.OnWorkday(DateOnly.FromDateTime(begin).AddDays(i % 7)), random) };
            StageWalk.Walk(deal, rep, DateTime.MaxValue, random);
            Add(deal);
        }
    }

    /// <returns>P(won within the horizon | still in the stage at the age); null where too few walks got so far.</returns>
    public double? Of(string stage, double age, double horizon)
    {
        if (!_stays.TryGetValue(stage, out List<StageStay>? stays))
        {
            return null;
        }

        int there = 0;
        int won = 0;
        foreach (StageStay stay in stays)
        {
            if (stay.Stay >= age)
            {
                there++;
                won += stay.Outcome == Outcome.Won && stay.ToClose - age <= horizon ? 1 : 0;
            }
        }

        return there < FewestWalks ? null : (double)won / there;
    }

    /// <summary>A visit ends at the next one, and the deal at its first closing.</summary>
    private void Add(Deal deal)
    {
        for (int i = 0; i < deal.Visits.Count; i++)
        {
            Visit visit = deal.Visits[i];
            int closing = deal.Visits.FindIndex(i, one => one.IsClosing);
            if (visit.IsClosing || closing < 0)
            {
                continue;
            }

            string stage = Walked.Stages[visit.Stage];
            if (!_stays.TryGetValue(stage, out List<StageStay>? stays))
            {
                _stays[stage] = stays = [];
            }

            stays.Add(new StageStay(
                (deal.Visits[i + 1].At - visit.At).TotalDays,
                (deal.Visits[closing].At - visit.At).TotalDays,
                deal.Visits[closing].Stage == Walked.Won ? Outcome.Won : Outcome.Lost));
        }
    }
}
