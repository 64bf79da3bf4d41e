using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Tests.Ingest;

public sealed class CsvMappingTests
{
    private const string MavenPipeline = """
        opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
        M1,Ann Lee,GTXPro,Isdom,Won,10/20/2016,3/1/2017,1054
        M2,Ann Lee,MG Special,,Engaging,1/5/2017,,
        M3,Bob Ray,GTX Basic,Acme,Prospecting,,,
        M4,Bob Ray,GTXPro,Acme,Lost,12/31/2016,1/2/2017,0
        """;

    [Fact]
    public async Task The_maven_sample_maps_all_that_its_files_tell()
    {
        using CsvExport export = new CsvExport()
            .With("sales_pipeline.csv", MavenPipeline)
            .With("sales_teams.csv", "sales_agent,manager,regional_office\nAnn Lee,Cy Fox,Central\nBob Ray,Cy Fox,West\n")
            .With("accounts.csv", "account\nAcme\n")
            .MappedBy(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "maven_crm.mapping.json")));
        await export.ReadAsync();
        Assert.Empty(export.Problems);
        Assert.Equal(
            [
                "sales_teams.csv 2 Ann Lee/Ann Lee < Cy Fox",
                "sales_teams.csv 3 Bob Ray/Bob Ray < Cy Fox",
                "sales_pipeline.csv 2 M1 Ann Lee 'GTX Pro for Isdom' [GTX Pro] Won Won 1054 USD closed 2017-03-01 entered Engaging 2016-10-20",
                "sales_pipeline.csv 3 M2 Ann Lee 'MG Special' [MG Special] Engaging Open - closed - entered Engaging 2017-01-05",
                "sales_pipeline.csv 4 M3 Bob Ray 'GTX Basic for Acme' [GTX Basic] Prospecting Open - closed - entered -",
                "sales_pipeline.csv 5 M4 Bob Ray 'GTX Pro for Acme' [GTX Pro] Lost Lost 0 USD closed 2017-01-02 entered Engaging 2016-12-31",
            ],
            export.Rows.Select(Told));
        SnapshotManifest manifest = await export.Open().DescribeAsync(CancellationToken.None);
        Assert.Equal("Prospecting, Engaging", string.Join(", ", manifest.Stages));
        Assert.Equal([Section.People, Section.Opportunities], manifest.Sections);
    }

    [SkippableFact(DisplayName = "The whole maven data set loads (needs the data set: set ONEONONE_MAVEN to its folder)")]
    public async Task The_whole_maven_data_set_loads()
    {
        string folder = Needs.Folder("ONEONONE_MAVEN", "the published data set");
        using CsvExport export = new CsvExport()
            .With("sales_pipeline.csv", File.ReadAllBytes(Path.Combine(folder, "sales_pipeline.csv")))
            .With("sales_teams.csv", File.ReadAllBytes(Path.Combine(folder, "sales_teams.csv")))
            .MappedBy(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "maven_crm.mapping.json")));
        OpportunityRow[] rows = await export.ReadAsync<OpportunityRow>();
        Assert.Empty(export.Problems);
        Assert.Equal((8_800, 0), export.Counts[Section.Opportunities]);
        Assert.Equal((4_238, 2_473, 2_089), (Count(Outcome.Won), Count(Outcome.Lost), Count(Outcome.Open)));
        Assert.Equal(35, export.Rows.OfType<PersonRow>().Count());
        Assert.DoesNotContain(rows, row => row.Product == "GTXPro" || row.Name!.Contains("GTXPro", StringComparison.Ordinal));

        int Count(Outcome outcome) => rows.Count(row => row.Outcome == outcome);
    }

    [Fact]
    public async Task Stages_are_renamed_everywhere_and_the_open_ones_keep_their_order()
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", "opportunity_id,owner_id,stage,d1\nO1,rep,proposal/price quote,2026-01-05\nO2,rep,Dead,\nO3,rep,Qualify,\n")
            .With("stage_history.csv", "opportunity_id,stage,entered_at\nO1,Proposal/Price Quote,2026-01-05\n")
            .MappedBy("""
                {
                  "stages": {
                    "Qualify": "open",
                    "Proposal/Price Quote": { "name": "Proposal", "outcome": "open" },
                    "Quote 2": { "name": "Proposal" },
                    "Signed": "won",
                    "Dead": { "outcome": "lost" },
                  },
                  "tables": { "opportunities": { "stageEntered": { "Proposal/Price Quote": "d1" } }, "stage_history": { "repeats": "keep" } }
                }
                """);
        await export.ReadAsync();
        Assert.Empty(export.Problems);
        Assert.Equal([("Proposal", Outcome.Open), ("Dead", Outcome.Lost), ("Qualify", Outcome.Open)], export.Rows.OfType<OpportunityRow>().Select(row => (row.Stage, row.Outcome)));
        Assert.Equal("Proposal", Assert.Single(export.Rows.OfType<OpportunityRow>().First().StageEntries).Stage);
        Assert.Equal("Proposal", export.Rows.OfType<StageHistoryRow>().Single().Entry.Stage);
        SnapshotManifest manifest = await export.Open().DescribeAsync(CancellationToken.None);
        Assert.Equal("Qualify, Proposal", string.Join(", ", manifest.Stages));
        Assert.True(manifest.KeepRepeatedStages);
    }

    [Theory]
    [InlineData("""{}""", false)]
    [InlineData("""{ "tables": { "stage_history": { "repeats": "merge" } } }""", false)]
    [InlineData("""{ "tables": { "stage_history": { "repeats": "keep" } } }""", true)]
    public async Task Repeated_stages_are_merged_unless_the_mapping_keeps_them(string mapping, bool kept)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", CsvExport.Opportunities).With("stage_history.csv", "opportunity_id,stage,entered_at\n").MappedBy(mapping);
        Assert.Equal(kept, (await export.Open().DescribeAsync(CancellationToken.None)).KeepRepeatedStages);
    }

    [Fact]
    public async Task Values_that_map_to_ignore_are_skipped_and_counted()
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", CsvExport.Opportunities)
            .With("activities.csv", "opportunity_id,type,at\nO1,Bulk Mail,2026-01-05\nO1,SMS,2026-01-05\nO1,bulk mail,never\nO1,Call,never\nO1,Call,2026-01-05\n")
            .MappedBy("""
                { "tables": { "activities": { "columns": {
                  "opportunity_id": "opportunity_id", "at": "AT", "kind": { "column": "type", "values": { "Bulk Mail": "ignore", "SMS": "email" } } } } } }
                """);
        ActivityRow[] rows = await export.ReadAsync<ActivityRow>();
        Assert.Equal([ActivityKind.Email, ActivityKind.Call], rows.Select(row => row.Kind));
        Assert.Equal(["activities.csv 5 at BadDate xxxxx"], export.Problems);
        Assert.Equal((5, 2), export.Counts[Section.Activities]);
    }

    [Fact]
    public async Task A_table_with_columns_reads_only_those()
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", "id,owner,stage,name,amount,Currency\nO1,rep,P,N,5,EUR\n")
            .MappedBy("""
                { "tables": { "opportunities": { "columns": { "opportunity_id": "ID", "owner_id": "owner", "stage": "stage", "amount": "amount",
                  "currency": { "value": "gbp" }, "account": { "join": ["Name", "stage", "currency"] } } } } }
                """);
        OpportunityRow row = Assert.Single(await export.ReadAsync<OpportunityRow>());
        Assert.Equal((null, "N P gbp", new Money(5, "GBP")), (row.Name, row.Account, row.Amount));
    }

    [Fact]
    public async Task Flags_of_other_names_make_the_outcome()
    {
        using CsvExport export = new CsvExport()
            .With("deals.csv", "Id;OwnerId;StageName;IsClosed;IsWon\nO1;rep;Signed;1;1\nO2;rep;Gone;1;0\nO3;rep;Won;0;0\n")
            .MappedBy("""
                { "delimiter": ";", "tables": { "opportunities": { "file": "deals.csv", "columns": {
                  "opportunity_id": "Id", "owner_id": "OwnerId", "stage": "StageName", "is_closed": "IsClosed", "is_won": "IsWon" } } } }
                """);
        Assert.Equal([Outcome.Won, Outcome.Lost, Outcome.Open], (await export.ReadAsync<OpportunityRow>()).Select(row => row.Outcome));
    }

    private static string Told(SnapshotRow row) => $"{row.Position.File} {row.Position.Row} " + (row switch
    {
        PersonRow person => $"{person.Id}/{person.Name} < {person.Manager}",
        OpportunityRow deal => FormattableString.Invariant(
            $"{deal.Id} {deal.Owner} '{deal.Name}' [{deal.Product}] {deal.Stage} {deal.Outcome} {(deal.Amount is { } money ? $"{money.Amount} {money.Currency}" : "-")} closed {Day(deal.ClosedAt)} entered {(deal.StageEntries.IsEmpty ? "-" : $"{deal.StageEntries.Single().Stage} {Day(deal.StageEntries[0].At)}")}"),
        _ => row.GetType().Name,
    });

    private static string Day(DateTimeOffset? instant) => instant is { } at ? FormattableString.Invariant($"{at:yyyy-MM-dd}") : "-";
}
