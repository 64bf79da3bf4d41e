using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>What happened to the rep's opportunities since the last one-on-one.</summary>
public sealed record Movement(DateTimeOffset Since)
{
    public ImmutableArray<OpportunityRef> New { get; init; } = [];

    public ImmutableArray<StageMove> Moved { get; init; } = [];

    public ImmutableArray<ClosedOpportunity> Won { get; init; } = [];

    public ImmutableArray<ClosedOpportunity> Lost { get; init; } = [];

    /// <summary>Open, and in the same stage as at the last one-on-one.</summary>
    public int Unmoved { get; init; }

    /// <summary>Won since then in at most half of the rep's usual time, quickest first: what went right can be learned from.</summary>
    public ImmutableArray<FastWin> FastWins { get; init; } = [];

    public static Movement Of(RepBook book, AnalysisContext context)
    {
        List<OpportunityRef> fresh = [];
        List<StageMove> moved = [];
        int unmoved = 0;
        foreach (Opportunity opportunity in book.Open)
        {
            TimeLine line = TimeLine.Of(opportunity, book.Snapshots);
            if (opportunity.Details.CreatedAt > context.Since)
            {
                fresh.Add(opportunity.ToRef());
            }
            else if (line.Current is { } now && line.Visits.Length > 1
                && (line.Visits.LastOrDefault(visit => visit.EnteredAt <= context.Since) ?? line.Visits[0]).Stage is var from && from != now.Stage)
            {
                moved.Add(new StageMove(opportunity.ToRef(), from, now.Stage, Direction(from, now.Stage, book.Snapshot.Stages)));
            }
            else
            {
                unmoved++;
            }
        }

        ClosedOpportunity[] closed = [.. Closed(book.Head, context)];
        return new Movement(context.Since)
        {
            New = [.. fresh.OrderBy(one => one.Id)],
            Moved = [.. moved.OrderBy(one => one.Opportunity.Id)],
            Won = [.. closed.Where(one => one.Outcome == Outcome.Won)],
            Lost = [.. closed.Where(one => one.Outcome == Outcome.Lost)],
            Unmoved = unmoved,
            FastWins = FastOnes(book.Head, context),
        };
    }

    internal static StageDirection Direction(string from, string to, ImmutableArray<string> stages)
    {
        int before = stages.IndexOf(from);
        int after = stages.IndexOf(to);
        return before < 0 || after < 0 || before == after ? StageDirection.Unknown : after > before ? StageDirection.Forward : StageDirection.Back;
    }

    internal static ImmutableArray<FastWin> FastOnes(BookHead head, AnalysisContext context)
    {
        long[] cycles = [.. head.Closed.Where(one => one.Outcome == Outcome.Won).Select(Days).OfType<long>().Order()];
        if (cycles.Length < FastWin.FewestWins)
        {
            return [];
        }

        double usual = Percentile.Of(cycles, 0.5);
        return
        [
            .. Closed(head, context).Where(one => one.Outcome == Outcome.Won && Days(one) <= usual / 2)
                .Select(one => new FastWin(one, (int)Days(one)!.Value, usual, cycles.Length)).OrderBy(win => win.Days).ThenBy(win => win.Opportunity.Id),
        ];
    }

    private static IEnumerable<ClosedOpportunity> Closed(BookHead head, AnalysisContext context) =>
        head.Closed.Where(one => one.ClosedAt > context.Since && one.ClosedAt <= context.AsOf);

    private static long? Days(ClosedOpportunity one) => one.CreatedAt is { } created && created <= one.ClosedAt ? (long)(one.ClosedAt - created).TotalDays : null;
}

public enum StageDirection
{
    Unknown,
    Forward,
    Back,
}

public sealed record StageMove(OpportunityRef Opportunity, string From, string To, StageDirection Direction);

/// <param name="Days">From creation to winning.</param>
/// <param name="UsualDays">Median of the rep's won opportunities of the last year and a bit.</param>
public sealed record FastWin(ClosedOpportunity Opportunity, int Days, double UsualDays, int Wins)
{
    public const int FewestWins = 5;

    /// <summary>Where it was fast.</summary>
    [AddedLater(LeftOutWhenEmpty = true)]
    public ImmutableArray<FastStay> Stays { get; init => field = value.IsDefault ? [] : value; } = [];
}
