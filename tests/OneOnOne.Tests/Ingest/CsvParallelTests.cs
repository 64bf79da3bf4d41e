using System.Globalization;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest;

/// <summary>Blocks are parsed by many threads at once, and nobody must be able to tell.</summary>
public sealed class CsvParallelTests
{
    [Fact]
    public async Task Blocks_of_any_size_and_any_number_of_them_at_once_give_the_same_snapshot()
    {
        string whole = await ReadAsync(Nasty(1), 1 << 20, 1);
        Assert.Contains("DuplicateId", whole, StringComparison.Ordinal);
        for (int block = 1; block < 400; block++)
        {
            Assert.Equal(whole, await ReadAsync(Nasty(1), block, block % 9 + 1));
        }
    }

    [Fact]
    public async Task Many_rows_come_in_their_order_however_many_threads_there_are()
    {
        Dictionary<string, string> files = Nasty(3_000);
        string alone = await ReadAsync(files, 1_000, 1);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(alone, await ReadAsync(files, 1_000, 16));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task What_stands_in_front_of_bytes_that_are_no_text_comes_first(int ahead)
    {
        byte[] text = Encoding.UTF8.GetBytes("opportunity_id,owner_id,stage\n" + string.Concat(Enumerable.Range(0, 1_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"O{i:000},rep,Proposal\n"))));
        text[30 + (505 * 18) + 6] = 0xE9;
        using CsvExport export = new CsvExport { Limits = new CsvLimits { BlockBytes = 180, BlocksAhead = ahead } }.With("opportunities.csv", text);
        Assert.StartsWith("opportunities.csv is not UTF-8: row 507 has bytes", await export.ReadErrorAsync(), StringComparison.Ordinal);
        Assert.Equal("O499", ((OpportunityRow)export.Rows[^1]).Id.Value);
        AssertClosed(export);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task What_stands_in_front_of_characters_that_are_none_comes_first(int ahead)
    {
        string text = "opportunity_id,owner_id,stage\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"O{i},rep,Proposal\n")));
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text), 0x00, 0xD8, (byte)'\n', 0];
        using CsvExport export = new CsvExport { Limits = new CsvLimits { BlockBytes = 180, BlocksAhead = ahead } }.With("opportunities.csv", utf16);
        string error = await export.ReadErrorAsync();
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"opportunities.csv is not UTF-16: row {export.Rows.Count + 2} "), error, StringComparison.Ordinal);
        Assert.InRange(export.Rows.Count, 9_000, 10_000);
        Assert.Equal(Enumerable.Range(0, export.Rows.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"O{i}")), export.Rows.Cast<OpportunityRow>().Select(row => row.Id.Value));
        AssertClosed(export);
    }

    [Fact]
    public async Task Whoever_is_cancelled_reads_no_further()
    {
        using CsvExport export = Export(Nasty(3_000), 1_000, 16);
        using CancellationTokenSource cancelled = new();
        List<RowBatch> batches = [];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RowBatch batch in export.Open().ReadAsync(new DealNumbers(), export, cancelled.Token))
            {
                batches.Add(batch);
                await cancelled.CancelAsync();
            }
        });
        Assert.Single(batches);
        AssertClosed(export);
    }

    [Fact]
    public async Task Whoever_has_seen_enough_leaves_no_file_open()
    {
        using CsvExport export = Export(Nasty(3_000), 1_000, 16);
        await foreach (RowBatch batch in export.Open().ReadAsync(new DealNumbers(), export, CancellationToken.None))
        {
            break;
        }

        AssertClosed(export);
    }

    private static async Task<string> ReadAsync(Dictionary<string, string> files, int blockBytes, int ahead)
    {
        using CsvExport export = Export(files, blockBytes, ahead);
        await export.ReadAsync();
        return string.Join('\n', [.. export.Rows.Select(row => row.ToString()), .. export.Problems, .. export.Counts.Select(count => count.ToString())]);
    }

    private static CsvExport Export(Dictionary<string, string> files, int blockBytes, int ahead)
    {
        CsvExport export = new() { Limits = new CsvLimits { BlockBytes = blockBytes, BlocksAhead = ahead } };
        foreach ((string file, string content) in files)
        {
            export.With(file, content);
        }

        return export;
    }

    /// <summary>No two files of one kind: quotes and bad rows in one, CR alone in the next, CR LF and rows that belong to nothing in the last.</summary>
    private static Dictionary<string, string> Nasty(int times) => new(StringComparer.Ordinal)
    {
        ["people.csv"] = "\ufeffperson_id,name\n" + Times(times, i => $"rep{i},\"Zoë \"\"Z\"\"\nof two lines\"\nrep{i},again\n\nrep{i}x,\"never closed\n"),
        ["opportunities.csv"] = ("opportunity_id,owner_id,stage,amount,created_at\n" + Times(times, i => $"O{i},rep{i},Proposal,\"1,234.5\",2026-01-05 10:00:00\nO{i},rep,Twice,,\nP{i},rep,Negotiation,abc,\nQ{i},rep,Qualified,5,2026-01-05\n")).Replace('\n', '\r'),
        ["activities.csv"] = "opportunity_id,kind,at\n" + Times(times, i => $"O{i},Call,2026-01-05 10:00:00\nO{i},Call,someday\n  \nP{i},Email,2026-01-05\nQ{i},日本,2026-01-06T10:00Z\nQ{i},Call\n"),
        ["stage_history.csv"] = ("opportunity_id,stage,entered_at\n" + Times(times, i => $"O{i},Proposal,2026-01-05\nnobody{i},Proposal,2026-01-05\n")).ReplaceLineEndings("\r\n"),
        ["close_date_history.csv"] = "opportunity_id,changed_at,old_close_date,new_close_date\n" + Times(times, i => $"O{i},2026-01-05,2026-01-{(i % 28) + 1:00},2026-03-01\n").TrimEnd(),
    };

    private static string Times(int times, Func<int, FormattableString> lines) => string.Concat(Enumerable.Range(0, times).Select(i => FormattableString.Invariant(lines(i))));

    private static void AssertClosed(CsvExport export)
    {
        foreach (string file in Directory.EnumerateFiles(export.Folder))
        {
            using FileStream alone = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
    }
}
