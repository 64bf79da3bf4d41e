using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv;

/// <summary>One section of a snapshot: a file, and how its rows are read.</summary>
internal sealed class CsvTableSource(CsvTable table, string path, CsvMapping mapping, CsvLimits limits)
{
    private readonly string _file = System.IO.Path.GetFileName(path);

    public Section Section => table.Section;

    public string Path => path;

    /// <exception cref="UserErrorException">The file is not what it should be.</exception>
    public void Check()
    {
        using CsvFile file = CsvFile.Open(path, mapping, limits);
        ColumnsOf(file).Check();
    }

    /// <summary>Blocks are parsed as processors are free and taken in the file's order, so that nothing depends on how many there are.</summary>
    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, Remembered<string> people, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CsvFile file = CsvFile.Open(path, mapping, limits);
        Columns columns = ColumnsOf(file);
        columns.Check();
        SectionRows rows = SectionRows.Of(Section, columns, mapping, limits, numbers, people, report);
        ConcurrentBag<BlockParser> idle = [];
        ConcurrentBag<ParsedRows> used = [];
        Queue<Task<ParsedRows>> ahead = new();
        try
        {
            for (bool more = true; more || ahead.Count > 0;)
            {
                while (more && ahead.Count < limits.BlocksAhead)
                {
                    cancellation.ThrowIfCancellationRequested();
                    more = TryBegin(file, rows, (idle, used), ahead);
                }

                if (ahead.TryDequeue(out Task<ParsedRows>? first))
                {
                    ParsedRows parsed = await first;
                    yield return rows.Accept(parsed);
                    used.Add(parsed);
                }
            }
        }
        finally
        {
            // Whoever stops early must not leave threads behind that read on, nor buffers in their hands.
            Task parsing = Task.WhenAll(ahead);
            await parsing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        rows.Complete();
    }

    /// <returns>False at the end of the file, or where it cannot be read any further.</returns>
    private bool TryBegin(CsvFile file, SectionRows rows, (ConcurrentBag<BlockParser> Parsers, ConcurrentBag<ParsedRows> Rows) idle, Queue<Task<ParsedRows>> ahead)
    {
        try
        {
            if (file.Next() is not { } block)
            {
                return false;
            }

            ahead.Enqueue(Task.Run(() => Parse(block, file, rows, idle)));
            return true;
        }
        catch (Exception e) when (e is UserErrorException or IOException)
        {
            // It waits its turn: the rows in front of it come first.
            ahead.Enqueue(Task.FromException<ParsedRows>(e));
            return false;
        }
    }

    private ParsedRows Parse(Block block, CsvFile file, SectionRows rows, (ConcurrentBag<BlockParser> Parsers, ConcurrentBag<ParsedRows> Rows) idle)
    {
        using (block)
        {
            BlockParser parser = idle.Parsers.TryTake(out BlockParser? free) ? free : new BlockParser(_file, file.Header, file.Records(), rows);
            ParsedRows parsed = parser.Parse(block, idle.Rows.TryTake(out ParsedRows? taken) ? taken : null);
            idle.Parsers.Add(parser);
            return parsed;
        }
    }

    private Columns ColumnsOf(CsvFile file) => new(table, file.Header, mapping.Tables.GetValueOrDefault(Section));
}
