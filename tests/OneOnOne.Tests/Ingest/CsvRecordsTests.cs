using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest;

public sealed class CsvRecordsTests
{
    private const string Header = "opportunity_id,owner_id,stage,name\n";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task A_quoted_line_break_counts_as_one_row(string lineBreak)
    {
        string csv = (Header + "O1,rep,Proposal,\"two\nlines\"\nO2,rep,Proposal,plain\n").Replace("\n", lineBreak, StringComparison.Ordinal);
        Assert.Equal(["2 O1 two lines", "3 O2 plain"], await NamesAsync(csv));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Blank_lines_are_no_rows_but_count(string lineBreak)
    {
        string csv = ("\n" + Header + "\nO1,rep,Proposal,a\n  \n\nO2,rep,Proposal,b\n\n").Replace("\n", lineBreak, StringComparison.Ordinal);
        Assert.Equal(["4 O1 a", "7 O2 b"], await NamesAsync(csv));
    }

    [Theory]
    [InlineData(',', "\t ", 0)]
    [InlineData('\t', "\t\t", 1)]
    public async Task A_line_of_tabs_is_blank_unless_tabs_part_its_fields(char delimiter, string line, int bad)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", $"opportunity_id,owner_id,stage\n{line}\nO1,rep,P\n".Replace(',', delimiter));
        await export.ReadAsync();
        Assert.Equal(Enumerable.Repeat("opportunities.csv 2 opportunity_id Missing ", bad), export.Problems);
        Assert.Equal(3, Assert.Single(export.Rows).Position.Row);
    }

    [Fact]
    public async Task A_blank_line_is_none_however_long_it_is()
    {
        using CsvExport export = new CsvExport { Limits = new CsvLimits { FieldBytes = 100 } }.With("opportunities.csv", $"opportunity_id,owner_id,stage\n{new string(' ', 150)}\nO1,rep,P\n");
        await export.ReadAsync();
        Assert.Empty(export.Problems);
        Assert.Equal(3, Assert.Single(export.Rows).Position.Row);
    }

    [Fact]
    public async Task A_row_that_cannot_be_split_leaves_the_others_what_they_belong_to()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"O{i}"))];
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", "opportunity_id,owner_id,stage\n" + string.Concat(ids.Select(id => $"{id},rep,P\n")))
            .With("activities.csv", "opportunity_id,kind,at\n" + string.Concat(ids.Select((id, i) => $"{id},Call,2026-01-05\n{(i % 3 == 0 ? "O7,Call\n" : "")}{(i % 7 == 0 ? ",Call,2026-01-05\n" : "")}")));
        await export.ReadAsync();
        Assert.Equal(ids, export.Rows.OfType<ActivityRow>().Select(row => row.Opportunity!.Value.Value));
        Assert.Equal((34, 15), (export.Problems.Count(problem => problem.Contains("FieldCount", StringComparison.Ordinal)), export.Problems.Count(problem => problem.Contains("Missing", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_last_row_needs_no_line_break() =>
        Assert.Equal(["2 O1 a", "3 O2 b"], await NamesAsync(Header + "O1,rep,Proposal,a\nO2,rep,Proposal,\"b\""));

    [Fact]
    public async Task Quotes_keep_delimiters_and_doubled_quotes() =>
        Assert.Equal(["2 O1 a, \"b\""], await NamesAsync(Header + "O1,rep,Proposal,\"a, \"\"b\"\"\"\n"));

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task The_delimiter_is_found_in_the_header_outside_quotes(char delimiter)
    {
        string other = new(delimiter == ';' ? ',' : ';', 9);
        string csv = $"\"a{other}\"#opportunity_id#owner_id#stage#name\nx#O1#rep#Proposal#a,b;c\n";
        csv = delimiter is ',' or ';' ? csv.Replace("a,b;c", "a", StringComparison.Ordinal) : csv;
        Assert.StartsWith("2 O1 a", Assert.Single(await NamesAsync(csv.Replace('#', delimiter))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task A_byte_order_mark_says_the_encoding(string encoding)
    {
        Encoding written = Encoding.GetEncoding(encoding);
        byte[] csv = [.. written.GetPreamble(), .. written.GetBytes(Header + "O1,rep,Proposal,Zoë 日本 🎉\n")];
        using CsvExport export = new CsvExport().With("opportunities.csv", csv).MappedBy("""{ "encoding": "windows-1252" }""");
        Assert.Equal("Zoë 日本 🎉", Assert.Single(await export.ReadAsync<OpportunityRow>()).Name);
    }

    [Fact]
    public async Task The_mapping_names_the_encoding_of_a_file_without_a_mark()
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", [.. Encoding.ASCII.GetBytes(Header + "O1,rep,Proposal,Zo"), 0xEB, 0x80, (byte)'\n'])
            .MappedBy("""{ "encoding": "windows-1252" }""");
        Assert.Equal("Zoë€", Assert.Single(await export.ReadAsync<OpportunityRow>()).Name);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_end_the_reading_and_name_the_row()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", [.. Encoding.ASCII.GetBytes(Header + "O1,rep,Proposal,ok\nO2,rep,Proposal,Zo"), 0xEB, (byte)'\n']);
        Assert.Equal(
            "opportunities.csv is not UTF-8: row 3 has bytes that are no text in it. Name its encoding in a mapping file, such as \"encoding\": \"windows-1252\", and pass that with --map.",
            await export.ReadErrorAsync());
    }

    [Fact]
    public async Task Extra_fields_are_tolerated_while_they_are_empty()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", Header + "O1,rep,Proposal,a,,\nO2,rep,Proposal,b,,x\nO3,rep,Proposal\nO4,rep,Proposal,d\n");
        await export.ReadAsync();
        Assert.Equal(["opportunities.csv 3 - FieldCount -", "opportunities.csv 4 - FieldCount -"], export.Problems);
        Assert.Equal((4, 0), export.Counts[Section.Opportunities]);
        Assert.Equal(["O1", "O4"], export.Rows.Cast<OpportunityRow>().Select(row => row.Id.Value));
    }

    [Fact]
    public async Task An_open_quote_spoils_its_own_row_and_no_other()
    {
        using CsvExport export = new CsvExport().With(
            "opportunities.csv",
            Header + "O1,rep,Proposal,\"never closed\nO2,rep,Proposal,b\nO3,rep,Proposal,\"c\"\nO4,rep,Pro\"posal,d\nO5,rep,\"Proposal\"x,e\nO6,rep,Proposal,\"f\nO7,rep,Proposal,g\n");
        await export.ReadAsync();
        Assert.Equal(
            [
                "opportunities.csv 2 name BadQuoting ?xxxxx xxxxxx",
                "opportunities.csv 5 stage BadQuoting xxx?xxxxx,x",
                "opportunities.csv 6 stage BadQuoting ?xxxxxxxx?x,x",
                "opportunities.csv 7 name BadQuoting ?x",
            ],
            export.Problems);
        Assert.Equal(["3 O2 b", "4 O3 c", "8 O7 g"], Names(export));
        Assert.Equal((7, 0), export.Counts[Section.Opportunities]);
    }

    [Fact]
    public async Task A_quote_that_nothing_closes_in_a_large_file_costs_one_row()
    {
        StringBuilder csv = new(Header + "O1,rep,Proposal,\"never closed\n");
        for (int i = 2; i < 20_000; i++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"O{i},rep,Proposal,plain text without any quotes\n");
        }

        using CsvExport export = new CsvExport { Limits = new CsvLimits { FieldBytes = 1_000 } }.With("opportunities.csv", csv.ToString());
        await export.ReadAsync();
        Assert.Equal(["opportunities.csv 2 name BadQuoting ?xxxxx xxxxxx"], export.Problems);
        Assert.Equal(19_998, export.Rows.Count);
        Assert.Equal(new RowPosition("opportunities.csv", 20_000), export.Rows[^1].Position);
    }

    [Theory]
    [InlineData("a,\"b\nc,d\n", 5, RecordKind.Bad)]
    [InlineData("a,\"b", 1_605, RecordKind.Endless)]
    public void An_open_quote_is_given_up_after_16_fields_of_the_greatest_length(string start, int length, object kind)
    {
        RecordScan scan = new((byte)',', fieldBytes: 100);
        byte[] text = Encoding.ASCII.GetBytes(start.PadRight(1_605, 'x'));
        Assert.Equal(RecordKind.Incomplete, scan.Next(text.AsSpan(..1_600), final: false).Kind);
        Assert.Equal(new ScannedRecord((RecordKind)kind, length, QuarantineCode.BadQuoting, 1, 2), scan.Next(text, final: false));
    }

    [Theory]
    [InlineData(65_536, false, true)]
    [InlineData(65_537, false, false)]
    [InlineData(65_536, true, true)]
    [InlineData(65_537, true, false)]
    [InlineData(3_000_000, false, false)]
    public async Task A_field_holds_64_KB(int length, bool quoted, bool loads)
    {
        string field = new('x', length);
        field = quoted ? $"\"{field}\"" : field;
        using CsvExport export = new CsvExport().With("opportunities.csv", Header + $"O1,rep,Proposal,{field}\nO2,rep,Proposal,b\n");
        await export.ReadAsync();
        Assert.Equal(loads ? ["O1", "O2"] : ["O2"], export.Rows.Cast<OpportunityRow>().Select(row => row.Id.Value));
        Assert.Equal(loads ? [] : [$"opportunities.csv 2 name TooLong {(quoted ? "?" : "x")}{new string('x', 39)}…"], export.Problems);
        Assert.Equal(3, export.Rows[^1].Position.Row);
    }

    [Fact]
    public async Task A_line_that_never_ends_takes_no_memory_and_one_row()
    {
        byte[] line = new byte[40_000_000];
        Array.Fill(line, (byte)'x');
        using CsvExport export = new CsvExport().With("opportunities.csv", [.. Encoding.ASCII.GetBytes(Header), .. line, .. Encoding.ASCII.GetBytes("\nO2,rep,Proposal,b\n")]);
        long least = long.MaxValue;
        for (int reading = 0; reading < 5; reading++)
        {
            // Other tests allocate beside it: of several readings, the least says what this one takes.
            long before = GC.GetTotalAllocatedBytes(precise: true);
            using CsvExport unheard = new();
            List<SnapshotRow> rows = await export.Open().RowsAsync(unheard, CancellationToken.None).ToListAsync();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            Assert.Equal("O2", Assert.IsType<OpportunityRow>(Assert.Single(rows)).Id.Value);
        }

        Assert.InRange(least, 0, 16_000_000);
    }

    private static async Task<string[]> NamesAsync(string csv)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", csv);
        await export.ReadAsync();
        Assert.Empty(export.Problems);
        return Names(export);
    }

    private static string[] Names(CsvExport export) => [.. export.Rows.Cast<OpportunityRow>().Select(row => $"{row.Position.Row} {row.Id} {row.Name}")];
}
