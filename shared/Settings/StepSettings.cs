using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Calendars;
using OneOnOne.Crm;
using OneOnOne.Languages;
using OneOnOne.Meetings;

namespace OneOnOne.Settings;

/// <summary>When briefs are planned. See docs/settings.md.</summary>
public sealed record PlanSettings
{
    /// <summary>How long before a one-on-one its briefs are prepared.</summary>
    public TimeSpan Lead { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long the analyses may take before the brief goes out without them.</summary>
    public TimeSpan AnalysisDeadline { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a run may show no progress before its missing messages are sent again.</summary>
    public TimeSpan StandStill { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How far back runs are looked at that were not finished when their one-on-one began.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromHours(48);

    /// <summary>The one-on-one assumed for a manager and a rep for whom the CRM has none; null: none is.</summary>
    public AssumedMeeting? Assumed { get; init; } = new(DayOfWeek.Monday, new TimeOnly(10, 0), 45);
}

/// <summary>A weekly one-on-one at the rep's local time.</summary>
public sealed record AssumedMeeting(DayOfWeek Day, TimeOnly At, int Minutes)
{
    public MeetingSeries SeriesOf(PersonId manager, PersonId rep, string timeZone)
    {
        DateOnly longAgo = new(2001, 1, 1);
        DateOnly first = longAgo.AddDays(((int)Day - (int)longAgo.DayOfWeek + 7) % 7);
        return new MeetingSeries($"assumed:{rep}", manager, rep, Cadence.Weekly, first, At, timeZone, Minutes, Assumed: true);
    }
}

/// <summary>How briefs are sent.</summary>
public sealed record DeliverySettings
{
    public string FromAddress { get; init; } = "oneonone@example.com";

    public string FromName { get; init; } = "OneOnOne";

    /// <summary>Empty: any domain.</summary>
    public ImmutableArray<string> AllowedDomains { get; init; } = [];

    /// <summary>Longer than any post takes; after it, whoever claimed a delivery is taken for dead.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan DeferFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the provider is asked about an unknown outcome before the policy decides.</summary>
    public TimeSpan ReconcileFor { get; init; } = TimeSpan.FromMinutes(15);

    public UnknownPolicy UnknownPolicy { get; init; } = UnknownPolicy.Hold;

    public CalendarMode Calendar { get; init; } = CalendarMode.File;
}

/// <summary>What a mail brings for a calendar.</summary>
public enum CalendarMode
{
    None,

    /// <summary>A file with the agenda: for companies whose CRM or people keep the meeting itself.</summary>
    File,

    /// <summary>An invitation, which calendars show, move and take away by themselves: for companies where nobody else invites.</summary>
    Invitation,
}

public enum UnknownPolicy
{
    /// <summary>Leave it to a person.</summary>
    Hold,

    /// <summary>Send it once more, marked as a possible duplicate.</summary>
    ResendOnce,
}

/// <summary>The company's own calendar.</summary>
public sealed record CompanySettings
{
    /// <summary>IANA zone for people who have none.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What people are written to in who have no language of their own.</summary>
    public string Language { get; init; } = "en";

    public int FiscalYearFirstMonth { get; init; } = 1;

    /// <summary>Null: calendar months.</summary>
    public WeekPattern? FiscalPattern { get; init; }

    /// <summary>There where <see cref="FiscalPattern"/> is.</summary>
    public YearEnd? FiscalYearEndsOn { get; init; }

    /// <summary>Whose holidays people without a country of their own have; null: nobody's.</summary>
    public string? Country { get; init; }

    /// <summary>Null: each country's own.</summary>
    public ImmutableHashSet<DayOfWeek>? Weekend { get; init; }

    public ImmutableSortedSet<DateOnly> Holidays { get; init; } = [];

    public QuotaLabels QuotaLabels { get; init; } = new();

    /// <summary>Hosts whose https links may stand in a brief: the CRM's. Empty: none.</summary>
    public ImmutableArray<string> LinkHosts { get; init; } = [];

    public Language LanguageOf(Person? person) => Languages.Language.Of(person?.Language ?? Language);

    [JsonIgnore]
    public FiscalCalendar Fiscal => new(FiscalYearFirstMonth)
    {
        Weeks = FiscalPattern is { } pattern && FiscalYearEndsOn is { } end ? new FiscalWeeks(pattern, end) : null,
    };

    /// <summary>The business days of somebody of this country; null: of somebody whose country is not known.</summary>
    public BusinessDays BusinessDaysOf(string? country) =>
        BusinessDays.Of((country ?? Country) is { } code ? Countries.Find(code) : null, Weekend, Holidays);
}
