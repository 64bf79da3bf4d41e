using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OneOnOne.Analysis;
using OneOnOne.Calendars;
using OneOnOne.Ingest.HubSpot;
using OneOnOne.Ingest.Salesforce;
using OneOnOne.Languages;
using OneOnOne.Meetings;
using OneOnOne.Pipeline;

namespace OneOnOne.Settings;

/// <summary>Everything an admin may set, read once at start. A bad value stops the start and says which, and what is allowed.</summary>
public sealed record OneOnOneSettings(ThresholdSet Thresholds, CompanySettings Company, PlanSettings Plan, DeliverySettings Delivery)
{
    public AnalysisSettings Analysis => new(Thresholds, Company);

    public LimitSettings Limits { get; init; } = new();

    public RetentionSettings Retention { get; init; } = new();

    public LinkSettings Links { get; init; } = new();

    /// <summary>Where <see cref="Thresholds"/> came from.</summary>
    internal ThresholdSource ThresholdSource { get; init; } = ThresholdSource.Defaults;

    /// <exception cref="UserErrorException">A value is not allowed, or a name is not a setting.</exception>
    public static OneOnOneSettings Read(IConfiguration configuration)
    {
        ThresholdSource thresholds = ThresholdSettings.Read(configuration);
        return new OneOnOneSettings(
            thresholds.ToSet(),
            FiscalValues.Checked(Values.ApplyAll(configuration.GetSection("Company"), new CompanySettings(), CompanyOnes)),
            Values.ApplyAll(configuration.GetSection("Plan"), new PlanSettings(), PlanOnes),
            Values.ApplyAll(configuration.GetSection("Delivery"), new DeliverySettings(), DeliveryOnes))
        {
            Limits = Values.ApplyAll(configuration.GetSection(LimitSettings.Section), new LimitSettings(), LimitSettings.All),
            ThresholdSource = thresholds,
            Links = Values.ApplyAll(configuration.GetSection(LinkSettings.Section), new LinkSettings(), LinkSettings.All),
            Retention = Values.ApplyAll(configuration.GetSection("Retention"), new RetentionSettings(), RetentionOnes),
        };
    }

    /// <summary>Name, default, allowed, meaning of every setting, thresholds apart.</summary>
    internal static IEnumerable<(string Name, string Default, string Allowed, string Meaning)> Table() =>
        Rows("Company", CompanyOnes).Concat(Rows("Plan", PlanOnes)).Concat(Rows("Delivery", DeliveryOnes)).Concat(Rows(LimitSettings.Section, LimitSettings.All))
            .Concat(Rows("Retention", RetentionOnes)).Concat(Rows(LinkSettings.Section, LinkSettings.All))
            .Concat(Rows(HubSpotSettings.Section, HubSpotSettings.Table)).Concat(Rows(SalesforceSettings.Section, SalesforceSettings.All));

    internal static IEnumerable<(string Name, string Default, string Allowed, string Meaning)> ThresholdTable() => Rows(ThresholdSettings.Section, ThresholdSettings.All);

    private static IEnumerable<(string Name, string Default, string Allowed, string Meaning)> Rows<T>(string section, ImmutableArray<Setting<T>> settings)
        where T : class => settings.Select(one => ($"{section}__{one.Key}", one.Default, one.Allowed, one.Meaning));

    private static ImmutableArray<Setting<CompanySettings>> CompanyOnes { get; } =
    [
        new("TimeZone", "UTC", "an IANA time zone such as Europe/Berlin", "Time zone of people who have none of their own.",
            (all, value) => TimeZones.Exists(value) ? all with { TimeZone = value } : null),
        new("FiscalYearFirstMonth", "1", "a whole number from 1 to 12", "Month in which the fiscal year begins, where its periods are months.",
            Values.Whole<CompanySettings>(1, 12, (all, value) => all with { FiscalYearFirstMonth = value })),
        new("FiscalPattern", FiscalValues.Months, FiscalValues.Patterns, "Periods of a fiscal quarter: three calendar months, or so many weeks each.", FiscalValues.Pattern),
        new("FiscalYearEndsOn", "", FiscalValues.Ends, "Last day of a fiscal year of whole weeks.", FiscalValues.EndsOn),
        new("Language", "en", "one of " + string.Join(", ", Language.Tags),
            "What people are written to in who have no language of their own in the CRM.",
            (all, value) => Language.Tags.FirstOrDefault(tag => tag.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } tag ? all with { Language = tag } : null),
        new("Country", "", "one of " + string.Join(", ", Countries.All.Select(country => country.Code)),
            "Country whose public holidays and weekend hold for people who have none of their own. Not set: no holidays, Saturday and Sunday.",
            (all, value) => Countries.Find(value) is { } country ? all with { Country = country.Code } : null),
        new("Weekend", "", "up to six English weekday names, separated by commas", "Days that are no business days, for everybody. Not set: the weekend of each person's country.",
            Values.List<CompanySettings, DayOfWeek>(
                Values.Named<DayOfWeek>,
                (all, days) => days.Distinct().Count() < 7 ? all with { Weekend = [.. days] } : null!)),
        new("Holidays", "", "dates such as 2026-12-25, separated by commas", "Further days that are no business days, for everybody.",
            Values.List<CompanySettings, DateOnly>(
                text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null,
                (all, days) => all with { Holidays = [.. days] })),
        new("QuotaOnTrackFrom", "0.7", "a number from 0.5 to 0.95, with a decimal point", "Chance to reach a quota from which it is on track.",
            Values.Share<CompanySettings>(0.5, 0.95, (all, value) => all with { QuotaLabels = all.QuotaLabels with { OnTrackFrom = value } })),
        new("QuotaAtRiskFrom", "0.3", "a number from 0.05 to 0.5, with a decimal point", "Chance from which it is at risk; below, it is off track.",
            Values.Share<CompanySettings>(0.05, 0.5, (all, value) => all with { QuotaLabels = all.QuotaLabels with { AtRiskFrom = value } })),
        new("LinkHosts", "", "host names, separated by commas", "Hosts of the CRM: links to them stand in briefs, all others are left out.",
            Values.Words<CompanySettings>((all, hosts) => all with { LinkHosts = hosts })),
    ];

    private static ImmutableArray<Setting<PlanSettings>> PlanOnes { get; } =
    [
        new("LeadHours", "24", "a whole number from 1 to 336", "How many hours before a one-on-one its briefs are prepared.",
            Values.Whole<PlanSettings>(1, 336, (all, value) => all with { Lead = TimeSpan.FromHours(value) })),
        new("AnalysisDeadlineMinutes", "30", "a whole number from 1 to 1440", "How long the analyses may take before the brief goes out without them and says so.",
            Values.Whole<PlanSettings>(1, 1440, (all, value) => all with { AnalysisDeadline = TimeSpan.FromMinutes(value) })),
        new("AssumeMeetings", "true", "true or false", "Whether a rep for whom the CRM has no one-on-one is taken to meet their manager weekly.",
            Values.YesNo<PlanSettings>((all, value) => all with { Assumed = value ? all.Assumed ?? new PlanSettings().Assumed : null })),
        new("AssumedDay", "Monday", "an English weekday name", "Weekday of an assumed one-on-one.",
            Values.OneOf<PlanSettings, DayOfWeek>((all, value) => all with { Assumed = all.Assumed is { } assumed ? assumed with { Day = value } : null })),
        new("AssumedTime", "10:00", "a time such as 09:30", "Local time of an assumed one-on-one, in the rep's time zone.",
            (all, value) => TimeOnly.TryParseExact(value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly at)
                ? all with { Assumed = all.Assumed is { } assumed ? assumed with { At = at } : null } : null),
        new("AssumedMinutes", "45", "a whole number from 5 to 480", "Length of an assumed one-on-one.",
            Values.Whole<PlanSettings>(5, 480, (all, value) => all with { Assumed = all.Assumed is { } assumed ? assumed with { Minutes = value } : null })),
    ];

    private static ImmutableArray<Setting<DeliverySettings>> DeliveryOnes { get; } =
    [
        new("FromAddress", "oneonone@example.com", "one plain e-mail address", "Sender of the briefs.",
            (all, value) => RecipientPolicy.Refusal(value, []) is null ? all with { FromAddress = value } : null),
        new("FromName", "OneOnOne", "up to 100 characters", "Sender's name.",
            (all, value) => value.Length is > 0 and <= 100 ? all with { FromName = value } : null),
        new("AllowedDomains", "", "domain names, separated by commas", "Domains that briefs may be mailed to. Not set: any.",
            (all, value) => Values.Words<DeliverySettings>((settings, domains) => settings with { AllowedDomains = domains })(all, value) is var set
                && (value.Length == 0 || (!set!.AllowedDomains.IsEmpty && set.AllowedDomains.All(domain => Uri.CheckHostName(domain) == UriHostNameType.Dns))) ? set : null),
        new("UnknownPolicy", "Hold", "Hold or ResendOnce", "What happens to a brief of which nobody can say whether it went out.",
            Values.OneOf<DeliverySettings, UnknownPolicy>((all, value) => all with { UnknownPolicy = value })),
        new("Calendar", "File", "None, File or Invitation", "What a mail brings for a calendar: nothing, a file with the agenda, or an invitation that calendars show, move and take away by themselves. Invitation is for companies where nobody else invites to the one-on-ones.",
            Values.OneOf<DeliverySettings, CalendarMode>((all, value) => all with { Calendar = value })),
        new("ReconcileMinutes", "15", "a whole number from 1 to 1440", "How long the mail provider is asked about such a brief first.",
            Values.Whole<DeliverySettings>(1, 1440, (all, value) => all with { ReconcileFor = TimeSpan.FromMinutes(value) })),
    ];

    private static ImmutableArray<Setting<RetentionSettings>> RetentionOnes { get; } =
    [
        new("RunDays", "400", "a whole number from 100 to 3650", "Days after a one-on-one for which its run, findings, briefs and deliveries are kept. A brief compares with the one before, so a hundred at least.",
            Values.Whole<RetentionSettings>(100, 3650, (all, value) => all with { Runs = TimeSpan.FromDays(value) })),
        new("JournalDays", "400", "a whole number from 100 to 3650", "Days for which a journal's entry is kept after it was closed or ran out. What is open stays.",
            Values.Whole<RetentionSettings>(100, 3650, (all, value) => all with { Journal = TimeSpan.FromDays(value) })),
        new("AuditDays", "400", "a whole number from 30 to 3650", "Days for which it is kept who read what.",
            Values.Whole<RetentionSettings>(30, 3650, (all, value) => all with { Audit = TimeSpan.FromDays(value) })),
    ];
}
