using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis.Quotas;

/// <summary>The pace of a period, from what the team booked in periods before.</summary>
public sealed class BookedByNowTests
{
    private static readonly DateOnly Today = new(2026, 2, 14);

    /// <summary>Day 45 of 90.</summary>
    private static readonly Quota Quarter = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), new Money(100, "EUR"));

    private static BookedDay Day(string on, decimal amount, int count = 8) => new(Days.Date(on), amount, count);

    /// <summary>The first half of four quarters has 10, 20, 30 and 40 %; the one before them is not whole.</summary>
    private static readonly BookedDay[] Five =
    [
        Day("2024-12-03", 500),
        Day("2025-02-14", 10), Day("2025-02-15", 0), Day("2025-03-31", 90),
        Day("2025-05-15", 20), Day("2025-05-17", 80),
        Day("2025-08-15", 30), Day("2025-09-30", 70),
        Day("2025-11-15", 400), Day("2025-11-16", 600),
        Day("2026-01-02", 77),
    ];

    private static BookedByNow? Usually(Quota quota, BookedDay[] days, DateOnly today, FiscalCalendar? fiscal = null)
    {
        RepBook book = Book() with { Team = TrackRecord.Empty with { Bookings = TrackRecord.Empty.Bookings.Add("EUR", new Bookings([.. days], Bookings.None.Quick)) } };
        return BookedByNow.Of(quota, book, Context() with { AsOf = new DateTimeOffset(today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero), Fiscal = fiscal ?? FiscalCalendar.CalendarYear });
    }

    [Fact]
    public void Half_way_the_team_has_had_a_quarter_of_it() => Assert.Equal(new BookedByNow(0.25, 4), Usually(Quarter, Five, Today));

    [Fact]
    public void On_the_last_day_all_of_it_is_booked() => Assert.Equal(new BookedByNow(1, 4), Usually(Quarter, Five, Quarter.To));

    [Fact]
    public void Fewer_than_four_whole_periods_say_nothing() => Assert.Null(Usually(Quarter, Five[2..], Today));

    [Fact]
    public void A_quarter_without_bookings_has_no_share_and_does_not_count() =>
        Assert.Null(Usually(Quarter, [.. Five.Where(day => day.On.Month is not (8 or 9))], Today));

    [Fact]
    public void Few_wins_say_nothing() => Assert.Null(Usually(Quarter, [.. Five.Select(day => day with { Count = 1 })], Today));

    [Fact]
    public void Another_currency_says_nothing() => Assert.Null(Usually(Quarter with { Target = new Money(100, "USD") }, Five, Today));

    [Fact]
    public void A_month_goes_by_months_and_any_other_period_by_its_days()
    {
        // The four months before have 0, 40, 0 and 100 % by their half; January to April are no fiscal period.
        BookedDay[] days = [Day("2025-09-30", 5), Day("2025-10-15", 9), Day("2025-11-20", 9), Day("2025-12-15", 40), Day("2025-12-17", 60), Day("2026-01-20", 9)];
        Assert.Equal(new BookedByNow(0.35, 4), Usually(new Quota(new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28), new Money(1, "EUR")), days, Today));
        Assert.Null(Usually(Quarter with { To = new DateOnly(2026, 4, 30) }, Five, Today));
    }

    [Fact]
    public void Quarters_of_weeks_are_the_company_s_own()
    {
        FiscalCalendar retail = new(1) { Weeks = new FiscalWeeks(new WeekPattern(4, 5, 4), new YearEnd(true, DayOfWeek.Saturday, 1)) };
        (DateOnly first, DateOnly last) = retail.QuarterOf(Today);
        List<BookedDay> days = [];
        (DateOnly first, DateOnly last) past = (first, last);
        for (int i = 0; i < 5; i++)
        {
            past = retail.QuarterOf(past.first.AddDays(-1));
            days.InsertRange(0, [new BookedDay(past.first, 3, 8), new BookedDay(past.last, 7, 8)]);
        }

        Assert.Null(Usually(Quarter, [.. days], Today, retail));
        Assert.Equal(new BookedByNow(0.3, 5), Usually(new Quota(first, last, new Money(1, "EUR")), [.. days], first, retail));
    }
}
