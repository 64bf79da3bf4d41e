using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>The kinds of rows that a snapshot may carry. All but opportunities are optional.</summary>
public enum Section
{
    People,
    Opportunities,
    Activities,
    StageHistory,
    CloseDateHistory,
    Quotas,
    Meetings,
}

/// <summary>
/// One valid row of a snapshot. A source yields people first, opportunities second and the rest after them,
/// so that whoever assembles a snapshot knows at once whether a history row belongs to anything.
/// Instants are UTC; dates are the CRM's calendar dates and are never shifted.
/// </summary>
public abstract record SnapshotRow(RowPosition Position);

/// <summary>Where a row stood: the file's name, and the row as a spreadsheet counts it (the header is row 1). A CRM's record is named by its kind and id, and has row 0.</summary>
public readonly record struct RowPosition(string File, long Row);

public sealed record PersonRow(RowPosition Position, PersonId Id) : SnapshotRow(Position)
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    public PersonId? Manager { get; init; }

    /// <summary>IANA time zone, checked by the source.</summary>
    public string? TimeZone { get; init; }

    /// <summary>In capitals, checked by the source: two letters, or a part of a country that has a calendar.</summary>
    public string? Country { get; init; }

    /// <summary>A tag that there are texts for, found by the source.</summary>
    public string? Language { get; init; }

    /// <summary>False for somebody who has left; null where the CRM does not say.</summary>
    public bool? Active { get; init; }
}

public sealed record OpportunityRow(RowPosition Position, OpportunityId Id, PersonId Owner, string Stage, Outcome Outcome) : SnapshotRow(Position)
{
    public string? Name { get; init; }

    public string? Account { get; init; }

    public string? Product { get; init; }

    public Money? Amount { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The expected close date of an open opportunity.</summary>
    public DateOnly? CloseDate { get; init; }

    public string? NextStep { get; init; }

    /// <summary>An absolute https address of the record in the CRM.</summary>
    public string? Url { get; init; }

    /// <summary>Newest completed activity, where the CRM reports it on the opportunity itself.</summary>
    public DateTimeOffset? LastActivityAt { get; init; }

    /// <summary>Next booked activity, where the CRM reports it on the opportunity itself.</summary>
    public DateTimeOffset? NextActivityAt { get; init; }

    /// <summary>Stage entries kept as columns of the opportunity ("date entered Proposal"), where the export has such.</summary>
    public ImmutableArray<StageEntry> StageEntries { get; init; } = [];
}

/// <param name="Opportunity">Null for work that belongs to no opportunity; it still counts for the person.</param>
/// <param name="By">Who did it; null means the opportunity's owner.</param>
/// <param name="Completed">Null where the CRM does not say: then what lies after the snapshot's instant is booked, the rest is done.</param>
public sealed record ActivityRow(RowPosition Position, OpportunityId? Opportunity, PersonId? By, ActivityKind Kind, DateTimeOffset At, bool? Completed, string? Id) : SnapshotRow(Position);

public sealed record StageHistoryRow(RowPosition Position, OpportunityId Opportunity, StageEntry Entry) : SnapshotRow(Position);

public sealed record CloseDateHistoryRow(RowPosition Position, OpportunityId Opportunity, CloseDateChange Change) : SnapshotRow(Position);

/// <param name="From">First day of the period.</param>
/// <param name="To">Last day of the period, included.</param>
public sealed record QuotaRow(RowPosition Position, PersonId Person, DateOnly From, DateOnly To, Money Target) : SnapshotRow(Position);

public sealed record MeetingRow(RowPosition Position, string MeetingId, PersonId Manager, PersonId Rep, Meetings.Cadence Cadence, DateOnly FirstOn, TimeOnly At, string TimeZone, int Minutes) : SnapshotRow(Position);

/// <summary>One occurrence of a meeting that was moved (<see cref="MovedTo"/> is set) or cancelled (it is null).</summary>
/// <param name="OccurrenceOn">The local date on which the occurrence would have been.</param>
/// <param name="MovedTo">The new local date and time, in the meeting's time zone.</param>
public sealed record MeetingExceptionRow(RowPosition Position, string MeetingId, DateOnly OccurrenceOn, DateTime? MovedTo, string? Cause) : SnapshotRow(Position);
