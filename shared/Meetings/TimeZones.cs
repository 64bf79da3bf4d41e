using NodaTime;
using NodaTime.TimeZones;

namespace OneOnOne.Meetings;

/// <summary>
/// The one place where local time meets UTC. A local time that a clock change skips becomes the first instant after the
/// gap (02:30 becomes 03:00); one that happens twice is the first of the two. Zone data come with the NodaTime package, so
/// that every machine gives the same answer.
/// </summary>
public static class TimeZones
{
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    public static bool Exists(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null;

    public static DateTimeOffset ToUtc(string zone, DateOnly date, TimeOnly time)
    {
        LocalDateTime local = LocalDateTime.FromDateTime(date.ToDateTime(time));
        return Zone(zone).ResolveLocal(local, Resolver).ToInstant().ToDateTimeOffset();
    }

    public static DateTime ToLocal(string zone, DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(Zone(zone)).ToDateTimeUnspecified();

    public static DateOnly ToLocalDate(string zone, DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(zone, instant));

    internal static DateTimeZone Zone(string id) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? throw new UserErrorException(
            $"The time zone \"{id}\" is unknown. Use an IANA name such as Europe/Berlin or America/New_York.");
}
