using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Storage;

/// <summary>
/// Databases as each schema's own program left them, after two snapshots, a run and (where there was one) a journal. Written down as
/// SQL, so that a change of a released name shows as what it is. Nothing in them may ever be edited.
/// </summary>
public sealed class ReleasedRecordsTests
{
    private const int Newest = 7;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly PersonId Rep = new("rep-01");

    [Fact]
    public void Every_schema_has_its_database() => Assert.Equal(
        Enumerable.Range(1, SqliteDatabase.SchemaVersion).Select(schema => $"schema-{schema}.sql"),
        typeof(ReleasedRecordsTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("schema-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [Promise("R24", Newest, "schemas of the embedded database, each as its own program wrote it: every document is read, the next run is made from it")]
    public async Task R24_A_database_of_every_schema_is_opened_read_and_gone_on_with(int schema)
    {
        await using PipelineWorld world = new();
        Restore(schema, world.Data.Create().Database);
        world.Settings = world.Settings with { Plan = world.Settings.Plan with { Lead = TimeSpan.FromDays(7) } };
        world.Clock.Now = new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);
        ServiceProvider process = world.Start();
        Assert.Equal(SqliteDatabase.SchemaVersion, (long)Query(world.Data.Database, "PRAGMA user_version").Single()[0]);

        IBookStore books = process.GetRequiredService<IBookStore>();
        Assert.Equal(["2026-11-13", "2026-11-20"], (await books.SnapshotsAsync(None)).Select(snapshot => $"{snapshot.TakenAt:yyyy-MM-dd}"));
        RepBook book = (await books.ReadBookAsync(Rep, new PersonId("mgr-1"), None))!;
        Assert.Equal((4, 10), (book.Open.Length, await books.ReadAllAsync(Rep, None).CountAsync()));
        Assert.NotNull(await books.ReadPoolAsync(PoolId.Company, None));
        Assert.Equal(("Théo Perrin", "Yifan Zhang"), ((await books.FindPersonAsync(new PersonId("mgr-1"), None))?.Name, (await books.ReadCompanyAsync(None)).People[Rep].Name));
        Assert.Equal(["rep-01"], Assert.Single(await books.TeamsAsync(None)).Reps.Select(rep => rep.Value));

        RunSummary run = Assert.Single(await world.RunsAsync());
        Assert.Equal((new DateOnly(2026, 11, 23), null), (run.Run.On, run.Run.MissedAt));
        Assert.All(run.Deliveries, delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
        IRunStore runs = process.GetRequiredService<IRunStore>();
        BriefPair pair = (await runs.ReadPairAsync(run.Run.Id, None))!;
        Assert.Equal(3, (await runs.ReadPartsAsync(run.Run.Id, None)).Length);
        Assert.NotEmpty(pair.Facts.Findings);
        Assert.Equal(schema >= 3 ? 6 : 0, (await process.GetRequiredService<IJournal>().ReadAsync(Rep, DateTimeOffset.MinValue, None)).Length);

        // The run that is known is left alone, and the next one-on-one's brief tells what is new since the one of that release.
        Assert.Equal(new PlanReport(0, 1, 0), await world.RunAsync());
        world.Clock.Now = world.Clock.Now.AddDays(7);
        Assert.Equal(1, (await world.RunAsync()).Planned);
        Assert.Equal(2, world.Mail.Accepted.Length);
    }

    /// <summary>The newest schema's documents are what this program writes: each is read and written again, byte for byte.</summary>
    [Fact]
    [Promise("R24", "every kind of document and of journal entry: exact JSON names")]
    public void R24_Every_document_is_written_again_as_it_was_released()
    {
        using PipelineFolder folder = new();
        string database = folder["released.db"];
        Restore(Newest, database);
        Dictionary<string, Func<byte[], string>> kinds = new(StringComparer.Ordinal)
        {
            ["snapshots"] = Again<Snapshot>,
            ["opportunities"] = body => Encoding.UTF8.GetString(PackedOpportunity.Bytes(PackedOpportunity.Read(body))),
            ["heads"] = body => Encoding.UTF8.GetString(PackedHead.Bytes(PackedHead.Read(body))),
            ["sheets"] = body => Encoding.UTF8.GetString(TallySheet.Read(body)!.Bytes()),
            ["pools"] = body => Encoding.UTF8.GetString(PackedTrackRecord.Bytes(PackedTrackRecord.Read(body))),
            ["company"] = Again<Company>,
            ["people"] = Again<Person>,
            ["teams"] = Again<Team>,
            ["runs"] = Again<Run>,
            ["findings"] = Again<PartResult>,
            ["briefs"] = Again<BriefPair>,
            ["deliveries"] = Again<Delivery>,
            ["delivery_events"] = Again<DeliveryEvent>,
            ["journal"] = Again<JournalEntry>,
            ["dead_letters"] = Again<DeadLetter>,
            ["audit"] = Again<AuditRecord>,
            ["tombstones"] = Again<Tombstone>,
        };
        Assert.Equal(kinds.Keys.Order(StringComparer.Ordinal), Query(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").Select(row => (string)row[0]));
        foreach ((string table, Func<byte[], string> again) in kinds)
        {
            List<object[]> rows = Query(database, $"SELECT body FROM {table}");
            Assert.NotEmpty(rows);
            Assert.All(rows, row => Assert.Equal(Encoding.UTF8.GetString((byte[])row[0]), again((byte[])row[0])));
        }
    }

    /// <summary>What seldom happens, and so stands in no database above: each state of a delivery with all that it may carry.</summary>
    [Fact]
    [Promise("R24", "a delivery and a run with every property set: exact JSON names")]
    public void R24_A_delivery_and_a_run_with_everything_set_are_these_bytes()
    {
        const string delivery = """{"schema":1,"run":"2026-03-03-abc","audience":"Rep","to":"rob","startsAt":"2026-03-03T10:00:00+00:00","state":"Unknown","attempt":2,"owner":"w1","leaseUntil":"2026-03-02T08:02:00+00:00","notBefore":"2026-03-02T08:01:00+00:00","unknownSince":"2026-03-02T08:00:00+00:00","settledAt":"2026-03-02T08:03:00+00:00","messageId":"x1","code":"answer-lost","possibleDuplicate":true}""";
        const string run = """{"schema":1,"id":"2026-03-03-abc","meetingId":"meet-rob","manager":"mia","rep":"rob","on":"2026-03-03","startsAt":"2026-03-03T10:00:00+00:00","timeZone":"Europe/Berlin","minutes":45,"assumedMeeting":true,"movedBecause":"on site","lastMeetingAt":"2026-02-24T08:00:00+00:00","lastRun":"2026-02-24-abc","asOf":"2026-03-02T08:00:00+00:00","plannedAt":"2026-03-02T08:00:00+00:00","deadlineAt":"2026-03-02T08:30:00+00:00","round":1,"composedAt":"2026-03-02T08:05:00+00:00","missing":["Slips"],"missedAt":"2026-03-02T09:00:00+00:00","changes":2,"cancelled":true,"notice":{"of":"2026-03-03-def","number":1,"before":"2026-03-03T10:00:00+00:00","now":"2026-03-04T10:00:00+00:00","because":"on site"}}""";
        DateTimeOffset now = PipelineRecords.Now;
        Assert.Equal(delivery, Json.Text(PipelineRecords.Delivery() with
        {
            State = DeliveryState.Unknown,
            Attempt = 2,
            Owner = "w1",
            LeaseUntil = now.AddMinutes(2),
            NotBefore = now.AddMinutes(1),
            UnknownSince = now,
            SettledAt = now.AddMinutes(3),
            MessageId = "x1",
            Code = "answer-lost",
            PossibleDuplicate = true,
        }));
        Assert.Equal(delivery, Again<Delivery>(Encoding.UTF8.GetBytes(delivery)));
        Assert.Equal(run, Json.Text(PipelineRecords.Run() with { Round = 1, ComposedAt = now.AddMinutes(5), Missing = [AnalysisPart.Slips], MissedAt = now.AddHours(1), Changes = 2, Cancelled = true, Notice = new ChangeNotice(new RunId("2026-03-03-def"), 1, PipelineCompany.Meeting, PipelineCompany.Meeting.AddDays(1), "on site") }));
        Assert.Equal(run, Again<Run>(Encoding.UTF8.GetBytes(run)));
        Assert.Equal(
            ["Planned", "Claimed", "Posting", "Sent", "Refused", "Deferred", "Unknown", "Expired", "Held"],
            Enum.GetValues<DeliveryState>().Select(state => Json.Text(state).Trim('"')));
    }

    private static string Again<T>(byte[] body) => Json.Text(Json.Read<T>(body));

    private static void Restore(int schema, string database)
    {
        using StreamReader dump = new(typeof(ReleasedRecordsTests).Assembly.GetManifestResourceStream($"schema-{schema}.sql")!);
        using SqliteConnection connection = new($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A file of ours.
        command.CommandText = $"BEGIN; {dump.ReadToEnd()} COMMIT;";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static List<object[]> Query(string database, string text)
    {
        using SqliteConnection connection = new($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables that stand above.
        command.CommandText = text;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<object[]> rows = [];
        while (reader.Read())
        {
            object[] row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
