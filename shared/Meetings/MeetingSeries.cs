using System.Collections.Immutable;

namespace OneOnOne.Meetings;

/// <summary>A recurring one-on-one. Dates and times are local to <see cref="TimeZone"/>.</summary>
/// <param name="Assumed">True where the CRM gave no meeting and the settings' default stands in.</param>
public sealed record MeetingSeries(
    string Id,
    Crm.PersonId Manager,
    Crm.PersonId Rep,
    Cadence Cadence,
    DateOnly FirstOn,
    TimeOnly At,
    string TimeZone,
    int Minutes,
    bool Assumed = false)
{
    public ImmutableArray<MeetingChange> Changes { get; init; } = [];
}

/// <param name="On">The date on which the occurrence would have been.</param>
/// <param name="MovedTo">Null: cancelled.</param>
public sealed record MeetingChange(DateOnly On, DateTime? MovedTo, string? Cause);

/// <summary>One dated meeting of a series.</summary>
/// <param name="On">The date by the series' own rhythm; it names the occurrence even when it was moved.</param>
/// <param name="StartsAt">UTC.</param>
public sealed record Occurrence(MeetingSeries Series, DateOnly On, DateTimeOffset StartsAt)
{
    /// <summary>Why it is not at its usual time; null when it is.</summary>
    public MeetingChange? Moved { get; init; }
}
