using NodaTime;
using NodaTime.TimeZones;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>
/// A zone's local times as instants. Clocks change twice a year, and rows stand in about the order of time: the offset of the last one
/// holds for the next, unless a change is near. It is one thread's own.
/// </summary>
internal sealed class ZoneOffsets(DateTimeZone zone)
{
    /// <summary>Where midnight is skipped, the first moment after it; so of a whole day that never was, the next day's.</summary>
    private static readonly ZoneLocalMappingResolver StartOfDay = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private DateTime _from = DateTime.MaxValue;
    private DateTime _to = DateTime.MinValue;
    private TimeSpan _offset;

    /// <param name="hasTime">False: the start of the day, which is not midnight everywhere.</param>
    public DateTimeOffset ToUtc(DateTime local, bool hasTime)
    {
        if (local >= _from && local < _to)
        {
            return new DateTimeOffset(local - _offset, TimeSpan.Zero);
        }

        LocalDateTime time = LocalDateTime.FromDateTime(local);
        ZonedDateTime zoned = hasTime ? zone.ResolveLocal(time, Resolvers.LenientResolver) : zone.ResolveLocal(time.Date.AtMidnight(), StartOfDay);
        Remember(zoned.GetZoneInterval());
        return zoned.ToInstant().ToDateTimeOffset();
    }

    /// <summary>A day off either end no change of the clocks is in reach.</summary>
    private void Remember(ZoneInterval interval)
    {
        _from = interval.HasStart ? interval.IsoLocalStart.ToDateTimeUnspecified().AddDays(1) : DateTime.MinValue;
        _to = interval.HasEnd ? interval.IsoLocalEnd.ToDateTimeUnspecified().AddDays(-1) : DateTime.MaxValue;
        _offset = interval.WallOffset.ToTimeSpan();
    }
}
