using NodaTime;
using NodaTime.TimeZones;
using OneOnOne.Meetings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Meetings;

/// <summary>R16: one instant for each local slot of each day.</summary>
public sealed class TimeZonesTests
{
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
    public void A_local_time_is_one_instant(string zone, string date, string time, string expected) =>
        Assert.Equal(Days.Utc(expected), TimeZones.ToUtc(zone, Days.Date(date), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>
    /// Each quarter of an hour on the days next to a clock change, and on one day a fortnight between them: changes are all that
    /// can go wrong, and all slots of all days would be eleven million.
    /// </summary>
    [Theory]
    [InlineData("America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata")]
    [InlineData("America/Sao_Paulo", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Australia/Sydney")]
    [InlineData("Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "America/Santiago")]
    [InlineData("Asia/Beirut", "Asia/Tehran", "America/Havana", "Pacific/Kiritimati", "UTC")]
    public void Each_slot_is_one_instant_that_reads_as_the_slot_or_as_the_end_of_its_gap(params string[] zones)
    {
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
                if (near.Contains(day.DayNumber) || day.DayNumber % 14 == 0)
                {
                    CheckDay(zone, id, day);
                }
            }
        }
    }

    private static void CheckDay(DateTimeZone zone, string id, DateOnly day)
    {
        DateTimeOffset before = DateTimeOffset.MinValue;
        for (TimeOnly slot = default; ; slot = slot.AddMinutes(15))
        {
            DateTimeOffset instant = TimeZones.ToUtc(id, day, slot);
            DateTime local = TimeZones.ToLocal(id, instant);
            ZoneLocalMapping mapping = zone.MapLocal(LocalDateTime.FromDateTime(day.ToDateTime(slot)));
            DateTime expected = mapping.Count == 0 ? mapping.LateInterval.IsoLocalStart.ToDateTimeUnspecified() : day.ToDateTime(slot);
            Assert.True(local == expected && instant.Offset == TimeSpan.Zero, $"{id} {day:O} {slot}: {instant:O} reads {local:O}, not {expected:O}");
            Assert.True(instant >= before, $"{id} {day:O} {slot} comes before the slot before it");
            Assert.True(mapping.Count < 2 || instant == mapping.First().ToInstant().ToDateTimeOffset(), $"{id} {day:O} {slot} is the second occurrence");
            before = instant;
            if (slot == new TimeOnly(23, 45))
            {
                return;
            }
        }
    }

    [Theory]
    [InlineData("2026-03-07T17:00Z", "2026-03-07")]
    [InlineData("2026-03-08T04:59Z", "2026-03-07")]
    [InlineData("2026-03-08T05:00Z", "2026-03-08")]
    [InlineData("2026-03-09T03:59Z", "2026-03-08")]
    [InlineData("2026-03-09T04:00Z", "2026-03-09")]
    public void A_day_is_the_zones_own(string instant, string expected) =>
        Assert.Equal(Days.Date(expected), TimeZones.ToLocalDate("America/New_York", Days.Utc(instant)));

    [Fact]
    public void An_unknown_zone_is_named()
    {
        Assert.False(TimeZones.Exists("Mars/Olympus"));
        UserErrorException error = Assert.Throws<UserErrorException>(() => TimeZones.ToLocal("Mars/Olympus", Days.At(1)));
        Assert.Equal("The time zone \"Mars/Olympus\" is unknown. Use an IANA name such as Europe/Berlin or America/New_York.", error.Message);
    }
}
