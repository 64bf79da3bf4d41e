using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Meetings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Seen.Tests;

/// <summary>
/// Two weeks of a company that is not as one would wish: 400 open deals of one rep in three currencies, names that break no line or run
/// from right to left, a rep without deals, a rep in their first week, a rep without a manager, and two managers, all on Lord Howe.
/// </summary>
internal static class HostileCompany
{
    private const string Zone = "Australia/Lord_Howe";
    private static readonly DateTimeOffset First = new(2026, 11, 13, 18, 0, 0, TimeSpan.Zero);

    private static readonly string[] Names =
    [
        new('W', 200),
        "خطة توسعة مصنع الإسمنت في جدة " + new string('ب', 170),
        "<script>alert(1)</script> & \"quotes\"",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller GmbH & Co. KG Erweiterung",
        "新しい工場の自動化プロジェクト第二段階",
        "a",
    ];

    public static ISnapshotSource[] Snapshots => [Snapshot(First, 0), Snapshot(First.AddDays(7), 1)];

    private static MemorySource Snapshot(DateTimeOffset takenAt, int week) =>
        new($"hostile-{week}", takenAt, [.. People(week), .. Deals(takenAt, week), .. Activities(takenAt), .. Meetings(week)]) { Also = [Section.Activities] };

    private static IEnumerable<PersonRow> People(int week)
    {
        yield return Person("boss", new string('M', 120), null, "de-CH");
        yield return Person("chief", "דנה", null, "de");
        yield return Person("many", "أحمد بن عبد الرحمن", "boss", "de");
        yield return Person("none", "O", "chief", null);
        yield return Person("alone", "  ", null, null);
        if (week == 1)
        {
            yield return Person("new", new string('x', 90) + " Ахмад", "chief", "en-US");
        }
    }

    private static PersonRow Person(string id, string name, string? manager, string? language) => new(Rows.Nowhere, new PersonId(id))
    {
        Name = name,
        Manager = manager is null ? null : new PersonId(manager),
        Email = id + "@example.com",
        TimeZone = Zone,
        Language = language,
        Active = true,
    };

    private static IEnumerable<OpportunityRow> Deals(DateTimeOffset takenAt, int week)
    {
        for (int i = 0; i < 402; i++)
        {
            yield return new OpportunityRow(Rows.Nowhere, new OpportunityId($"D/{i}?"), new PersonId(i < 400 ? "many" : i == 400 || week == 0 ? "alone" : "new"), i % 3 == 0 ? "Proposal" : "Negotiation", Outcome.Open)
            {
                Name = Names[i % Names.Length],
                Account = Names[(i + 1) % Names.Length],
                Amount = i % 7 == 0 ? null : new Money((i * 123_457m) + 0.5m, i % 5 == 0 ? "EUR" : i % 11 == 0 ? "JPY" : "USD"),
                CreatedAt = takenAt.AddDays(-300 - i),
                CloseDate = DateOnly.FromDateTime(First.UtcDateTime).AddDays((i % 90) - 20 + (week * (i % 4) * 30)),
            };
        }
    }

    private static IEnumerable<ActivityRow> Activities(DateTimeOffset takenAt) => Enumerable.Range(0, 150)
        .Select(i => new ActivityRow(Rows.Nowhere, new OpportunityId($"D/{i}?"), new PersonId("many"), (ActivityKind)(i % 3), takenAt.AddDays(-1 - (i % 60)), true, $"a{i}"));

    private static IEnumerable<MeetingRow> Meetings(int week) =>
        from pair in new (string Manager, string Rep)[] { ("boss", "many"), ("chief", "none"), ("chief", "new") }
        where pair.Rep != "new" || week == 1
        select new MeetingRow(Rows.Nowhere, "m-" + pair.Rep, new PersonId(pair.Manager), new PersonId(pair.Rep), Cadence.Weekly, new DateOnly(2026, 10, 6), new TimeOnly(2, 15), Zone, 60);
}
