using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Evaluation;
using OneOnOne.Languages;
using OneOnOne.Pipeline;

namespace OneOnOne.Previews;

/// <summary>Asks the analyses week by week of the past, with no more than what was on record then, under the present and the changed thresholds.</summary>
/// <param name="language">What the notes are written in.</param>
internal sealed class PastPreview(History history, AnalysisSettings settings, ThresholdSet changed, Language language)
{
    public const int HorizonDays = 90;
    private const int MostWeeks = 26;

    /// <returns>Null where no week's horizon has passed.</returns>
    public PastReport? Of(ImmutableHashSet<PersonId> reps, CancellationToken cancellation)
    {
        ImmutableArray<DateTimeOffset> all = PastWeeks.Of(history, HorizonDays);
        if (all.IsEmpty)
        {
            return null;
        }

        ImmutableArray<DateTimeOffset> weeks = all[Math.Max(0, all.Length - MostWeeks)..];
        Dictionary<string, DateTimeOffset> firsts = FindingKinds.All.Where(kind => FirstOf(kind, weeks) is not null).ToDictionary(kind => kind, kind => FirstOf(kind, weeks)!.Value, StringComparer.Ordinal);
        Dictionary<string, FlagTally> present = firsts.Keys.ToDictionary(kind => kind, _ => new FlagTally(), StringComparer.Ordinal);
        Dictionary<string, FlagTally> then = firsts.Keys.ToDictionary(kind => kind, _ => new FlagTally(), StringComparer.Ordinal);
        PastBooks books = new(history, settings);
        for (int week = 0; week < weeks.Length; week++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (PastBook past in books.At(weeks[week]).Where(past => reps.Contains(past.Book.Head.Rep)))
            {
                Dictionary<OpportunityId, Fate> fates = past.Lives.ToDictionary(life => life.Id, life => life.FateOf(weeks[week], weeks[week].AddDays(HorizonDays)));
                Count(FindingKinds.Run(past.Book, past.Context), present, week, fates);
                Count(FindingKinds.Run(past.Book, past.Context with { Thresholds = changed }), then, week, fates);
            }
        }

        return new PastReport(
            weeks[0], weeks[^1], weeks.Length, HorizonDays,
            [.. FindingKinds.All.Where(firsts.ContainsKey).Select(kind => new PastKind(kind, firsts[kind], present[kind].Total(), then[kind].Total()))],
            [.. Notes(firsts.ContainsKey(FindingKinds.Stall))]);

        void Count(Finding[] findings, Dictionary<string, FlagTally> tallies, int week, Dictionary<OpportunityId, Fate> fates)
        {
            foreach (Finding finding in findings)
            {
                string kind = FindingKinds.Of(finding);
                if (firsts.TryGetValue(kind, out DateTimeOffset first) && weeks[week] >= first)
                {
                    tallies[kind].Add(finding.Opportunity.Id, week, fates[finding.Opportunity.Id]);
                }
            }
        }
    }

    /// <summary>The first of these weeks for which enough is on record.</summary>
    private DateTimeOffset? FirstOf(string kind, ImmutableArray<DateTimeOffset> weeks) => kind switch
    {
        FindingKinds.Stall when !history.HasActivities => null,
        FindingKinds.Stall => weeks.Cast<DateTimeOffset?>().FirstOrDefault(week => week >= StallsKnownFrom),
        FindingKinds.Slip when !history.HasCloseDates => null,
        _ => weeks[0],
    };

    /// <summary>
    /// What was done is kept of the newest days only. A stall is known once all that its threshold looks back on lies within them, counted
    /// in days with weekends and a week of holidays; before that, deals would look idle because their activities are no longer kept.
    /// </summary>
    private DateTimeOffset StallsKnownFrom => new DateTimeOffset(history.Until.UtcDateTime.Date, TimeSpan.Zero).AddDays(1 - ActivityDays.Kept + (LongestStall * 7 / 5) + 7);

    private int LongestStall => AllOf(settings.Thresholds).Concat(AllOf(changed)).Max(thresholds => thresholds.StallBusinessDays);

    private static IEnumerable<Thresholds> AllOf(ThresholdSet set) => [set.Base, .. set.Stages.Values, .. set.Teams.Values.SelectMany(AllOf)];

    private IEnumerable<string> Notes(bool hasStalls)
    {
        if (!history.HasActivities)
        {
            yield return language[nameof(PageTexts.PastNoActivities)];
        }
        else if (!hasStalls)
        {
            yield return language.Say(nameof(PageTexts.PastTooShort), ("kept", ActivityDays.Kept), ("days", LongestStall));
        }
        else
        {
            yield return language.Say(nameof(PageTexts.PastReach), ("kept", ActivityDays.Kept));
            yield return language[nameof(PageTexts.PastNoBookings)];
        }

        if (!history.HasCloseDates)
        {
            yield return language[nameof(PageTexts.PastNoCloseDates)];
        }
    }
}
