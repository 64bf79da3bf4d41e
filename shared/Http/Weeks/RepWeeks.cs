using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Http.Weeks;

/// <summary>A rep's last half-year, week by week, ending with the day that is asked for. Pure.</summary>
/// <param name="Weeks">Oldest first.</param>
/// <param name="Typical">The rep's usual week, as the briefs count it.</param>
public sealed record RepWeeks(ImmutableArray<RepWeek> Weeks, ImmutableArray<ActivityMetric> Typical, RecordBegins Begins)
{
    public const int Most = 26;

    /// <param name="all">Every deal of the book, closed ones too.</param>
    public static RepWeeks Of(RepBook book, IReadOnlyCollection<Opportunity> all, AnalysisContext context)
    {
        WeekCounts counts = new(book, all, context);
        RecordBegins begins = counts.Begins;
        IEnumerable<(DateOnly First, DateOnly Last)> weeks = Enumerable.Range(0, Most).Reverse().Select(back => (context.Today.AddDays((-7 * back) - 6), context.Today.AddDays(-7 * back)));
        return new RepWeeks(
        [
            .. weeks.Select(week => new RepWeek(week.First, week.Last)
            {
                Done = Knows(begins.Activities, week.First) ? counts.Done(week.First, week.Last) : null,
                Pushes = Knows(begins.Pushes, week.First) ? counts.Pushes(week.First, week.Last) : null,
                Moves = Knows(begins.Moves, week.First) ? counts.Moves(week.First, week.Last) : null,
                Open = Knows(begins.Open, week.Last) ? counts.Open(week.Last) : null,
                Won = Knows(begins.Deals, week.First) ? counts.Closed(Outcome.Won, week.First, week.Last) : null,
                Lost = Knows(begins.Deals, week.First) ? counts.Closed(Outcome.Lost, week.First, week.Last) : null,
            }),
        ],
        ActivityMetrics.Of(book, context),
        begins);
    }

    private static bool Knows(DateOnly? begin, DateOnly day) => begin is { } from && from <= day;
}
