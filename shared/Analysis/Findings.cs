using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>The three analyses that one message fans out to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnalysisPart>))]
public enum AnalysisPart
{
    Stalls,
    Slips,
    StageOutliers,
}

/// <summary>One thing about one open opportunity that is worth the one-on-one's time, with its evidence in numbers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Stall), "stall")]
[JsonDerivedType(typeof(Slip), "slip")]
[JsonDerivedType(typeof(StageOutlier), "stageOutlier")]
public abstract record Finding
{
    public required OpportunityRef Opportunity { get; init; }
}

/// <summary>What a reader needs to recognise an opportunity.</summary>
/// <param name="Amount">The money at stake; null where the CRM has no amount.</param>
public sealed record OpportunityRef(OpportunityId Id, string? Name, string? Account, string Stage, Money? Amount, DateOnly? CloseDate, string? Url)
{
    [JsonIgnore]
    public string Title => Name ?? Account ?? Id.Value;
}

/// <summary>No completed activity for long, nothing booked next, or going back.</summary>
public sealed record Stall : Finding
{
    /// <summary>Null when there was never any: then the count starts at <see cref="CountedFrom"/>.</summary>
    public LastActivity? LastActivity { get; init; }

    /// <summary>The last activity, else the creation, else the first time it was seen.</summary>
    public required DateTimeOffset CountedFrom { get; init; }

    public required int IdleBusinessDays { get; init; }

    public required int ThresholdBusinessDays { get; init; }

    /// <summary>Null where nothing is booked.</summary>
    public DateTimeOffset? NextActivity { get; init; }

    /// <summary>Idle for as long as the threshold says.</summary>
    public required bool WithoutActivity { get; init; }

    /// <summary>Nothing is booked, in a CRM that does record bookings.</summary>
    public required bool WithoutNextActivity { get; init; }

    /// <summary>Completed activities in the 28 days to the as-of instant, and in the 28 days before those.</summary>
    public required int EffortNow { get; init; }

    public required int EffortBefore { get; init; }

    /// <summary>Business days of these two windows in which the opportunity was there and an activity would be known; null where none ever is.</summary>
    public int? EffortDaysNow { get; init; }

    public int? EffortDaysBefore { get; init; }

    /// <summary>How the effort compares with that of the window before; null where it is nothing out of the ordinary.</summary>
    public Pace? Pace { get; init; }

    /// <summary>Null where nothing went back.</summary>
    public StepsBack? StepsBack { get; init; }

    /// <summary>When the present owner was first seen to have it, where nothing was done since: idle it is all the same, but not by them alone.</summary>
    public DateTimeOffset? OwnedSince { get; init; }

    /// <summary>A finding by itself.</summary>
    [JsonIgnore]
    public bool GoesBack => StepsBack is { Count: >= StepsBack.Finding };

    /// <summary>All that there is to say is that nothing is booked.</summary>
    [JsonIgnore]
    public bool OnlyUnbooked => !WithoutActivity && !GoesBack;
}

/// <summary>A close date that keeps moving, moved far, left the fiscal period, or has passed.</summary>
public sealed record Slip : Finding
{
    public required int Pushes { get; init; }

    public required int PushedDays { get; init; }

    public required int Pulls { get; init; }

    public required int PulledDays { get; init; }

    /// <summary>The close date before the first change.</summary>
    public DateOnly? FirstCloseDate { get; init; }

    public CloseDateChange? LastPush { get; init; }

    /// <summary>Pushes since the last one-on-one: those that need a reason now.</summary>
    public required int PushesSinceLastMeeting { get; init; }

    /// <summary>The last push took it out of the fiscal quarter that holds the as-of day.</summary>
    public required bool LeftThePeriod { get; init; }

    /// <summary>Days since the close date passed; 0 when it lies ahead.</summary>
    public required int OverdueDays { get; init; }

    public required bool ByCount { get; init; }

    public required bool ByDistance { get; init; }

    public required int ThresholdCount { get; init; }

    public required int ThresholdDays { get; init; }
}

/// <summary>Longer in its stage than won opportunities ever are.</summary>
public sealed record StageOutlier : Finding
{
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>False: it was already there when first seen, so the age is a lower bound.</summary>
    public required bool EntryKnown { get; init; }

    /// <summary>Whole days in the stage.</summary>
    public required int AgeDays { get; init; }

    public required BenchmarkRung Rung { get; init; }

    /// <summary>The percentile of the rung's won visits, or the admin default, in days.</summary>
    public required double LimitDays { get; init; }

    /// <summary>The share that <see cref="LimitDays"/> stands for; null for the admin default.</summary>
    public double? Percentile { get; init; }

    /// <summary>Won visits behind the rung, and how many of them were shorter than this visit is now.</summary>
    public required int WonVisits { get; init; }

    public required int WonVisitsShorter { get; init; }

    /// <summary>Median of those won visits, in days; null for the admin default.</summary>
    public double? WonMedianDays { get; init; }

    public required int LostVisits { get; init; }

    public double? LostMedianDays { get; init; }
}

/// <summary>Whose won visits an opportunity was compared with. The first that has enough of them is taken.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BenchmarkRung>))]
public enum BenchmarkRung
{
    Rep,
    Team,
    Company,
    AdminDefault,
}

/// <summary>What one analysis of one rep found.</summary>
/// <param name="SnapshotId">The snapshot that the book was at; as a run keeps it, the book's version.</param>
/// <param name="Notes">What could not be judged, and why.</param>
public sealed record PartResult(AnalysisPart Part, string SnapshotId, ImmutableArray<Finding> Findings, ImmutableArray<DataNote> Notes)
{
    /// <summary>The snapshot of a rep of whom no snapshot had anything.</summary>
    public const string NoSnapshot = "none";

    public int Schema { get; init; } = 1;
}

/// <summary>A warning about the data that goes under a brief.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DataIssue>))]
public enum DataIssue
{
    NoActivities,
    NoBookedActivities,
    NoCloseDates,
    StageEntryUnknown,
    TooFewWonVisits,
    NoAmount,
    RowsQuarantined,
    OldSnapshot,
    NewerThanAsOf,
    MixedCurrencies,
    ActivityStopped,
    NoHolidays,
}

/// <param name="Count">How many opportunities or rows it concerns; for <see cref="DataIssue.OldSnapshot"/>, the days.</param>
public sealed record DataNote(DataIssue Issue, int Count)
{
    /// <summary>For <see cref="DataIssue.ActivityStopped"/>: the day of the last activity.</summary>
    public DateOnly? Since { get; init; }
}
