using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Crm;

namespace OneOnOne.Journal;

/// <summary>
/// One thing that the manager or the rep wrote down about their one-on-ones: a document of its own in the rep's journal. Nobody
/// deletes one; what is over is done or dropped, and goes when its time is over.
/// </summary>
public sealed record JournalEntry
{
    public int Schema { get; init; } = 1;

    public required EntryId Id { get; init; }

    /// <summary>Whose journal it stands in, whoever wrote it.</summary>
    public required PersonId Rep { get; init; }

    public required EntryContent Content { get; init; }

    public required Signature Written { get; init; }

    /// <summary>The last change; null when there was none.</summary>
    public Signature? Changed { get; init; }

    public EntryState State { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The links that it was changed by, newest last: each counts once. Null where there was none, and for the one that made it, which is in its id.</summary>
    public ImmutableArray<string>? Links { get; init; }

    [JsonIgnore]
    public DateTimeOffset LastWrittenAt => Changed?.At ?? Written.At;

    /// <summary>
    /// From here on no brief wants it; null: until somebody closes it. It is what keeps a journal short enough to be read whole,
    /// so it errs on the late side.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? InForceUntil => ClosedAt ?? Content switch
    {
        Snooze snooze => EndOfDayAnywhere(snooze.Until),
        Reason => LastWrittenAt.AddDays(ReasonKeptDays),
        Topic => LastWrittenAt.AddDays(TopicKeptDays),
        Held held => EndOfDayAnywhere(held.On.AddDays(HeldKeptDays)),
        _ => null,
    };

    /// <summary>A reason explains a deal of this half-year; whoever still needs it later gives it anew.</summary>
    public const int ReasonKeptDays = 180;

    /// <summary>More than the longest gap that a monthly rhythm leaves when one meeting is cancelled.</summary>
    public const int TopicKeptDays = 90;

    /// <summary>The same: the next one-on-one's brief is the one that wants it.</summary>
    public const int HeldKeptDays = 90;

    /// <param name="today">The day on which it is asked, where the rep is.</param>
    /// <param name="lastMeeting">The start of the last one-on-one; null when there was none.</param>
    public bool IsInForce(DateOnly today, DateTimeOffset? lastMeeting) => State == EntryState.Open && Content switch
    {
        Snooze snooze => snooze.Until >= today,
        Held held => held.On.AddDays(HeldKeptDays) >= today,
        Topic => lastMeeting is null || Written.At >= lastMeeting,
        _ => true,
    };

    /// <summary>
    /// Whether somebody who may read the journal may also change this entry: its author, the rep who is to keep the commitment, the
    /// manager, and an admin.
    /// </summary>
    public bool MayBeChangedBy(Signature signature) =>
        signature.As != SignedAs.Rep
        || Written.Person == signature.Person
        || Content is Commitment { Owner: Side.Rep };

    public bool WasChangedBy(string link) => Links?.Contains(link) == true;

    /// <summary>Only as many as can be out and unexpired at once for one entry: a year of weekly briefs must not swell it.</summary>
    public JournalEntry With(string? link) => link is null ? this : this with { Links = [.. (Links ?? []).Append(link).TakeLast(MostLinks)] };

    /// <summary>Two readers, sixty days of briefs, and two links in each, several times over.</summary>
    private const int MostLinks = 100;

    /// <summary>The day is over in the last time zone of all.</summary>
    private static DateTimeOffset EndOfDayAnywhere(DateOnly day)
    {
        const int HoursBehindUtc = 12;
        return new DateTimeOffset(day.AddDays(1).ToDateTime(default), TimeSpan.Zero).AddHours(HoursBehindUtc);
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<EntryState>))]
public enum EntryState
{
    Open,
    Done,

    /// <summary>Over without being done: given up, taken back, or never true.</summary>
    Dropped,
}

/// <summary>Who wrote, as whom, and when. It comes from the sign-in and the clock, never from what was sent.</summary>
/// <param name="Person">Null for an admin who is nobody of the CRM.</param>
/// <param name="As">What they were to the rep at that time.</param>
public sealed record Signature(PersonId? Person, SignedAs As, DateTimeOffset At);

[JsonConverter(typeof(JsonStringEnumConverter<SignedAs>))]
public enum SignedAs
{
    Rep,
    Manager,
    Admin,
}
