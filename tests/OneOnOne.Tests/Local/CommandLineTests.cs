using System.Globalization;
using Microsoft.Data.Sqlite;
using OneOnOne.Local;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Local;

[Collection(nameof(CommandLineTests))]
public sealed class CommandLineTests : IDisposable
{
    private readonly PipelineCommand _command = new();

    [Fact]
    public async Task The_demo_ingests_the_bundled_company_and_puts_two_briefs_for_each_one_on_one_into_the_outbox()
    {
        string told = await _command.DoAsync();
        int mails = Directory.GetFiles(Path.Combine(_command.Data, "outbox"), "*.eml").Length;
        Assert.InRange(mails, 14, 26);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{mails / 2} runs planned, 0 known from before. {mails} of {mails} briefs are out"), told, StringComparison.Ordinal);
        string[] before = [.. Files("outbox")];
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"0 runs planned, {mails / 2} known from before. {mails} of {mails} briefs are out"), await _command.DoAsync(), StringComparison.Ordinal);
        Assert.Equal(before, Files("outbox"));
    }

    [Fact]
    public async Task A_snapshot_is_ingested_once_and_the_second_time_nothing_is_written()
    {
        string first = await _command.DoAsync("ingest", "--csv", PipelineCommand.Sample("2026-11-20"));
        Assert.Contains("Snapshot of Fri 20 Nov 2026 18:00 UTC: ", first, StringComparison.Ordinal);
        string dump = PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db"));
        Assert.Equal("The snapshot of Fri 20 Nov 2026 18:00 UTC was ingested before. Nothing changed: 0 documents written.\n", await _command.DoAsync("ingest", "--csv", PipelineCommand.Sample("2026-11-20")));
        Assert.Equal(dump, PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db")));
    }

    [Fact]
    public async Task Snapshots_in_the_wrong_order_give_the_same_books()
    {
        await _command.IngestedAsync("2026-11-20", "2026-11-13");
        using PipelineCommand other = await new PipelineCommand().IngestedAsync("2026-11-13", "2026-11-20");
        Assert.Equal(PipelineWorld.Dump(Path.Combine(other.Data, "oneonone.db")), PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db")));
    }

    [Theory]
    [InlineData("connect acme", "Argument 'acme' not recognized. Must be one of: 'salesforce' 'hubspot'. Say `oneonone connect --help` for what there is.\n")]
    [InlineData("brief", "Option '--for' is required. Say `oneonone brief --help` for what there is.\n")]
    public async Task A_command_that_is_none_is_told_in_whole_sentences(string arguments, string error) =>
        Assert.Equal((2, "", error), await _command.RunAsync(arguments.Split(' ')));

    [Fact]
    public async Task Every_verb_that_reads_answers_and_writes_nothing()
    {
        await _command.IngestedAsync();
        Assert.Equal("There are no runs yet. `run` prepares the briefs of the one-on-ones that come up.\n", await _command.DoAsync("runs"));
        Assert.Contains("briefs are out", await _command.DoAsync("run", "--as-of", PipelineCommand.AsOf, "--lead", "168"), StringComparison.Ordinal);
        string dump = PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db"));
        Assert.Contains("rep-01", await _command.DoAsync("runs"), StringComparison.Ordinal);
        foreach (string audience in new[] { "rep", "manager" })
        {
            foreach (string format in new[] { "text", "html", "json", "csv" })
            {
                Assert.NotEmpty(await _command.DoAsync("brief", "rep-01", "--for", audience, "--format", format));
            }
        }

        Assert.Equal(await _command.DoAsync("brief", "rep-01", "--for", "rep", "--format", "json"), await _command.DoAsync("brief", "YIFAN ZHANG", "--for", "rep", "--format", "json"));
        Assert.NotEmpty(await _command.DoAsync("findings"));
        Assert.NotEmpty(await _command.DoAsync("findings", "--rep", "rep-01", "--format", "json"));
        Assert.Equal(dump, PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db")));
        Assert.Contains("No one-on-one begins within 1 hours of", await _command.DoAsync("run", "--as-of", "2026-11-21", "--lead", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Briefs_and_findings_are_the_same_bytes_in_every_culture()
    {
        await _command.IngestedAsync();
        CultureInfo before = CultureInfo.CurrentCulture;
        HashSet<string> all = [];
        try
        {
            foreach (string culture in new[] { "en-US", "de-DE", "tr-TR", "fa-IR", "ar-SA", "th-TH" })
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
                all.Add(string.Concat(
                    await _command.DoAsync("brief", "rep-07", "--for", "manager"),
                    await _command.DoAsync("brief", "rep-07", "--for", "rep", "--format", "html"),
                    await _command.DoAsync("brief", "rep-07", "--for", "rep", "--format", "json"),
                    await _command.DoAsync("findings", "--format", "json"),
                    await _command.DoAsync("findings", "--format", "csv")));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }

        Assert.Single(all);
    }

    [Fact]
    public async Task An_export_of_opportunities_alone_says_what_it_cannot_do_and_shows_what_it_can()
    {
        PipelineCommand.Write(_command.Elsewhere("alone", "opportunities.csv"), "opportunity_id,owner_id,stage,amount,created_at,close_date\nO1,ann,Proposal,100,2026-10-01,2026-09-01\n");
        await _command.DoAsync("ingest", "--csv", _command.Elsewhere("alone"));
        Assert.Equal(
            "The CRM names nobody's manager, so there are no one-on-ones. Export people.csv with manager_id, or meetings.csv (docs/csv-format.md). Until then `brief REP --for rep` and `serve` show what was found.\n",
            await _command.DoAsync("run", "--as-of", "2026-10-02"));
        Assert.Contains("\nann, without a manager in the CRM", await _command.DoAsync("brief", "ann", "--for", "rep"), StringComparison.Ordinal);
        Assert.StartsWith("ann,slip,O1,", (await _command.DoAsync("findings")).Split('\n')[1], StringComparison.Ordinal);
    }

    public static TheoryData<string, int, string> Wrong => new()
    {
        { "ingest --csv nowhere-at-all", 1, "There is no folder nowhere-at-all." },
        { "ingest --csv EMPTY", 1, "has no opportunities.csv. It has no CSV files at all." },
        { "ingest --csv HEADER", 1, "The snapshot has no opportunities." },
        { "ingest --csv BINARY", 1, "opportunities.csv" },
        { "ingest --csv ZONE", 1, "was refused: 1 of 4 rows are bad" },
        { "ingest", 2, "--csv" },
        { "ingest --csv EMPTY --taken-at yesterday", 2, "\"yesterday\" is no time." },
        { "ingest --csv HEADER --map nowhere.json", 1, "nowhere.json" },
        { "brief nobody --for rep", 1, "There is no person \"nobody\". Known are, for example:" },
        { "brief rep-01", 2, "--for" },
        { "brief rep-01 --for boss", 2, "boss" },
        { "brief rep-01 --for rep --format pdf", 2, "pdf" },
        { "brief rep-01 --for rep --as-of 20.11.2026", 2, "\"20.11.2026\" is no time." },
        { "findings --rep nobody", 1, "There is no person \"nobody\"." },
        { "run --as-of 2026-13-01", 2, "\"2026-13-01\" is no time." },
        { "run --lead 0", 2, "--lead is 0, but must be a whole number from 1 to 336." },
        { "run --lead 337", 2, "--lead is 337, but must be a whole number from 1 to 336." },
        { "run --lead soon", 2, "\"soon\" is no whole number." },
        { "run --as-of 0001-01-01", 2, "\"0001-01-01\" is no time." },
        { "brief rep-01 --for rep --as-of 9999-12-31", 2, "\"9999-12-31\" is no time." },
        { "run --as-of 2026-11-20 --smtp host:99999", 1, "--smtp is \"host:99999\", but must be a host" },
        { "run --as-of 2026-11-20 --smtp :25", 1, "--smtp is \":25\", but must be a host" },
        { "run --unknown", 2, "--unknown" },
        { "dance", 2, "dance" },
        { "generate --reps 0 --out EMPTY", 1, "" },
        { "generate --reps many --out EMPTY", 2, "\"many\" is no whole number." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_input_is_one_line_that_says_what_and_leaves_everything_as_it_was(string line, int code, string says)
    {
        await _command.IngestedAsync();
        const string header = "opportunity_id,owner_id,stage\n";
        Directory.CreateDirectory(_command.Elsewhere("empty"));
        PipelineCommand.Write(_command.Elsewhere("header", "opportunities.csv"), header);
        PipelineCommand.Write(_command.Elsewhere("binary", "opportunities.csv"), "\0\u0001\u0002PK\0\0\0");
        PipelineCommand.Write(_command.Elsewhere("zone", "opportunities.csv"), header + "O1,rep-01,Proposal\nO2,rep-01,Proposal\nO3,rep-01,Proposal\n");
        PipelineCommand.Write(_command.Elsewhere("zone", "snapshot.json"), """{"takenAt":"2026-11-21T00:00:00Z"}""");
        PipelineCommand.Write(_command.Elsewhere("zone", "meetings.csv"), "meeting_id,manager_id,rep_id,cadence,first_on,at,time_zone,minutes\nm,mgr-1,rep-01,weekly,2026-01-05,10:00,Mars/Olympus,30\n");
        string dump = Dump();
        string[] before = [.. _command.Listing().Where(Kept)];
        string[] arguments = [.. line.Split(' ').Select(word => word is "EMPTY" or "HEADER" or "BINARY" or "ZONE" ? _command.Elsewhere(word.ToLowerInvariant()) : word)];
        await FailsAsync(code, says, arguments);
        Assert.Equal(dump, Dump());
        Assert.Equal(before, _command.Listing().Where(Kept));
    }

    [Theory]
    [InlineData("""{"Thresholds":{"StallBusinessDays":0}}""", "The setting Thresholds__StallBusinessDays is \"0\", but must be a whole number from 1 to 365.")]
    [InlineData("""{"Thresholds":{"OutlierPercentile":"1,5"}}""", "The setting Thresholds__OutlierPercentile is \"1,5\", but must be")]
    [InlineData("""{"Thresholds":{"Teams":{"mgr-1":{"SlipCount":"x"}}}}""", "The setting Thresholds__Teams__mgr-1__SlipCount is \"x\"")]
    [InlineData("""{"Plan":{"LeadHour":1}}""", "Plan__LeadHour is not a setting.")]
    [InlineData("""{"Company":{"TimeZone":"Mars/Olympus"}}""", "The setting Company__TimeZone is \"Mars/Olympus\"")]
    [InlineData("""{"Delivery":{"AllowedDomains":" , "}}""", "The setting Delivery__AllowedDomains is \" , \"")]
    [InlineData("""{"Delivery":{"AllowedDomains":"@example.com"}}""", "The setting Delivery__AllowedDomains is \"@example.com\"")]
    [InlineData("""{"Delivery":""", "settings.json is no JSON file that can be read")]
    public async Task A_bad_setting_stops_every_verb_and_is_named(string settings, string says)
    {
        await _command.IngestedAsync();
        PipelineCommand.Write(Path.Combine(_command.Data, "settings.json"), settings);
        string dump = Dump();
        foreach (string verb in new[] { "run --as-of 2026-11-20", "brief rep-01 --for rep", "findings", "runs", "journal rep-01" })
        {
            await FailsAsync(1, says, verb.Split(' '));
        }

        await FailsAsync(1, says, "ingest", "--csv", PipelineCommand.Sample("2026-11-13"));
        Assert.Equal(dump, Dump());
        Assert.False(Directory.Exists(Path.Combine(_command.Data, "outbox")));
    }

    [Fact]
    public async Task Without_a_database_the_reading_verbs_say_so_and_make_none()
    {
        foreach (string verb in new[] { "run", "brief rep-01 --for rep", "findings", "runs", "journal rep-01" })
        {
            await FailsAsync(1, "There is no database in ROOT/data. Run `ingest --csv DIR` first", verb.Split(' '));
        }

        Assert.Empty(_command.Listing());
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_by_every_verb()
    {
        await _command.IngestedAsync();
        using (SqliteConnection connection = new($"Data Source={Path.Combine(_command.Data, "oneonone.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand sql = connection.CreateCommand();
            sql.CommandText = "PRAGMA user_version = 99";
            sql.ExecuteNonQuery();
        }

        foreach (string verb in new[] { "run", "brief rep-01 --for rep", "findings", "runs", "journal rep-01" })
        {
            await FailsAsync(1, $"was written by a newer version of this program (schema 99; this one knows {SqliteDatabase.SchemaVersion})", verb.Split(' '));
        }
    }

    [Fact]
    public async Task An_outbox_that_cannot_be_written_stops_the_run_before_it_plans_anything()
    {
        await _command.IngestedAsync();
        PipelineCommand.Write(Path.Combine(_command.Data, "outbox"), "a file where the folder should be");
        string dump = Dump();
        await FailsAsync(1, "The outbox ROOT/data/outbox cannot be written.", "run", "--as-of", PipelineCommand.AsOf);
        Assert.Equal(dump, Dump());
    }

    [Fact]
    public async Task Two_processes_at_once_are_told_apart()
    {
        await _command.IngestedAsync();
        string dump = Dump();
        DataFolder folder = new(_command.Data);
        using (folder.Lock("ingest"))
        {
            await FailsAsync(1, "Another ingest works on ROOT/data at present.", "ingest", "--csv", PipelineCommand.Sample("2026-11-13"));
            await FailsAsync(1, "Another ingest works on ROOT/data at present.");
        }

        using (folder.Lock("run"))
        {
            await FailsAsync(1, "Another run works on ROOT/data at present.", "run", "--as-of", PipelineCommand.AsOf);
        }

        Assert.Equal(dump, Dump());
        await _command.DoAsync("run", "--as-of", PipelineCommand.AsOf);
    }

    [Fact]
    public async Task Of_32_that_lock_one_folder_one_has_it_in_every_round()
    {
        DataFolder folder = new(_command.Data);
        for (int round = 0; round < 20; round++)
        {
            int holders = 0;
            await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() =>
            {
                try
                {
                    using FileStream held = folder.Lock("run");
                    Assert.Equal(1, Interlocked.Increment(ref holders));
                    Interlocked.Decrement(ref holders);
                }
                catch (UserErrorException)
                {
                    // Another one has it.
                }
            })));
        }
    }

    [Fact]
    public async Task Generate_makes_a_company_that_can_be_ingested()
    {
        await _command.DoAsync("generate", "--reps", "2", "--weeks", "1", "--out", _command.Elsewhere("made"));
        string snapshot = Assert.Single(Directory.GetDirectories(_command.Elsewhere("made")));
        Assert.Contains("documents written", await _command.DoAsync("ingest", "--csv", snapshot), StringComparison.Ordinal);
    }

    public void Dispose() => _command.Dispose();

    private static bool Kept(string file) => !file.StartsWith("data/oneonone.db", StringComparison.Ordinal) && !file.StartsWith("data/quarantine", StringComparison.Ordinal);

    private string Dump() => PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db"));

    private IEnumerable<string> Files(string folder) => Directory.GetFiles(Path.Combine(_command.Data, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private async Task FailsAsync(int code, string says, params string[] arguments)
    {
        (int actual, _, string error) = await _command.RunAsync(arguments);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.True(error.EndsWith('\n') && error.Count(c => c == '\n') == 1, $"Not one line: {error}");
        Assert.Equal(code, actual);
    }
}
