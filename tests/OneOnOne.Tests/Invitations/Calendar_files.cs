using System.Globalization;
using NodaTime;
using OneOnOne.Briefs;
using OneOnOne.Invitations;
using OneOnOne.Meetings;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Invitations;

public sealed class Calendar_files
{
    private static readonly DateTimeOffset Tuesday = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly MailAddress Rob = new("rob@example.com", "Rob Röhm");

    /// <summary>The files beside this are what a calendar is given, byte for byte; their line ends are CR LF by the standard.</summary>
    [Theory]
    [InlineData("Berlin.ics", "Europe/Berlin", "en")]
    [InlineData("Lord_Howe.ics", "Australia/Lord_Howe", "de")]
    public void Brings_the_agenda_in_the_pairs_time_zone(string file, string zone, string language)
    {
        BriefFacts facts = Samples.Full.Facts with { Rep = Samples.Full.Facts.Rep with { Language = language } };
        Run moved = Run(zone, Tuesday) with { MovedBecause = "Kundentermin; vor Ort, ganztägig" };
        string text = Invitation.Of(moved, facts, Audience.Rep, Rob, new DeliverySettings())!.Text;
        using StreamReader golden = new(GetType().Assembly.GetManifestResourceStream(file)!);
        Assert.Equal(golden.ReadToEnd().ReplaceLineEndings("\r\n"), text);
    }

    [Fact]
    public void As_an_invitation_it_comes_from_the_sender_and_is_for_its_reader_alone()
    {
        string[] lines = Of("UTC", Tuesday, CalendarMode.Invitation).Split("\r\n");
        Assert.Equal(
            ["METHOD:REQUEST", "ATTENDEE;CN=Rob Röhm;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:rob@example.com", "ORGANIZER;CN=OneOnOne:mailto:oneonone@example.com"],
            string.Concat(lines.Select(line => line.StartsWith(' ') ? line[1..] : "\n" + line)).Split('\n').Where(line => line.StartsWith("METHOD", StringComparison.Ordinal) || line.StartsWith("ATTENDEE", StringComparison.Ordinal) || line.StartsWith("ORGANIZER", StringComparison.Ordinal)));
    }

    [Fact]
    public void None_is_brought_where_the_settings_want_none() =>
        Assert.Null(Invitation.Of(Run("UTC", Tuesday), Samples.Full.Facts, Audience.Rep, Rob, new DeliverySettings { Calendar = CalendarMode.None }));

    [Fact]
    public void Tells_the_right_instant_in_every_zone_on_both_sides_of_every_clock_change()
    {
        int told = 0;
        foreach (string id in DateTimeZoneProviders.Tzdb.Ids)
        {
            DateTimeZone zone = DateTimeZoneProviders.Tzdb[id];
            Instant[] changes = [.. zone.GetZoneIntervals(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2028, 1, 1, 0, 0)).Skip(1).Select(interval => interval.Start)];
            foreach (Instant instant in changes.SelectMany(change => new[] { change - NodaTime.Duration.FromHours(3), change - NodaTime.Duration.FromMinutes(10), change, change + NodaTime.Duration.FromHours(2) }).Prepend(Instant.FromUtc(2026, 7, 1, 9, 30)))
            {
                DateTimeOffset startsAt = instant.ToDateTimeOffset();
                if (TimeZones.ToUtc(id, TimeZones.ToLocalDate(id, startsAt), TimeOnly.FromDateTime(TimeZones.ToLocal(id, startsAt))) != startsAt)
                {
                    continue; // The second of two equal local times, at which no series can have a meeting.
                }

                Assert.True(startsAt == Read(Of(id, startsAt)), $"{id} {startsAt:u}\n{Of(id, startsAt)}");
                told++;
            }
        }

        Assert.InRange(told, 1500, 10_000);
    }

    [Theory]
    [InlineData("Ctrl\u0007 and \r\nBEGIN:VEVENT")]
    [InlineData("; , \\ \" : ")]
    [InlineData("\u202Egnp.exe مرحبا")]
    public void A_hostile_name_stays_within_its_line(string name)
    {
        BriefFacts facts = Samples.Full.Facts with { Rep = Samples.Full.Facts.Rep with { Name = name } };
        string text = Invitation.Of(Run("UTC", Tuesday), facts, Audience.Rep, Rob, new DeliverySettings())!.Text;
        Assert.Single(text.Split("\r\n"), line => line == "BEGIN:VEVENT");
        Assert.DoesNotContain(text, c => char.IsControl(c) && c is not ('\r' or '\n'));
        Assert.DoesNotContain('\u202E', text);
    }

    private static string Of(string zone, DateTimeOffset startsAt, CalendarMode mode = CalendarMode.File) =>
        Invitation.Of(Run(zone, startsAt), Samples.Full.Facts, Audience.Rep, Rob, new DeliverySettings { Calendar = mode })!.Text;

    private static Run Run(string zone, DateTimeOffset startsAt) => new()
    {
        Id = RunId.Parse("2026-11-24-0123456789abcdef")!.Value,
        MeetingId = "m",
        Manager = Samples.Full.Facts.Manager.Id,
        Rep = Samples.Full.Facts.Rep.Id,
        On = new DateOnly(2026, 11, 24),
        StartsAt = startsAt,
        TimeZone = zone,
        Minutes = 45,
        AsOf = Tuesday.AddHours(-25),
        PlannedAt = Tuesday.AddHours(-25),
        DeadlineAt = Tuesday,
    };

    /// <summary>As RFC 5545 says: of the offsets that the file tells, the one that began last before the local time.</summary>
    private static DateTimeOffset Read(string text)
    {
        string[] lines = text.Split("\r\n");
        string start = lines.Single(line => line.StartsWith("DTSTART", StringComparison.Ordinal) && Array.IndexOf(lines, line) > Array.IndexOf(lines, "BEGIN:VEVENT"));
        if (start.EndsWith('Z'))
        {
            return new DateTimeOffset(Local(start.TrimEnd('Z')), TimeSpan.Zero);
        }

        DateTime local = Local(start);
        (DateTime From, TimeSpan Before, TimeSpan Offset)[] observances =
        [
            .. lines.Index().Where(line => line.Item is "BEGIN:STANDARD" or "BEGIN:DAYLIGHT")
                .Select(line => lines[line.Index..(line.Index + 6)])
                .Select(block => (Local(block.Single(one => one.StartsWith("DTSTART", StringComparison.Ordinal))), Offset(block, "TZOFFSETFROM:"), Offset(block, "TZOFFSETTO:")))
                .OrderBy(one => one.Item1),
        ];
        TimeSpan offset = observances.Where(one => one.From <= local).Select(one => (TimeSpan?)one.Offset).LastOrDefault() ?? observances[0].Before;
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static DateTime Local(string line) => DateTime.ParseExact(line[(line.LastIndexOf(':') + 1)..], "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static TimeSpan Offset(string[] block, string name)
    {
        string text = block.Single(one => one.StartsWith(name, StringComparison.Ordinal))[name.Length..];
        TimeSpan size = TimeSpan.ParseExact(text[1..], text.Length > 5 ? "hhmmss" : "hhmm", CultureInfo.InvariantCulture);
        return text[0] == '-' ? -size : size;
    }
}
