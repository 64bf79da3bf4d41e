using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Pipeline;

/// <summary>The work for one occurrence, as the ledger keeps it. One record per <see cref="RunId"/>, changed only against its ETag.</summary>
public sealed record Run
{
    public int Schema { get; init; } = 1;

    public required RunId Id { get; init; }

    public required string MeetingId { get; init; }

    public required PersonId Manager { get; init; }

    public required PersonId Rep { get; init; }

    /// <summary>The occurrence by its series' rhythm.</summary>
    public required DateOnly On { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>The rep's when the run was planned, so that every part counts the same days; null: the company's.</summary>
    public string? Country { get; init; }

    public required int Minutes { get; init; }

    public bool AssumedMeeting { get; init; }

    /// <summary>Empty for a move without a cause; null when it was not moved.</summary>
    public string? MovedBecause { get; init; }

    /// <summary>The start of the one-on-one before; null when there was none.</summary>
    public DateTimeOffset? LastMeetingAt { get; init; }

    /// <summary>The run of the one-on-one before: tells what is new.</summary>
    public RunId? LastRun { get; init; }

    /// <summary>The instant at which everything about this run is measured, however often a part is repeated.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>From here on the brief goes out without the parts that are missing.</summary>
    public required DateTimeOffset DeadlineAt { get; init; }

    /// <summary>How often parts were asked for again because they had seen different snapshots.</summary>
    public int Round { get; init; }

    /// <summary>Null until the pair is composed; then the run's work is the two deliveries.</summary>
    public DateTimeOffset? ComposedAt { get; init; }

    public ImmutableArray<AnalysisPart> Missing { get; init; } = [];

    /// <summary>When it was noticed that the one-on-one had begun before anything planned it. Such a run has no brief, and never will.</summary>
    public DateTimeOffset? MissedAt { get; init; }

    /// <summary>How often the two were told that it is not when the brief said, or not at all.</summary>
    [AddedLater]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Changes { get; init; }

    /// <summary>Whether the last that they were told is that it is cancelled.</summary>
    [AddedLater]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Cancelled { get; init; }

    /// <summary>What there is to tell, in a run whose work is to tell of a change; null in every other.</summary>
    public ChangeNotice? Notice { get; init; }

    /// <summary>What a calendar knows the one-on-one by, whatever becomes of it.</summary>
    [JsonIgnore]
    public RunId Occurrence => Notice?.Of ?? Id;
}

/// <summary>A one-on-one is not when its brief said, or not at all.</summary>
/// <param name="Of">The run whose brief had gone out.</param>
/// <param name="Number">Of the changes of that one-on-one; calendars take the highest.</param>
/// <param name="Before">When it was to begin; where it had been cancelled, when it was to begin then.</param>
/// <param name="Now">When it begins; null: it is cancelled.</param>
/// <param name="Because">Empty where no cause was given.</param>
public sealed record ChangeNotice(RunId Of, int Number, DateTimeOffset Before, DateTimeOffset? Now, string Because);

/// <summary>A stored value with the tag that a conditional write is checked against.</summary>
public sealed record Versioned<T>(T Value, string ETag);

/// <summary>A run as its partition shows it: the record, and which parts have saved findings, from which snapshot.</summary>
public sealed record RunState(Versioned<Run> Run, ImmutableSortedDictionary<AnalysisPart, string> Parts);
