using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using NodaTime.TimeZones;
using OneOnOne.Meetings;

namespace OneOnOne.Invitations;

/// <summary>
/// The zone of one event, told by the offsets that hold while it lasts and not by a rule for every year: some zones change by the moon,
/// and a rule that is nearly right moves a meeting by an hour.
/// </summary>
internal static class EventZone
{
    /// <returns>Null for UTC, which calendars know.</returns>
    public static VTimeZone? Of(string id, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeZone zone = TimeZones.Zone(id);
        if (IsUtc(zone))
        {
            return null;
        }

        VTimeZone told = new() { TzId = id };
        foreach (ZoneInterval interval in zone.GetZoneIntervals(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to)))
        {
            told.AddChild(Observance(zone, interval));
        }

        return told;
    }

    public static CalDateTime At(string id, DateTimeOffset instant) =>
        IsUtc(TimeZones.Zone(id)) ? new CalDateTime(instant.UtcDateTime, CalDateTime.UtcTzId) : new CalDateTime(TimeZones.ToLocal(id, instant), id);

    private static VTimeZoneInfo Observance(DateTimeZone zone, ZoneInterval interval)
    {
        // A zone that never changed has no start to tell.
        Offset before = interval.HasStart ? zone.GetUtcOffset(interval.Start - NodaTime.Duration.Epsilon) : interval.WallOffset;
        DateTime start = interval.HasStart ? interval.Start.WithOffset(before).LocalDateTime.ToDateTimeUnspecified() : DateTime.UnixEpoch;
        return new VTimeZoneInfo(interval.Savings == Offset.Zero ? "STANDARD" : "DAYLIGHT")
        {
            Start = new CalDateTime(DateTime.SpecifyKind(start, DateTimeKind.Unspecified)),
            OffsetFrom = new UtcOffset(before.ToTimeSpan()),
            OffsetTo = new UtcOffset(interval.WallOffset.ToTimeSpan()),
            TimeZoneName = interval.Name,
        };
    }

    private static bool IsUtc(DateTimeZone zone) => zone.MinOffset == Offset.Zero && zone.MaxOffset == Offset.Zero;
}
