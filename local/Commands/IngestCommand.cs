using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Salesforce;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using Spectre.Console;

namespace OneOnOne.Local.Commands;

internal static class IngestCommand
{
    public static async Task<int> FromCsvAsync(DataFolder folder, string csv, string? map, DateTimeOffset? takenAt, Terminal terminal, CancellationToken cancellation)
    {
        OneOnOneSettings settings = OneOnOneSettings.Read(Composition.Configuration(folder));
        CsvSnapshotSource source = CsvSnapshotSource.Open(csv, map, takenAt, settings.Limits.Csv);
        using FileStream alone = folder.Lock("ingest");
        return await RunAsync(folder, settings, source, terminal, cancellation);
    }

    public static async Task<int> FromCrmAsync(DataFolder folder, CrmKind kind, DateTimeOffset? takenAt, Terminal terminal, CancellationToken cancellation)
    {
        IConfiguration configuration = Composition.Configuration(folder);
        OneOnOneSettings settings = OneOnOneSettings.Read(configuration);
        using CrmConnection crm = CrmConnection.Open(kind, configuration, TimeProvider.System);
        using FileStream alone = folder.Lock("ingest");
        await crm.ReadAsync(folder.MirrorOf(kind), Progress(terminal), cancellation);
        terminal.EndProgress();
        using CrmSnapshotSource source = crm.Snapshot(folder.MirrorOf(kind), takenAt, settings.Limits.Csv);
        int code = await RunAsync(folder, settings, source, terminal, cancellation);
        foreach (string remark in source.Remarks)
        {
            await terminal.Error.WriteLineAsync(remark);
        }

        return code;
    }

    public static async Task<int> FromSalesforceExportAsync(DataFolder folder, string files, DateTimeOffset? takenAt, Terminal terminal, CancellationToken cancellation)
    {
        IConfiguration configuration = Composition.Configuration(folder);
        OneOnOneSettings settings = OneOnOneSettings.Read(configuration);
        using FileStream alone = folder.Lock("ingest");
        using SalesforceExport export = SalesforceExport.Read(files, configuration, takenAt, settings.Limits.Csv, cancellation);
        return await RunAsync(folder, settings, export.Source, terminal, cancellation);
    }

    /// <summary>Ingests and tells about it.</summary>
    public static async Task<IngestReport> RunAsync(IServiceProvider services, DataFolder folder, ISnapshotSource source, Terminal terminal, CancellationToken cancellation)
    {
        SnapshotManifest manifest = await source.DescribeAsync(cancellation);
        using QuarantineFile quarantine = new(folder.Quarantine, manifest.ContentHash[..12]);
        IngestReport report = await services.GetRequiredService<IngestStep>().RunAsync(
            source,
            quarantine,
            Progress(terminal),
            cancellation);
        terminal.EndProgress();
        Tell(report, quarantine, terminal);
        return report;
    }

    private static async Task<int> RunAsync(DataFolder folder, OneOnOneSettings settings, ISnapshotSource source, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.Build(folder, TimeProvider.System, settings);
        IngestReport report = await RunAsync(services, folder, source, terminal, cancellation);
        return report.Outcome == IngestOutcome.Refused ? 1 : 0;
    }

    private static IProgress<IngestProgress> Progress(Terminal terminal) =>
        terminal.Progress<IngestProgress>(progress => string.Create(CultureInfo.InvariantCulture, $"{progress.Activity}: {progress.Count:N0}"));

    private static void Tell(IngestReport report, QuarantineFile quarantine, Terminal terminal)
    {
        string taken = report.Snapshot.TakenAt.UtcDateTime.ToString("ddd d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);
        if (report.Outcome == IngestOutcome.AlreadyThere)
        {
            terminal.Out.WriteLine($"The snapshot of {taken} was ingested before. Nothing changed: 0 documents written.");
            return;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("rows of");
        foreach (string column in new[] { "read", "loaded", "quarantined", "skipped" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (SectionCount count in report.Counts)
        {
            table.AddRow(count.Section.ToString(), Number(count.Read), Number(count.Loaded), Number(count.Quarantined), Number(count.Skipped));
        }

        terminal.Pretty.Write(table);
        foreach (QuarantinedRow row in quarantine.First)
        {
            string column = row.Column is null ? "" : $", column {row.Column}";
            string value = string.IsNullOrEmpty(row.Value) ? "" : $" (looks like: {row.Value})";
            terminal.Out.WriteLine($"  {row.Place}{column}: {row.Code}{value}");
        }

        if (report.Outcome == IngestOutcome.Refused)
        {
            string which = quarantine.Count > 0 ? $" ({quarantine.FilePath} lists its bad rows)" : "";
            terminal.Error.WriteLine($"The snapshot of {taken} was refused: {report.Reason}. The last good snapshot stays in force. Mend the export{which} and ingest it again.");
            return;
        }

        long forgotten = report.Counts.Sum(count => count.Forgotten);
        if (forgotten > 0)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{forgotten:N0} rows were left out because they belong to somebody who was forgotten."));
        }

        if (quarantine.Count > 0)
        {
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{quarantine.Count} rows could not be read and were set aside; the rest is loaded. {quarantine.FilePath} lists them all: mend them in the CRM or the mapping, for the next export."));
        }

        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Snapshot of {taken}: {report.Snapshot.Opportunities:N0} opportunities, {report.Writes:N0} documents written."));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
