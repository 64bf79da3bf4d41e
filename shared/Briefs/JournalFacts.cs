using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Journal;

namespace OneOnOne.Briefs;

/// <summary>What the two wrote down, as far as this one-on-one needs it. Both halves show all of it.</summary>
public sealed record JournalFacts
{
    /// <summary>Open ones: overdue first, then by due day, then as they were made.</summary>
    public ImmutableArray<CommitmentItem> Commitments { get; init; } = [];

    /// <summary>Commitments and initiatives done since the last one-on-one.</summary>
    public ImmutableArray<DoneItem> Done { get; init; } = [];

    public ImmutableArray<InitiativeItem> Initiatives { get; init; } = [];

    public ImmutableArray<TopicItem> Topics { get; init; } = [];

    /// <summary>For opportunities of this brief; at most one for each opportunity and kind of finding, the newest.</summary>
    public ImmutableArray<ReasonItem> Reasons { get; init; } = [];

    /// <summary>Those that fit the deals of this brief, and those noted since the last one-on-one; newest first.</summary>
    public ImmutableArray<LessonItem> Lessons { get; init; } = [];

    /// <summary>How the last one-on-one went; null where nobody has said.</summary>
    public HeldItem? Held { get; init; }

    /// <summary>Findings that nobody needs to talk about for now. They stand nowhere else in the brief.</summary>
    public ImmutableArray<SnoozedItem> Snoozed { get; init; } = [];

    [JsonIgnore]
    internal bool IsEmpty =>
        Commitments.IsEmpty && Done.IsEmpty && Initiatives.IsEmpty && Topics.IsEmpty && Reasons.IsEmpty && Lessons.IsEmpty && Snoozed.IsEmpty && Held is null;
}

/// <summary>Who wrote something, as the two know each other today.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Writer>))]
public enum Writer
{
    Rep,
    Manager,

    /// <summary>Somebody who was the rep's manager when they wrote it.</summary>
    EarlierManager,

    Admin,
}

/// <param name="Opportunity">Null where it concerns none, or one that is no longer open.</param>
/// <param name="Since">When it was made.</param>
/// <param name="Carried">How many one-on-ones it came through open; null when it is older than the briefs that could tell.</param>
public sealed record CommitmentItem(EntryId Id, Side Owner, string Text, DateOnly? Due, bool Overdue, OpportunityRef? Opportunity, DateTimeOffset Since, int? Carried);

/// <param name="Owner">Null for an initiative.</param>
public sealed record DoneItem(EntryId Id, Side? Owner, string Text, DateTimeOffset At);

/// <param name="StatusAt">When the entry was last written; null without a status.</param>
public sealed record InitiativeItem(EntryId Id, string Text, string? Status, DateTimeOffset? StatusAt);

public sealed record TopicItem(EntryId Id, string Text, Writer By);

/// <param name="Answers">The kinds of finding that it explains today; empty for a reason that is older than what happened since.</param>
public sealed record ReasonItem(EntryId Id, OpportunityRef Opportunity, string Text, Writer By, DateTimeOffset At, ImmutableArray<AnalysisPart> Answers);

public sealed record LessonItem(EntryId Id, string Text, string? Stage, AnalysisPart? About, DateTimeOffset At);

/// <param name="Text">Because of what, or how it was; may be empty where it was met.</param>
public sealed record HeldItem(EntryId Id, DateOnly On, HeldOutcome Outcome, string Text, Writer By);

/// <summary>A note that the manager wrote for themselves.</summary>
public sealed record NoteItem(EntryId Id, string Text, Writer By, DateTimeOffset At);

/// <param name="Text">What the plan is about.</param>
/// <param name="Since">When it was marked.</param>
public sealed record PlanItem(EntryId Id, string Text, DateTimeOffset Since);

/// <param name="Whole">Everything found about the opportunity is snoozed, so that it is in no count and no sum.</param>
/// <param name="Until">The last day of quiet.</param>
public sealed record SnoozedItem(EntryId Id, OpportunityRef Opportunity, ImmutableArray<Finding> Findings, bool Whole, DateOnly Until, Writer By, string Because);
