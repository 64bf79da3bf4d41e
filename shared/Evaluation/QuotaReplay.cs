using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;

namespace OneOnOne.Evaluation;

/// <summary>
/// Asks week by week how likely a rep is to win, by the end of the fiscal quarter, as many deals as in the median of their four quarters
/// before, and looks up whether they did. Deals and not money: exports tell only present amounts, and to know what a deal will be worth in
/// the end is to peek. The estimate is the product's, of deals that are all worth one.
/// </summary>
internal sealed class QuotaReplay(History history)
{
    private const string Deals = "deals";
    private const int QuartersBefore = 4;

    private readonly DateTimeOffset? _first = history.Lives.Min(life => life.BeganAt);
    private readonly Dictionary<(PersonId Rep, DateOnly From), Quarter> _quarters = [];
    private readonly List<(Quarter Quarter, double Chance)> _said = [];

    public void Add(PastBook past)
    {
        AnalysisContext context = past.Context;
        PersonId rep = past.Book.Head.Rep;
        (DateOnly from, DateOnly to) = context.Fiscal.QuarterOf(context.Today);
        if (EndOf(to) > history.Until)
        {
            return;
        }

        if (!_quarters.TryGetValue((rep, from), out Quarter? quarter))
        {
            _quarters[(rep, from)] = quarter = new Quarter(_quarters.Count, rep, from, to, Median(past.Book.Head, from, context), context.DayOf);
        }

        RepBook counted = Counted(past.Book);
        Quota quota = new(from, to, new Money(quarter.Target, Deals));
        int won = Wins(past.Book.Head, from, to, context);
        if (won < quarter.Target && QuotaForecast.Of(quota, won, counted, new WinChances(counted), context).Chance is { } chance)
        {
            _said.Add((quarter, chance));
        }
    }

    /// <summary>Held against what happened, and against the share of quarters whose end was known when the quarter began.</summary>
    public ImmutableArray<Prediction> Predictions()
    {
        Dictionary<Quarter, bool> hits = _said.Select(one => one.Quarter).Distinct().GroupBy(quarter => quarter.To)
            .SelectMany(Hits).ToDictionary(one => one.Quarter, one => one.Hit);
        return
        [
            .. _said.Select(one =>
            {
                bool[] before = [.. hits.Where(hit => hit.Key.To < one.Quarter.From).Select(hit => hit.Value)];
                return new Prediction(one.Quarter.Index, one.Chance, (before.Count(hit => hit) + 1.0) / (before.Length + 2), hits[one.Quarter] ? 1 : 0);
            }),
        ];
    }

    /// <param name="quarters">That end on the same day.</param>
    private IEnumerable<(Quarter Quarter, bool Hit)> Hits(IGrouping<DateOnly, Quarter> quarters)
    {
        ILookup<PersonId, DateTimeOffset> wins = history.Lives.Select(life => life.At(EndOf(quarters.Key)))
            .OfType<Opportunity>().Where(deal => deal.Now is { Outcome: Outcome.Won })
            .ToLookup(deal => deal.Owner, TimeLine.ClosedAt);
        return quarters.Select(quarter => (quarter, wins[quarter.Rep].Count(at => quarter.DayOf(at) >= quarter.From && quarter.DayOf(at) <= quarter.To) >= quarter.Target));
    }

    /// <summary>When the day is over everywhere.</summary>
    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(2).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>0, which is no quota, where fewer than one a quarter was won or a quarter began before the records do.</summary>
    private int Median(BookHead head, DateOnly from, AnalysisContext context)
    {
        int[] wins = new int[QuartersBefore];
        for (int i = 0; i < QuartersBefore; i++)
        {
            (from, DateOnly to) = context.Fiscal.QuarterOf(from.AddDays(-1));
            wins[i] = Wins(head, from, to, context);
        }

        Array.Sort(wins);
        return _first is { } first && context.DayOf(first) <= from ? (wins[1] + wins[2] + 1) / 2 : 0;
    }

    private static int Wins(BookHead head, DateOnly from, DateOnly to, AnalysisContext context) =>
        head.Closed.Count(one => one.Outcome == Outcome.Won && context.DayOf(one.ClosedAt) >= from && context.DayOf(one.ClosedAt) <= to);

    private static RepBook Counted(RepBook book)
    {
        Money one = new(1, Deals);
        return book with
        {
            Head = book.Head with { Closed = [.. book.Head.Closed.Select(deal => deal with { Amount = one })] },
            Open = [.. book.Open.Select(deal => deal with { Observed = deal.Observed.SetItem(deal.Observed.Length - 1, deal.Observed[^1] with { State = deal.Now! with { Amount = one } }) })],
        };
    }

    private sealed record Quarter(int Index, PersonId Rep, DateOnly From, DateOnly To, int Target, Func<DateTimeOffset, DateOnly> DayOf);
}
