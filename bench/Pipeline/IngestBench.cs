using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Ingest.Csv;
using OneOnOne.Local;
using OneOnOne.Local.Commands;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Bench.Pipeline;

/// <summary>An ingest as `ingest --csv` does it.</summary>
internal static class IngestBench
{
    public static async Task<Measured> RunAsync(string step, Workplace place, DateTimeOffset takenAt, CancellationToken cancellation)
    {
        Meter meter = new(place.Data.Database);
        OneOnOneSettings settings = OneOnOneSettings.Read(Composition.Configuration(place.Data));
        CsvSnapshotSource source = CsvSnapshotSource.Open(place.Export, place.Mapping, takenAt, settings.Limits.Csv);
        using FileStream alone = place.Data.Lock("ingest");
        await using ServiceProvider services = Composition.Build(place.Data, TimeProvider.System, settings);
        using StringWriter told = new(CultureInfo.InvariantCulture);
        IngestReport report = await IngestCommand.RunAsync(services, place.Data, source, Terminal.Plain(TextWriter.Null, told), cancellation);
        return report.Outcome == IngestOutcome.Refused || report.Counts.Any(count => count.Quarantined > 0)
            ? throw new UserErrorException($"{step}: {told.ToString().Trim()}")
            : meter.Read(step, report.Counts.Sum(count => count.Read), "rows") with { Documents = report.Writes };
    }
}
