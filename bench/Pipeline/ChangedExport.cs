using System.Globalization;
using CsvHelper;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Bench.Pipeline;

/// <summary>
/// Changes one deal in a hundred of an export, always the same ones: in turn its stage moves on, its close date is pushed, or somebody
/// works on it. Open deals all, spread evenly over the file.
/// </summary>
internal sealed class ChangedExport(Workplace place)
{
    private const int Share = 100;
    private const int PushDays = 30;
    private readonly string _opportunities = Path.Combine(place.Export, "opportunities.csv");
    private readonly string _at = place.ChangedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <returns>What was changed, in words.</returns>
    public async Task<string> MakeAsync(CancellationToken cancellation)
    {
        (int deals, int open, string[] stages) = await CountAsync(cancellation);
        int wanted = Math.Min(open, Math.Max(1, deals / Share));
        Rows moved = new(Path.Combine(place.Export, "stage_history.csv"));
        Rows pushed = new(Path.Combine(place.Export, "close_date_history.csv"));
        Rows touched = new(Path.Combine(place.Export, "activities.csv"));
        await RewriteAsync(
            (number, row) =>
            {
                int change = (int)((long)number * wanted / open);
                if (change == (int)((number - 1L) * wanted / open))
                {
                    return; // Of every `open / wanted` the last.
                }

                if (change % 3 == 1)
                {
                    row["stage"] = stages[(Array.IndexOf(stages, row["stage"]) + 1) % stages.Length];
                    moved.Add(Of(row, ("stage", row["stage"]), ("entered_at", _at)));
                }
                else if (change % 3 == 2 && DateOnly.TryParse(row["close_date"], CultureInfo.InvariantCulture, out DateOnly date))
                {
                    string before = row["close_date"];
                    row["close_date"] = date.AddDays(PushDays).ToString("O", CultureInfo.InvariantCulture);
                    pushed.Add(Of(row, ("changed_at", _at), ("old_close_date", before), ("new_close_date", row["close_date"])));
                }
                else
                {
                    touched.Add(Of(row, ("activity_at", _at), ("at", _at), ("type", "Call"), ("kind", "Call"), ("completed", "true"), ("activity_id", $"bench-{number}")));
                }
            },
            cancellation);
        moved.Append();
        pushed.Append();
        touched.Append();
        return $"{moved.Count + pushed.Count + touched.Count} of {deals} deals changed: {moved.Count} moved, {pushed.Count} pushed, {touched.Count} worked on";
    }

    private static Dictionary<string, string> Of(Dictionary<string, string> deal, params (string Column, string Value)[] values)
    {
        string id = deal.GetValueOrDefault("opp_id") ?? deal["opportunity_id"];
        Dictionary<string, string> row = new(StringComparer.Ordinal) { ["opp_id"] = id, ["opportunity_id"] = id, ["person_id"] = deal.GetValueOrDefault("owner_id", "") };
        foreach ((string column, string value) in values)
        {
            row[column] = value;
        }

        return row;
    }

    private static bool IsOpen(Dictionary<string, string> deal) => deal.GetValueOrDefault("outcome") == "open" || deal.GetValueOrDefault("is_closed") == "false";

    private async Task<(int Deals, int Open, string[] Stages)> CountAsync(CancellationToken cancellation)
    {
        int deals = 0;
        int open = 0;
        HashSet<string> used = new(StringComparer.Ordinal);
        await foreach (Dictionary<string, string> deal in CsvRows.ReadAsync(_opportunities, cancellation))
        {
            deals++;
            if (IsOpen(deal))
            {
                open++;
                used.Add(deal["stage"]);
            }
        }

        IEnumerable<string> order = place.Mapping is { } mapping
            ? MappingReader.Read(mapping).Stages.Open
            : SnapshotFile.Read(Path.Combine(place.Export, SnapshotFile.Name), CsvMapping.None).Stages;
        return (deals, open, [.. order.Where(used.Contains)]);
    }

    /// <param name="change">Told each open deal with its number from 1 on.</param>
    private async Task RewriteAsync(Action<int, Dictionary<string, string>> change, CancellationToken cancellation)
    {
        string rewritten = _opportunities + ".new";
        using (CsvWriter writer = CsvWriter.Create(new StreamWriter(rewritten), new CsvWriterOptions { NewLine = "\n" }))
        {
            int open = 0;
            bool begun = false;
            await foreach (Dictionary<string, string> deal in CsvRows.ReadAsync(_opportunities, cancellation))
            {
                if (!begun)
                {
                    writer.WriteRecord([.. deal.Keys]);
                    begun = true;
                }

                if (IsOpen(deal))
                {
                    change(++open, deal);
                }

                writer.WriteRecord([.. deal.Values]);
            }
        }

        File.Move(rewritten, _opportunities, overwrite: true);
    }

    /// <summary>Rows to add to a file, by the names in its header; of columns that nobody names it gets empty ones.</summary>
    private sealed class Rows(string file)
    {
        private readonly string[] _columns = File.ReadLines(file).First().Split(',');
        private readonly List<string> _lines = [];

        public int Count => _lines.Count;

        public void Add(Dictionary<string, string> row) => _lines.Add(string.Join(',', _columns.Select(column => row.GetValueOrDefault(column, ""))));

        public void Append() => File.AppendAllLines(file, _lines);
    }
}
