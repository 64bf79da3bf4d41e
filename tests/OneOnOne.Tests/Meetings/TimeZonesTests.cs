using NodaTime;
using NodaTime.TimeZones;
using OneOnOne.Meetings;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Meetings;

/// <summary>R16: one instant for each local slot of each day.</summary>
public sealed class TimeZonesTests
{
    private const int Zones = 20;

    [Theory]
    [InlineData("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00Z")] // Skipped: 03:00 it is.
    [InlineData("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30Z")] // Twice: the first.
    [InlineData("America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00Z")]
    [InlineData("Europe/London", "2026-03-29", "01:30", "2026-03-29T01:00Z")]
    [InlineData("Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45Z")] // Half an hour, twice.
    [InlineData("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30Z")] // Half an hour, skipped.
    [InlineData("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:00Z")]
    [InlineData("Africa/Cairo", "2026-10-29", "23:30", "2026-10-29T20:30Z")]
    [InlineData("Asia/Kolkata", "2026-03-08", "02:30", "2026-03-07T21:00Z")]
    [InlineData("America/Sao_Paulo", "2026-11-01", "00:30", "2026-11-01T03:30Z")]
    [Promise("R16", "the clock changes of New York, London, Lord Howe and Cairo in 2026, and two zones without any")]
    public void R16_A_local_time_is_one_instant(string zone, string date, string time, string expected) =>
        Assert.Equal(Days.Utc(expected), TimeZones.ToUtc(zone, Days.Date(date), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>
    /// Each quarter of an hour on the days next to a clock change, and on one day a fortnight between them: changes are all that can go
    /// wrong. R16_EVERY_DAY=1 tries all days, which are eleven million slots.
    /// </summary>
    [Theory]
    [InlineData("America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata")]
    [InlineData("America/Sao_Paulo", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Australia/Sydney")]
    [InlineData("Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "America/Santiago")]
    [InlineData("Asia/Beirut", "Asia/Tehran", "America/Havana", "Pacific/Kiritimati", "UTC")]
    [Promise("R16", Zones, "zones from 2020 to 2035, each quarter of an hour of the days around every clock change and of each 14th day; of every day with R16_EVERY_DAY=1")]
    public void R16_Each_slot_is_one_instant_that_reads_as_the_slot_or_as_the_end_of_its_gap(params string[] zones)
    {
        Assert.Equal(Zones / 4, zones.Length);
        bool everyDay = Soak.Or("R16_EVERY_DAY", 0) == 1;
        foreach (string id in zones)
        {
            DateTimeZone zone = DateTimeZoneProviders.Tzdb[id];
            Instant from = Instant.FromUtc(2020, 1, 1, 0, 0);
            Instant to = Instant.FromUtc(2036, 1, 1, 0, 0);
            HashSet<int> near = [.. zone.GetZoneIntervals(from, to).Where(one => one.HasStart && one.Start > from).SelectMany(one =>
            {
                DateTime change = one.Start.ToDateTimeUtc();
                return Enumerable.Range(-2, 5).Select(day => DateOnly.FromDateTime(change).DayNumber + day);
            })];
            for (DateOnly day = new(2020, 1, 1); day.Year < 2036; day = day.AddDays(1))
            {
                if (everyDay || near.Contains(day.DayNumber) || day.DayNumber % 14 == 0)
                {
                    CheckDay(zone, id, day);
                }
            }
        }
    }

    private static void CheckDay(DateTimeZone zone, string id, DateOnly day)
    {
        DateTimeOffset before = DateTimeOffset.MinValue;
        for (int quarter = 0; quarter < 24 * 4; quarter++)
        {
            TimeOnly slot = new(quarter / 4, quarter % 4 * 15);
            DateTimeOffset instant = TimeZones.ToUtc(id, day, slot);
            DateTime local = TimeZones.ToLocal(id, instant);
            ZoneLocalMapping mapping = zone.MapLocal(LocalDateTime.FromDateTime(day.ToDateTime(slot)));
            DateTime expected = mapping.Count == 0 ? mapping.LateInterval.IsoLocalStart.ToDateTimeUnspecified() : day.ToDateTime(slot);
            string? wrong = local != expected || instant.Offset != TimeSpan.Zero ? $"{instant:O} reads {local:O}, not {expected:O}"
                : instant < before ? "comes before the slot before it"
                : mapping.Count == 2 && instant != mapping.First().ToInstant().ToDateTimeOffset() ? "is the second occurrence"
                : null;
            Assert.True(wrong is null, wrong is null ? null : $"{id} {day:O} {slot:O} {wrong}");
            before = instant;
        }
    }

    [Theory]
    [InlineData("2026-03-07T17:00Z", "2026-03-07")]
    [InlineData("2026-03-08T04:59Z", "2026-03-07")]
    [InlineData("2026-03-08T05:00Z", "2026-03-08")]
    [InlineData("2026-03-09T03:59Z", "2026-03-08")]
    [InlineData("2026-03-09T04:00Z", "2026-03-09")]
    [Promise("R16", "a day is 23 or 25 hours long where the clock changes")]
    public void R16_A_day_is_the_zones_own(string instant, string expected) =>
        Assert.Equal(Days.Date(expected), TimeZones.ToLocalDate("America/New_York", Days.Utc(instant)));

    [Fact]
    public void An_unknown_zone_is_named()
    {
        Assert.False(TimeZones.Exists("Mars/Olympus"));
        UserErrorException error = Assert.Throws<UserErrorException>(() => TimeZones.ToLocal("Mars/Olympus", Days.At(1)));
        Assert.Equal("The time zone \"Mars/Olympus\" is unknown. Use an IANA name such as Europe/Berlin or America/New_York.", error.Message);
    }
}
