using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

/// <summary>Whether coaching changes anything: what became of the deals that were talked about, and where the counts go.</summary>
public sealed record CoachingPatterns
{
    /// <summary>The one-on-one that the fates are told of.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Of the deals that were on its agenda, in their order.</summary>
    public required ImmutableArray<DealFate> Fates { get; init; }

    /// <summary>Of every deal that was on an agenda of the history, each once; null with too few one-on-ones for it to say more.</summary>
    public AgendaTally? Tally { get; init; }

    public required Trend Stalled { get; init; }

    public required Trend Pushed { get; init; }

    /// <summary>How many one-on-ones it takes for a tally.</summary>
    internal const int FewestTimes = 3;

    /// <param name="facts">Of this brief.</param>
    /// <param name="found">All findings, snoozed ones too.</param>
    /// <returns>Null where there is no one-on-one to look back on.</returns>
    internal static CoachingPatterns? Of(BriefFacts facts, RepBook? book, ImmutableArray<Finding> found)
    {
        if (book is null || facts.History is not [.., var last])
        {
            return null;
        }

        HistoryPoint now = HistoryPoint.Of(facts);
        DealFates fates = new(book, found, now.Stalled is null ? facts.Missing.Add(AnalysisPart.Stalls) : facts.Missing);
        HistoryPoint[] all = [.. facts.History, now];
        return new CoachingPatterns
        {
            LastAt = last.At,
            Fates = [.. last.Deals.Select(fates.Of)],
            Tally = facts.History.Length < FewestTimes ? null : AgendaTally.Of(facts.History.Length, [.. facts.History.SelectMany(point => point.Deals).DistinctBy(deal => deal.Id).Select(fates.Of)]),
            Stalled = Trends.Of([.. all.Select(point => point.Stalled).OfType<int>()]),
            Pushed = Trends.Of([.. all.Select(point => point.Pushed).OfType<int>()]),
        };
    }
}

/// <param name="Times">How many one-on-ones.</param>
/// <param name="Deals">That were on their agendas.</param>
/// <param name="Clear">Open, and moved on or with nothing the matter any more.</param>
/// <param name="Left">Open, with something the matter as before.</param>
public sealed record AgendaTally(int Times, int Deals, int Won, int Lost, int Clear, int Left)
{
    internal static AgendaTally Of(int times, DealFate[] fates) => new(
        times,
        fates.Length,
        fates.Count(deal => deal.Fate == Fate.Won),
        fates.Count(deal => deal.Fate == Fate.Lost),
        fates.Count(deal => deal.Fate is Fate.MovedOn or Fate.OffTheList),
        fates.Count(deal => deal.Fate is Fate.Better or Fate.Worse or Fate.Same));
}
