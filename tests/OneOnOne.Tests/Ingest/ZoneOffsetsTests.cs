using NodaTime;
using NodaTime.TimeZones;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Tests.Ingest;

public sealed class ZoneOffsetsTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Sao_Paulo")] // its days began at one o'clock when the clocks went forward
    [InlineData("Australia/Lord_Howe")] // half an hour
    public void What_is_remembered_of_one_time_is_right_for_every_other(string id)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[id];
        ZoneOffsets offsets = new(zone);
        Random random = new(1);
        DateTime local = new(2009, 1, 1);
        for (int i = 0; i < 40_000; i++)
        {
            local = local.AddMinutes(random.Next(-600, 1_000));
            bool hasTime = random.Next(3) > 0;
            DateTime asked = hasTime ? local : local.Date;
            LocalDateTime time = LocalDateTime.FromDateTime(asked);
            DateTimeOffset right = (hasTime ? zone.ResolveLocal(time, Resolvers.LenientResolver) : zone.AtStartOfDay(time.Date)).ToInstant().ToDateTimeOffset();
            Assert.Equal(right, offsets.ToUtc(asked, hasTime));
        }
    }

    /// <summary>Samoa went over the date line.</summary>
    [Fact]
    public void A_day_that_never_was_begins_with_the_next_one() => Assert.Equal(
        new DateTimeOffset(2011, 12, 30, 10, 0, 0, TimeSpan.Zero),
        new ZoneOffsets(DateTimeZoneProviders.Tzdb["Pacific/Apia"]).ToUtc(new DateTime(2011, 12, 30), hasTime: false));
}
