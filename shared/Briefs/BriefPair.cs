using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

/// <summary>Whom a brief is written for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Audience>))]
public enum Audience
{
    Manager,
    Rep,
}

/// <summary>
/// Both halves of one occurrence, from one computation. The halves share <see cref="Facts"/> to the digit; what is private to
/// the manager exists only in <see cref="Manager"/>, which is never handed to whatever renders the rep's half.
/// </summary>
public sealed record BriefPair(BriefFacts Facts, ManagerHalf Manager, RepHalf Rep)
{
    public int Schema { get; init; } = 1;
}

/// <summary>What both read.</summary>
public sealed record BriefFacts
{
    public required Party Manager { get; init; }

    public required Party Rep { get; init; }

    /// <summary>Null for a brief asked for between meetings.</summary>
    public MeetingFacts? Meeting { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The snapshot's id and instant: how fresh the facts are.</summary>
    public required string SnapshotId { get; init; }

    public required DateTimeOffset DataAsOf { get; init; }

    public required ImmutableArray<AgendaPart> Agenda { get; init; }

    public required BriefContext Context { get; init; }

    /// <summary>The deals most worth the time, by money at stake, at most <see cref="MostDeals"/>.</summary>
    public required ImmutableArray<DealItem> Deals { get; init; }

    /// <summary>Deals with findings that have looked the same for four weeks: they have been talked about, and a line is enough.</summary>
    [AddedLater]
    public ImmutableArray<DealItem> Unchanged { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Open opportunities that had findings in the last brief and have none now.</summary>
    [AddedLater]
    public ImmutableArray<OpportunityRef> Cleared { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>For the next brief: of every deal with findings, since when it has looked as it does.</summary>
    [AddedLater]
    public ImmutableArray<UnchangedSince> UnchangedSince { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How many more open opportunities have findings; they stand in the findings table.</summary>
    public required int MoreDeals { get; init; }

    /// <summary>Pushes since the last one-on-one; each needs a reason. Without snoozed ones.</summary>
    public required ImmutableArray<Slip> SlipsToExplain { get; init; }

    /// <summary>That the rep pushes more often than others; null where that is not so, or not sure.</summary>
    public PushHabit? PushHabit { get; init; }

    /// <summary>Everything that was found, for the table and the CSV. What is snoozed stands in <see cref="Journal"/> alone.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What the two wrote down; null where that is nothing.</summary>
    public JournalFacts? Journal { get; init; }

    /// <summary>What the briefs of the one-on-ones before counted, oldest first.</summary>
    [AddedLater(LeftOutWhenEmpty = true)]
    public ImmutableArray<HistoryPoint> History { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How long the rep's won and lost opportunities stayed in each stage.</summary>
    public required ImmutableArray<StageTimes> StageTimes { get; init; }

    /// <summary>Analyses that did not finish in time. Named, so that nobody takes silence for good news.</summary>
    public required ImmutableArray<AnalysisPart> Missing { get; init; }

    public required ImmutableArray<DataNote> Notes { get; init; }

    public required Thresholds Thresholds { get; init; }

    /// <summary>
    /// IANA zone in which the analyses turned instants into days, so that "14 business days since Mon 2 Nov" can be counted by
    /// hand and reads the same in both halves. Null means the rep's.
    /// </summary>
    public string? DayZone { get; init; }

    /// <summary>The country whose public holidays are no business days, by name; null where no country's are left out.</summary>
    public string? HolidaysOf { get; init; }

    public const int MostDeals = 5;

    /// <summary>The one who reads that half.</summary>
    internal Party Reader(Audience audience) => audience == Audience.Manager ? Manager : Rep;

    /// <summary>The snapshot id of a brief for somebody whom no snapshot ever had.</summary>
    public const string NoSnapshot = "none";

    [JsonIgnore]
    internal ImmutableArray<SnoozedItem> Snoozed => Journal?.Snoozed ?? [];

    [JsonIgnore]
    public bool NothingStalled => !Missing.Contains(AnalysisPart.Stalls) && !Findings.Concat(Snoozed.SelectMany(item => item.Findings)).OfType<Stall>().Any() && !Notes.Any(note => note.Issue is DataIssue.NoActivities or DataIssue.ActivityStopped);
}

/// <summary>One of the two. Time zone and language are theirs: each reads the meeting's time on their own clock, in their own words.</summary>
public sealed record Party(PersonId Id, string Name, string TimeZone)
{
    /// <summary>The name as a brief may show it; the id where there is none.</summary>
    [JsonIgnore]
    internal string Shown => Safe.First(80, Name, Id.Value);

    /// <summary>Stands for the manager of somebody who has none.</summary>
    public static PersonId Nobody { get; } = new("");

    /// <summary>The tag of the language they are written to in; null in briefs from before there was a choice, which are English.</summary>
    public string? Language { get; init; }
}

/// <param name="MovedBecause">The cause given when it was moved; empty for a move without a cause, null when it was not moved.</param>
/// <param name="Assumed">The CRM has no meeting for the two; the settings' default stands in.</param>
public sealed record MeetingFacts(DateTimeOffset StartsAt, int Minutes, DateTimeOffset? LastAt, string? MovedBecause, bool Assumed)
{
    /// <summary>This occurrence by its series' rhythm.</summary>
    public DateOnly? On { get; init; }

    /// <summary>The one before, likewise; null when there was none.</summary>
    public DateOnly? LastOn { get; init; }
}

/// <summary>One of the three timed parts of the conversation; their minutes add up to the meeting's.</summary>
public sealed record AgendaPart(AgendaKind Kind, int Minutes);

[JsonConverter(typeof(JsonStringEnumConverter<AgendaKind>))]
public enum AgendaKind
{
    Context,
    Communication,
    Coaching,
}

/// <summary>The numbers that open the conversation.</summary>
public sealed record BriefContext(
    ImmutableArray<ActivityMetric> Activity,
    ImmutableArray<QuotaAttainment> Quotas,
    Movement Movement,
    int OpenCount,
    ImmutableArray<Money> OpenValue,
    int WithoutAmount);

/// <summary>One deal with all that was found about it, and whether it was already found last time.</summary>
/// <param name="SinceMeetings">0 when new since the last one-on-one, 1 when the last brief had it already, null when there is no last brief to tell, or the deal was snoozed in it.</param>
public sealed record DealItem(OpportunityRef Opportunity, ImmutableArray<Finding> Findings, int? SinceMeetings)
{
    /// <summary>How much of its win chance it has lost since it entered its stage, 0 to 1; null where too few deals like it have closed to tell.</summary>
    public double? ChanceLost { get; init; }

    /// <summary>What is the matter that was not when the last brief had it; a further push counts as such.</summary>
    [AddedLater]
    public ImmutableArray<Mark> Added { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What was the matter then and is not any more.</summary>
    [AddedLater]
    public ImmutableArray<Mark> Gone { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="WonLongDays">The 0.90 quantile.</param>
public sealed record StageTimes(string Stage, int Won, double? WonMedianDays, double? WonLongDays, int Lost, double? LostMedianDays);

/// <summary>The manager's alone. One question for each of <see cref="BriefFacts.Deals"/>, in their order.</summary>
public sealed record ManagerHalf(ImmutableArray<string> Questions)
{
    /// <summary>Private notes, newest first; null where there are none.</summary>
    public ImmutableArray<NoteItem>? Notes { get; init; }

    /// <summary>The performance plan that the rep is on; null where they are on none.</summary>
    public PlanItem? Plan { get; init; }

    /// <summary>Null where there is no one-on-one to look back on.</summary>
    public CoachingPatterns? Patterns { get; init; }

    /// <summary>From the manager's other one-on-ones.</summary>
    [AddedLater(LeftOutWhenEmpty = true)]
    public ImmutableArray<TeamLesson> Lessons { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>The rep's alone. One self-check for each of <see cref="BriefFacts.Deals"/>, in their order, and what to bring.</summary>
public sealed record RepHalf(ImmutableArray<string> SelfChecks, ImmutableArray<string> Prepare);
