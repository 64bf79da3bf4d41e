using System.Globalization;
using System.Text.Json;
using OneOnOne.Evaluation;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Local.Evaluation;
using OneOnOne.Settings;

namespace OneOnOne.Local.Commands;

/// <summary>Replays a company's past and tells whether the product told the truth about it. Reads exports and nothing else; ingests nothing.</summary>
internal static class EvaluateCommand
{
    private static readonly JsonSerializerOptions Readable = new(Storage.Json.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(DataFolder folder, string csv, string? map, string? output, string format, ReplayOptions options, Terminal terminal, CancellationToken cancellation)
    {
        OneOnOneSettings settings = OneOnOneSettings.Read(Composition.Configuration(folder));
        CsvSnapshotSource[] sources = [.. Folders(csv).Select(one => CsvSnapshotSource.Open(one, map, takenAt: null, settings.Limits.Csv))];
        HistoryReader reader = new(new Nowhere(), terminal.Progress<long>(rows => string.Create(CultureInfo.InvariantCulture, $"Reading: {rows:N0}")));
        History history = await reader.ReadAsync(sources, cancellation);
        ReplayResult result = new Replay(history, settings.Analysis, options)
            .Run(terminal.Progress<int>(weeks => string.Create(CultureInfo.InvariantCulture, $"Replaying: week {weeks:N0}")), cancellation);
        EvaluationReport report = EvaluationReport.Of(history, result, options, cancellation);
        terminal.EndProgress();
        string text = format switch
        {
            "json" => JsonSerializer.Serialize(report, Readable) + "\n",
            "md" => SheetWriter.Markdown(report),
            _ => SheetWriter.Text(report),
        };
        if (output is null)
        {
            await terminal.Out.WriteAsync(text);
            return 0;
        }

        await File.WriteAllTextAsync(output, text, cancellation);
        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{report.Weeks} weeks and {report.Deals:N0} deals were judged: {output}"));
        return 0;
    }

    /// <summary>An export, or a folder with one folder for each snapshot.</summary>
    private static string[] Folders(string csv)
    {
        if (!Directory.Exists(csv) || Directory.EnumerateFiles(csv, "*.csv").Any())
        {
            return [csv];
        }

        string[] snapshots = [.. Directory.EnumerateDirectories(csv).Where(one => Directory.EnumerateFiles(one, "*.csv").Any()).Order(StringComparer.Ordinal)];
        return snapshots.Length > 0 ? snapshots : [csv];
    }

    /// <summary>How many rows are bad, the report says; which, `ingest` lists.</summary>
    private sealed class Nowhere : IQuarantine
    {
        public void Add(QuarantinedRow row)
        {
        }
    }
}
