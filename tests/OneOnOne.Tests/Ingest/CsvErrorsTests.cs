using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest;

/// <summary>What is wrong as a whole is one line that says what to do, before any row is read.</summary>
public sealed class CsvErrorsTests
{
    [Fact]
    public void A_folder_that_is_not_there()
    {
        string folder = Path.Combine(Path.GetTempPath(), "oneonone-no-such-folder");
        Assert.Equal(
            $"There is no folder {folder}. Give the folder that holds the CSV export with --csv.",
            Assert.Throws<UserErrorException>(() => CsvSnapshotSource.Open(folder, null, null)).Message);
    }

    [Fact]
    public void An_empty_folder()
    {
        using CsvExport export = new();
        Assert.Equal(
            "FOLDER has no opportunities.csv. It has no CSV files at all. Add that file, or say in a mapping file (--map) which one holds the opportunities.",
            export.Error());
    }

    [Fact]
    public void Files_of_other_names()
    {
        using CsvExport export = new CsvExport().With("deals.csv", "a\n").With("accounts.CSV", "a\n").With("notes.txt", "");
        Assert.Equal(
            "FOLDER has no opportunities.csv. It has: accounts.CSV, deals.csv. Add that file, or say in a mapping file (--map) which one holds the opportunities.",
            export.Error());
    }

    [Fact]
    public void A_workbook_under_the_name_of_a_csv()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", "PK\u0003\u0004\0\0\0"u8.ToArray());
        Assert.Equal("opportunities.csv is not a CSV file: it has NUL bytes. Export it as CSV, in UTF-8 if you can choose.", export.Error());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData(",,\nO1,rep,P\n")]
    public void No_header(string csv)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", csv);
        Assert.Equal("opportunities.csv has no header row. Export it again, with the column names in the first row.", export.Error());
    }

    [Fact]
    public void A_header_with_a_quote_that_never_closes()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", "opportunity_id,\"owner_id,stage\nO1,rep,P\n");
        Assert.Equal("opportunities.csv is not a CSV file: its header in row 1 cannot be read (BadQuoting). Export it again with a header row.", export.Error());
    }

    [Fact]
    public void A_required_column_is_missing()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", "Id,owner_id,stage,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14\n");
        Assert.Equal(
            "opportunities.csv has no column opportunity_id, which opportunities.csv needs. It has: Id, owner_id, stage, c4, c5, c6, c7, c8, c9, c10, c11, c12 and 2 more. Rename the column, or say in a mapping file (--map) which one it is.",
            export.Error());
    }

    [Theory]
    [InlineData("activities.csv", "kind,at", "activities.csv has neither opportunity_id nor person_id, and activities.csv needs one of them. It has: kind, at. Rename the column, or say in a mapping file (--map) which one it is.")]
    [InlineData("meetings.csv", "meeting_id,manager_id", "meetings.csv has no column rep_id, which meetings.csv needs. It has: meeting_id, manager_id. Rename the column, or say in a mapping file (--map) which one it is.")]
    [InlineData("people.csv", "person_id,name, Name ", "people.csv has two columns named 'name'. Rename one of them in the export.")]
    public void A_file_lacks_or_repeats_a_column(string file, string header, string error)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", CsvExport.Opportunities).With(file, header + "\n");
        Assert.Equal(error, export.Error());
    }

    [Fact]
    public void More_columns_than_allowed()
    {
        using CsvExport fits = new CsvExport().With("opportunities.csv", "opportunity_id,owner_id,stage" + new string(',', 197) + "\n");
        fits.Open();
        using CsvExport export = new CsvExport().With("opportunities.csv", "opportunity_id,owner_id,stage" + new string(',', 198) + "\n");
        Assert.Equal("opportunities.csv has 201 columns, and at most 200 are read. Export only those that docs/csv-format.md lists.", export.Error());
    }

    [Fact]
    public void A_larger_file_than_allowed()
    {
        using CsvExport fits = new CsvExport { Limits = new CsvLimits { FileBytes = CsvExport.Opportunities.Length } }.With("opportunities.csv", CsvExport.Opportunities);
        fits.Open();
        using CsvExport export = new CsvExport { Limits = new CsvLimits { FileBytes = 20 } }.With("opportunities.csv", CsvExport.Opportunities);
        Assert.Equal("opportunities.csv has 46 bytes, and at most 20 are read. Export less at a time.", export.Error());
        Assert.Equal(20L * 1024 * 1024 * 1024, CsvLimits.Default.FileBytes);
    }

    [Fact]
    public void A_mapping_file_that_is_not_there()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", CsvExport.Opportunities);
        Assert.Equal(
            "There is no mapping file no-such.json. Give the path of a file that exists with --map.",
            Assert.Throws<UserErrorException>(() => CsvSnapshotSource.Open(export.Folder, "no-such.json", null)).Message);
    }

    [Theory]
    [InlineData("{\n  \"currency\": EUR\n}", "crm.json is not valid JSON at line 2, position 15. Mend it there; docs/csv-format.md shows an example.")]
    [InlineData("""{ "currency": "EUR", "currency": "USD" }""", "crm.json is not valid JSON (a property stands twice). Mend it there; docs/csv-format.md shows an example.")]
    [InlineData("[]", "crm.json: must be an object, { ... }.")]
    [InlineData("""{ "colour": 1 }""", "crm.json, colour: unknown property. Known here: encoding, culture, delimiter, timeZone, dateFormats, currency, stages, tables.")]
    [InlineData("""{ "tables": { "deals": {} } }""", "crm.json, tables.deals: unknown property. Known here: people, opportunities, activities, stage_history, close_date_history, quotas, meetings.")]
    [InlineData("""{ "tables": { "quotas": { "stageEntered": {} } } }""", "crm.json, tables.quotas.stageEntered: unknown property. Known here: file, columns.")]
    [InlineData("""{ "tables": { "stage_history": { "columns": { "when": "x" } } } }""", "crm.json, tables.stage_history.columns.when: unknown property. Known here: opportunity_id, stage, entered_at.")]
    [InlineData("""{ "a\nb": 1 }""", "crm.json: may not contain line breaks or other control characters.")]
    [InlineData("""{ "currency": "E\nR" }""", "crm.json, currency: may not contain line breaks or other control characters.")]
    [InlineData("""{ "currency": "\ud83d" }""", "crm.json, currency: has an escape that is no character.")]
    [InlineData("""{ "encoding": "klingon" }""", "crm.json, encoding: not an encoding. Use a name such as \"windows-1252\" or \"utf-8\".")]
    [InlineData("""{ "culture": "xx-QQ" }""", "crm.json, culture: not a culture. Use a name such as \"de-DE\".")]
    [InlineData("""{ "delimiter": "::" }""", "crm.json, delimiter: must be one character, such as \";\" or \"\\t\".")]
    [InlineData("""{ "timeZone": "Berlin" }""", "crm.json, timeZone: not a time zone. Use an IANA name such as \"Europe/Berlin\".")]
    [InlineData("""{ "dateFormats": ["M/d"] }""", "crm.json, dateFormats: 'M/d' is not a date format. Use one such as \"M/d/yyyy\", or \"excel\" for day numbers.")]
    [InlineData("""{ "dateFormats": "M/d/yyyy" }""", "crm.json, dateFormats: must be a list of texts, [ ... ].")]
    [InlineData("""{ "currency": "Euro" }""", "crm.json, currency: not a currency. Use three letters such as \"EUR\".")]
    [InlineData("""{ "stages": { "Proposal": "closed" } }""", "crm.json, stages.Proposal: must be \"open\", \"won\" or \"lost\".")]
    [InlineData("""{ "stages": { "Proposal": { "name": " " } } }""", "crm.json, stages.Proposal: a stage's name may not be empty.")]
    [InlineData("""{ "tables": { "stage_history": { "repeats": "drop" } } }""", "crm.json, tables.stage_history.repeats: must be \"merge\" or \"keep\".")]
    [InlineData("""{ "tables": { "people": { "columns": { "name": { "join": ["a"], "value": "b" } } } } }""", "crm.json, tables.people.columns.name: must be a column's name, or { \"column\", \"values\" }, { \"value\" } or { \"join\", \"with\" }.")]
    [InlineData("""{ "tables": { "people": { "columns": { "name": { "join": [] } } } } }""", "crm.json, tables.people.columns.name.join: must name at least one column.")]
    [InlineData("""{ "tables": { "people": { "columns": { "name": { "column": "a", "values": { "a": "b", "A": "c" } } } } } }""", "crm.json, tables.people.columns.name.values.A: stands twice; upper and lower case are the same here.")]
    [InlineData("""{ "tables": { "people": { "columns": { "name": 7 } } } }""", "crm.json, tables.people.columns.name: must be an object, { ... }.")]
    [InlineData("""{ "tables": { "opportunities": { "file": "deals.csv" } } }""", "The mapping names deals.csv for opportunities, and FOLDER does not have it. It has: opportunities.csv. Correct the mapping, or add the file.")]
    [InlineData("""{ "tables": { "opportunities": { "columns": { "opportunity_id": "Deal" } } } }""", "The mapping takes opportunities.opportunity_id from a column 'Deal' that opportunities.csv lacks. It has: opportunity_id, owner_id, stage. Correct the mapping, or export that column.")]
    [InlineData("""{ "tables": { "opportunities": { "stageEntered": { "Proposal": "d1" } } } }""", "The mapping takes opportunities.stageEntered from a column 'd1' that opportunities.csv lacks. It has: opportunity_id, owner_id, stage. Correct the mapping, or export that column.")]
    [InlineData("""{ "tables": { "opportunities": { "columns": { "opportunity_id": "opportunity_id" } } } }""", "opportunities.csv has no column owner_id, which opportunities.csv needs. It has: opportunity_id, owner_id, stage. Rename the column, or say in a mapping file (--map) which one it is.")]
    public void A_mapping_that_cannot_be_followed(string mapping, string error)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", CsvExport.Opportunities).MappedBy(mapping);
        Assert.Equal(error, export.Error());
    }

    [Theory]
    [InlineData("../opportunities.csv")]
    [InlineData("..\\\\opportunities.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("C:deals.csv")]
    [InlineData("..")]
    [InlineData("")]
    public void A_mapping_may_not_lead_out_of_the_folder(string file)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", CsvExport.Opportunities)
            .MappedBy("""{ "tables": { "opportunities": { "file": "FILE" } } }""".Replace("FILE", file, StringComparison.Ordinal));
        Assert.Equal("crm.json, tables.opportunities.file: must be the plain name of a file in the folder, without a path.", export.Error());
    }

    [Fact]
    public void A_link_may_not_lead_out_of_the_folder()
    {
        using CsvExport other = new CsvExport().With("opportunities.csv", CsvExport.Opportunities);
        using CsvExport export = new();
        File.CreateSymbolicLink(Path.Combine(export.Folder, "opportunities.csv"), Path.Combine(other.Folder, "opportunities.csv"));
        Assert.Equal("opportunities.csv is a link to a file outside FOLDER. Put the file itself into the folder.", export.Error());
    }

    [Fact]
    public async Task A_file_that_goes_while_it_is_read()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", CsvExport.Opportunities);
        CsvSnapshotSource source = export.Open();
        File.Delete(Path.Combine(export.Folder, "opportunities.csv"));
        const string Error = "opportunities.csv cannot be opened. Check that it is still there, may be read, and is not being written by another program.";
        Assert.Equal(Error, (await Assert.ThrowsAsync<UserErrorException>(() => source.DescribeAsync(CancellationToken.None))).Message);
        Assert.Equal(Error, (await Assert.ThrowsAsync<UserErrorException>(async () => await source.RowsAsync(export, CancellationToken.None).GetAsyncEnumerator().MoveNextAsync())).Message);
    }

    [Theory]
    [InlineData("{ \"takenAt\": 5 }", "snapshot.json, takenAt: must be a text in quotes.")]
    [InlineData("{ \"takenAt\": \"yesterday\" }", "snapshot.json, takenAt: not an instant. Write it as in \"2026-11-20T18:00:00Z\".")]
    [InlineData("{ \"taken\": \"2026-11-20\" }", "snapshot.json, taken: unknown property. Known here: takenAt, stages.")]
    [InlineData("{", "snapshot.json is not valid JSON at line 1, position 2. Mend it there; docs/csv-format.md shows an example.")]
    public void A_manifest_that_cannot_be_read(string manifest, string error)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", CsvExport.Opportunities).With("snapshot.json", manifest);
        Assert.Equal(error, export.Error());
    }
}
