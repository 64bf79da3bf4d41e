using System.Globalization;
using Microsoft.Extensions.Configuration;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Settings;

namespace OneOnOne.Tests.Settings;

public sealed class SettingsTests
{
    private static readonly string[] CultureNames = ["en-US", "de-DE", "tr-TR", "fa-IR", "ar-SA", "th-TH"];

    public static TheoryData<string> Cultures => [.. CultureNames];

    private static OneOnOneSettings Read(params string[] lines) => OneOnOneSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(lines.Select(line => line.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0].Replace("__", ":", StringComparison.Ordinal), (string?)pair[1])))
        .Build());

    private static string Error(params string[] lines) => Assert.Throws<UserErrorException>(() => Read(lines)).Message;

    [Fact]
    public void Nothing_set_gives_the_defaults()
    {
        Assert.Equal(new Thresholds(), Read().Thresholds.Of(new PersonId("anybody"), "any stage"));
        Assert.Equal((10, 2, 30, 0.90, 8, (int?)null), (new Thresholds().StallBusinessDays, new Thresholds().SlipCount, new Thresholds().SlipDays, new Thresholds().OutlierPercentile, new Thresholds().MinimumWonVisits, new Thresholds().OutlierDefaultDays));
    }

    [Fact]
    public void The_table_tells_the_defaults_that_are_in_force()
    {
        foreach ((string name, string value, _, _) in OneOnOneSettings.Table().Concat(OneOnOneSettings.ThresholdTable()).Where(row => row.Default.Length > 0))
        {
            OneOnOneSettings set = Read($"{name}={value}");
            Builders.Expect.Same((Read().Thresholds.Base, Read().Company, Read().Plan, Read().Delivery), (set.Thresholds.Base, set.Company, set.Plan, set.Delivery));
            Assert.Equal(Read().Thresholds.Base, set.Thresholds.Base);
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void The_most_specific_wins_in_every_culture(string culture)
    {
        In(culture, () =>
        {
            ThresholdSet set = Read(
                "Thresholds__StallBusinessDays=11",
                "Thresholds__OutlierPercentile=0.75",
                "Thresholds__Stages__Closing Time__StallBusinessDays=12",
                "Thresholds__Teams__mgr-1__StallBusinessDays=13",
                "Thresholds__Teams__mgr-1__Stages__Signing__StallBusinessDays=14",
                "Thresholds__Teams__mgr-2__Stages__Closing Time__SlipCount=5").Thresholds;
            Assert.Equal((11, 12, 13, 13, 14), (Days("x"), Days("x", "CLOSING TIME"), Days("mgr-1"), Days("mgr-1", "Closing Time"), Days("mgr-1", "signing")));
            Assert.Equal((12, 5, 0.75), (Days("mgr-2", "Closing Time"), set.Of(new PersonId("mgr-2"), "Closing Time").SlipCount, set.Of(new PersonId("mgr-2"), "Closing Time").OutlierPercentile));
            Assert.Equal(11, set.Of(null).StallBusinessDays);

            int Days(string manager, string? stage = null) => set.Of(new PersonId(manager), stage).StallBusinessDays;
        });
    }

    [Theory]
    [InlineData("Thresholds__StallBusinessDays=0", "The setting Thresholds__StallBusinessDays is \"0\", but must be a whole number from 1 to 365.")]
    [InlineData("Thresholds__StallBusinessDays=ten", "The setting Thresholds__StallBusinessDays is \"ten\", but must be a whole number from 1 to 365.")]
    [InlineData("Thresholds__StallBusinessDays=1.5", "The setting Thresholds__StallBusinessDays is \"1.5\", but must be a whole number from 1 to 365.")]
    [InlineData("Thresholds__OutlierPercentile=0,9", "The setting Thresholds__OutlierPercentile is \"0,9\", but must be a number from 0.5 to 0.99, with a decimal point.")]
    [InlineData("Thresholds__OutlierPercentile=90", "The setting Thresholds__OutlierPercentile is \"90\", but must be a number from 0.5 to 0.99, with a decimal point.")]
    [InlineData("Thresholds__OutlierPercentile=NaN", "The setting Thresholds__OutlierPercentile is \"NaN\", but must be a number from 0.5 to 0.99, with a decimal point.")]
    [InlineData("Thresholds__StallDespiteNextActivity=yes", "The setting Thresholds__StallDespiteNextActivity is \"yes\", but must be true or false.")]
    [InlineData("Thresholds__Teams__m__Stages__Proposal__SlipDays=-1", "The setting Thresholds__Teams__m__Stages__Proposal__SlipDays is \"-1\", but must be a whole number from 1 to 3650.")]
    [InlineData("Thresholds__Stall=1", "Thresholds__Stall is not a setting. Under Thresholds there are: StallBusinessDays, StallDespiteNextActivity, StallWithoutNextActivity, SlipCount, SlipDays, OutlierPercentile, MinimumWonVisits, OutlierDefaultDays.")]
    [InlineData("Thresholds__Stages__Proposal=12", "Thresholds__Stages__Proposal is \"12\", but it takes no value itself: what can be set is below it. See docs/thresholds.md and docs/settings.md.")]
    [InlineData("Thresholds__Teams__m=12", "Thresholds__Teams__m is \"12\", but it takes no value itself: what can be set is below it. See docs/thresholds.md and docs/settings.md.")]
    [InlineData("Thresholds__Stages=12", "Thresholds__Stages is \"12\", but it takes no value itself: what can be set is below it. See docs/thresholds.md and docs/settings.md.")]
    [InlineData("Plan__LeadHour=3", "Plan__LeadHour is not a setting. Under Plan there are: LeadHours, AnalysisDeadlineMinutes, AssumeMeetings, AssumedDay, AssumedTime, AssumedMinutes.")]
    [InlineData("Plan__AssumedDay=Monday,Tuesday", "The setting Plan__AssumedDay is \"Monday,Tuesday\", but must be an English weekday name.")]
    [InlineData("Plan__AssumedDay=+1", "The setting Plan__AssumedDay is \"+1\", but must be an English weekday name.")]
    [InlineData("Plan__AssumedTime=9:30", "The setting Plan__AssumedTime is \"9:30\", but must be a time such as 09:30.")]
    [InlineData("Company__TimeZone=Berlin", "The setting Company__TimeZone is \"Berlin\", but must be an IANA time zone such as Europe/Berlin.")]
    [InlineData("Company__FiscalYearFirstMonth=13", "The setting Company__FiscalYearFirstMonth is \"13\", but must be a whole number from 1 to 12.")]
    [InlineData("Company__Weekend=Saturday,+1", "The setting Company__Weekend is \"Saturday,+1\", but must be up to six English weekday names, separated by commas.")]
    [InlineData("Company__Weekend=Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday", "The setting Company__Weekend is \"Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday\", but must be up to six English weekday names, separated by commas.")]
    [InlineData("Company__Holidays=25.12.2026", "The setting Company__Holidays is \"25.12.2026\", but must be dates such as 2026-12-25, separated by commas.")]
    [InlineData("Company__FiscalPattern=4-4-4", "The setting Company__FiscalPattern is \"4-4-4\", but must be Months, 4-4-5, 4-5-4 or 5-4-4.")]
    [InlineData("Company__FiscalYearEndsOn=31 January", "The setting Company__FiscalYearEndsOn is \"31 January\", but must be \"last Saturday of January\" or \"nearest Saturday to end of January\", with any weekday and month.")]
    [InlineData("Company__FiscalPattern=4-4-5", "The setting Company__FiscalPattern counts weeks, so Company__FiscalYearEndsOn must say on which day the fiscal year ends: \"last Saturday of January\" or \"nearest Saturday to end of January\", with any weekday and month.")]
    [InlineData("Company__FiscalYearEndsOn=last Saturday of January", "The setting Company__FiscalYearEndsOn is for fiscal years of whole weeks, so Company__FiscalPattern must be 4-4-5, 4-5-4 or 5-4-4.")]
    [InlineData("Company__Country=KR", "The setting Company__Country is \"KR\", but must be one of AE, AT, AU, BE, BR, CA, CH, CZ, DE, DK, ES, FI, FR, GB, GB-NIR, GB-SCT, GR, IE, IL, IN, IT, JP, LU, MX, NL, NO, NZ, PL, PT, RO, SA, SE, SG, US, ZA.")]
    [InlineData("Delivery__UnknownPolicy=Hold,ResendOnce", "The setting Delivery__UnknownPolicy is \"Hold,ResendOnce\", but must be Hold or ResendOnce.")]
    [InlineData("Delivery__FromAddress=a@example.com, b@evil.example", "The setting Delivery__FromAddress is \"a@example.com, b@evil.example\", but must be one plain e-mail address.")]
    public void A_bad_value_stops_the_start_and_says_what_is_allowed(string line, string expected)
    {
        foreach (string culture in CultureNames)
        {
            In(culture, () => Assert.Equal(expected, Error(line)));
        }
    }

    [Fact]
    public void Names_are_read_whatever_their_case_and_blanks_around_values_do_not_matter()
    {
        OneOnOneSettings settings = Read("plan__assumedday= friday ", "COMPANY__WEEKEND=friday, Saturday", "company__holidays=2026-12-25,2026-01-01");
        Assert.Equal(DayOfWeek.Friday, settings.Plan.Assumed!.Day);
        Assert.Equal([DayOfWeek.Friday, DayOfWeek.Saturday], settings.Company.Weekend!.Order());
        Assert.Equal([new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 25)], settings.Company.Holidays.AsEnumerable());
    }

    [Fact]
    public void A_fiscal_year_of_weeks_takes_a_pattern_and_an_end()
    {
        FiscalCalendar retail = Read("Company__FiscalPattern=4-5-4", "Company__FiscalYearEndsOn= Nearest saturday to end of JANUARY").Company.Fiscal;
        Assert.Equal((new DateOnly(2023, 10, 29), new DateOnly(2024, 2, 3)), retail.QuarterOf(new DateOnly(2024, 2, 3)));
        FiscalCalendar last = Read("Company__FiscalPattern=5-4-4", "Company__FiscalYearEndsOn=last Friday of September").Company.Fiscal;
        Assert.Equal((new DateOnly(2026, 9, 26), new DateOnly(2026, 10, 30)), last.PeriodOf(new DateOnly(2026, 10, 1)));
        Assert.Equal((new DateOnly(2026, 7, 1), new DateOnly(2026, 9, 30)), Read("Company__FiscalPattern=months", "Company__FiscalYearFirstMonth=7").Company.Fiscal.QuarterOf(new DateOnly(2026, 8, 1)));
    }

    /// <summary>From Wednesday, 23 December 2026, to Friday, 1 January 2027: seven weekdays.</summary>
    [Theory]
    [InlineData("", null, 7)]
    [InlineData("", "DE", 5)] // Christmas Day and New Year's Day; the second Christmas day is a Saturday.
    [InlineData("DE", null, 5)]
    [InlineData("DE", "GB", 4)] // Boxing Day is made up for on Monday.
    [InlineData("DE", "IL", 6)] // No holidays, and one Sunday in place of two Fridays.
    [InlineData("DE", "KR", 7)] // No calendar is not the company's.
    [InlineData("DE;Company__Weekend=Sunday", "IL", 8)]
    [InlineData("DE;Company__Weekend=Sunday", "DE", 5)] // And then the Saturday is a holiday.
    [InlineData("DE;Company__Holidays=2026-12-24,2026-12-25", null, 4)]
    public void Business_days_are_the_persons_own_and_the_company_overrides_the_weekend_and_adds_holidays(string company, string? person, int expected)
    {
        string[] lines = company.Split(';');
        OneOnOneSettings settings = Read([.. lines[0].Length == 0 ? Array.Empty<string>() : ["Company__Country=" + lines[0]], .. lines.Skip(1)]);
        AnalysisContext context = settings.Analysis.ContextFor(DateTimeOffset.UnixEpoch, null, null, null, person);
        Assert.Equal(expected, context.BusinessDays.Between(new DateOnly(2026, 12, 23), new DateOnly(2027, 1, 1)));
    }

    [Fact]
    public void No_assumed_meetings_means_none_whatever_else_is_set() =>
        Assert.Null(Read("Plan__AssumeMeetings=false", "Plan__AssumedDay=Friday", "Plan__AssumedMinutes=30").Plan.Assumed);

    private static void In(string culture, Action check)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            check();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
