using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Builders;

/// <summary>A rep's book with what a test puts into it, and the context to judge it in.</summary>
internal static class BookBuilder
{
    public static PersonId Rep { get; } = new("rep");

    public static Opportunity Open(string id = "O1", string stage = "Proposal", double entered = 1, int? close = null, Money? amount = null) => new()
    {
        Id = new OpportunityId(id),
        Owner = Rep,
        Details = new OpportunityDetails { CreatedAt = Days.At(1) },
        Observed = [new Observation(Days.At(1), new ObservedState(Rep, stage, Outcome.Open, close is { } day ? Days.On(day) : null, amount))],
        StageEntries = [new StageEntry(stage, Days.At(entered))],
    };

    public static Opportunity Quiet(double since, params double[] booked) => Open() with
    {
        LastActivity = new LastActivity(Days.At(since), ActivityKind.Call),
        Details = new OpportunityDetails { CreatedAt = Days.At(1), Booked = [.. booked.Select(Days.At)] },
    };

    /// <summary>Created long before, so that no change is one of its first days.</summary>
    public static Opportunity Moved(params (double Day, int From, int To)[] moves) => Open(close: moves[^1].To) with
    {
        Details = new OpportunityDetails { CreatedAt = Days.At(-30) },
        CloseDateChanges = [.. moves.Select(move => new CloseDateChange(Days.At(move.Day), Days.On(move.From), Days.On(move.To)))],
    };

    public static RepBook Book(params Opportunity[] open) => new(new BookHead(Rep), [.. open], new Snapshot("s", Days.At(20), "h", open.Length)
    {
        Sections = [Section.Opportunities, Section.Activities],
        HasBookedActivities = true,
        Stages = ["Discovery", "Proposal", "Negotiation"],
    })
    {
        Snapshots = [Days.At(1), Days.At(20)],
        Team = TrackRecord.Empty,
        Company = TrackRecord.Empty,
    };

    /// <summary>Visits to Proposal in days, which the deals were closed in.</summary>
    public static TrackRecord Visits(IEnumerable<double> won, IEnumerable<double> lost) => new(ImmutableSortedDictionary<string, StageVisits>.Empty.Add(
        "Proposal", new StageVisits(Durations.Of(won.Select(Seconds)), Durations.Of(lost.Select(Seconds)))));

    private static long Seconds(double days) => (long)(days * 86_400);

    public static AnalysisContext Context(double asOf = 20, double since = 13, Thresholds? thresholds = null, string zone = "UTC", int fiscal = 1) => new(Days.At(asOf), Days.At(since), new PersonId("mgr"), zone)
    {
        Thresholds = new ThresholdSet(thresholds ?? new Thresholds()),
        BusinessDays = BusinessDays.MondayToFriday,
        Fiscal = new FiscalCalendar(fiscal),
    };
}
