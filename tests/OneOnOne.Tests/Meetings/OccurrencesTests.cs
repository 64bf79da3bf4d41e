using System.Globalization;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Meetings;

public sealed class OccurrencesTests
{
    private static MeetingSeries Series(Cadence cadence, string first, string at = "09:30", string zone = "UTC", params MeetingChange[] changes) =>
        new("m", new PersonId("mgr"), new PersonId("rep"), cadence, Days.Date(first), TimeOnly.Parse(at, CultureInfo.InvariantCulture), zone, 30) { Changes = [.. changes] };

    private static string Starts(MeetingSeries series, string from, string to) =>
        string.Join(' ', Occurrences.Between(series, Days.Utc(from + "T00:00Z"), Days.Utc(to + "T00:00Z")).Select(one => one.StartsAt.ToString("MM-dd", CultureInfo.InvariantCulture)));

    private static MeetingChange Moved(string on, string to) => new(Days.Date(on), DateTime.Parse(to, CultureInfo.InvariantCulture), "Trade fair");

    private static MeetingChange Cancelled(string on) => new(Days.Date(on), null, null);

    [Theory]
    [InlineData(Cadence.Weekly, "2026-03-02", "2026-03-01", "2026-04-01", "03-02 03-09 03-16 03-23 03-30")]
    [InlineData(Cadence.Weekly, "2026-03-16", "2026-03-01", "2026-04-01", "03-16 03-23 03-30")] // Not before its first.
    [InlineData(Cadence.Fortnightly, "2026-03-02", "2026-03-05", "2026-05-01", "03-16 03-30 04-13 04-27")]
    [InlineData(Cadence.Fortnightly, "2001-01-01", "2026-03-01", "2026-04-01", "03-09 03-23")]
    [InlineData(Cadence.Monthly, "2026-01-13", "2026-01-01", "2026-06-01", "01-13 02-10 03-10 04-14 05-12")] // Second Tuesdays.
    [InlineData(Cadence.Monthly, "2026-01-30", "2026-01-01", "2026-08-01", "01-30 02-27 03-27 04-24 05-29 06-26 07-31")] // Fifth Fridays, else the last.
    public void A_series_has_its_rhythm(Cadence cadence, string first, string from, string to, string expected) =>
        Assert.Equal(expected, Starts(Series(cadence, first), from, to));

    [Fact]
    public void A_window_has_its_start_and_not_its_end()
    {
        MeetingSeries series = Series(Cadence.Weekly, "2026-03-02");
        DateTimeOffset start = Days.Utc("2026-03-02T09:30Z");
        Assert.Equal([start], Occurrences.Between(series, start, start.AddDays(7)).Select(one => one.StartsAt));
        Assert.Empty(Occurrences.Between(series, start.AddTicks(1), start.AddDays(7)));
        Assert.Empty(Occurrences.Between(series, start, start));
    }

    [Fact]
    public void A_moved_one_keeps_its_name_and_its_cause_even_in_another_week()
    {
        MeetingSeries series = Series(Cadence.Weekly, "2026-03-02", changes: Moved("2026-03-09", "2026-03-26 14:00"));
        Assert.Equal("03-02 03-16 03-23 03-26 03-30", Starts(series, "2026-03-01", "2026-04-01"));
        Occurrence moved = Assert.Single(Occurrences.Between(series, Days.Utc("2026-03-26T00:00Z"), Days.Utc("2026-03-27T00:00Z")));
        Assert.Equal((Days.Date("2026-03-09"), Days.Utc("2026-03-26T14:00Z"), "Trade fair"), (moved.On, moved.StartsAt, moved.Moved?.Cause));
    }

    [Fact]
    public void A_cancelled_one_does_not_take_place() =>
        Assert.Equal("03-02 03-16", Starts(Series(Cadence.Weekly, "2026-03-02", changes: Cancelled("2026-03-09")), "2026-03-01", "2026-03-20"));

    [Fact]
    public void The_local_time_stays_when_the_clocks_change()
    {
        MeetingSeries series = Series(Cadence.Weekly, "2026-03-02", zone: "America/New_York");
        Assert.Equal(
            [Days.Utc("2026-03-02T14:30Z"), Days.Utc("2026-03-09T13:30Z")],
            Occurrences.Between(series, Days.Utc("2026-03-01T00:00Z"), Days.Utc("2026-03-10T00:00Z")).Select(one => one.StartsAt));
    }

    [Fact]
    public void Each_local_day_of_a_week_long_window_has_exactly_one_daily_slot_across_both_changes()
    {
        foreach (string first in new[] { "2026-03-01", "2026-10-25" })
        {
            for (int day = 0; day < 14; day++)
            {
                string on = Days.Date(first).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                MeetingSeries series = Series(Cadence.Weekly, on, "02:30", "America/New_York");
                Assert.Single(Occurrences.Between(series, Days.Utc(on + "T05:00Z").AddHours(-1), Days.Utc(on + "T05:00Z").AddHours(23)));
            }
        }
    }

    [Theory]
    [InlineData("2026-03-16T09:30Z", "2026-03-09")]
    [InlineData("2026-03-16T09:31Z", "2026-03-16")]
    [InlineData("2026-03-02T09:30Z", null)]
    public void The_previous_one_started_strictly_before(string before, string? expected) =>
        Assert.Equal(expected is null ? null : Days.Date(expected), Occurrences.Previous(Series(Cadence.Weekly, "2026-03-02"), Days.Utc(before))?.On);

    [Fact]
    public void A_cancelled_month_does_not_make_the_meeting_before_it_forgotten()
    {
        // Second Tuesdays: 10 March, (14 April), 12 May are nine weeks.
        MeetingSeries series = Series(Cadence.Monthly, "2026-01-13", changes: Cancelled("2026-04-14"));
        Assert.Equal(Days.Date("2026-03-10"), Occurrences.Previous(series, Days.Utc("2026-05-12T09:30Z"))?.On);
        MeetingSeries pause = Series(Cadence.Monthly, "2026-01-13", changes: [Cancelled("2026-02-10"), Cancelled("2026-03-10"), Cancelled("2026-04-14"), Cancelled("2026-05-12")]);
        Assert.Equal(Days.Date("2026-01-13"), Occurrences.Previous(pause, Days.Utc("2026-06-09T09:30Z"))?.On);
    }
}
