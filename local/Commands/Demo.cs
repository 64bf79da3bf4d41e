using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Ingest.Csv;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Local.Commands;

/// <summary>The main job on the bundled company: two weekly snapshots, then the briefs of the week that follows.</summary>
internal static class Demo
{
    private const int WeekHours = 7 * 24;

    public static string DefaultData => Path.Combine(".oneonone", "demo");

    public static async Task<int> RunAsync(DataFolder folder, Terminal terminal, CancellationToken cancellation)
    {
        string sample = Path.Combine(AppContext.BaseDirectory, "samples", "company");
        using FileStream ingesting = folder.Lock("ingest");
        using FileStream running = folder.Lock("run");
        OneOnOneSettings settings = Settings(folder);
        DateTimeOffset asOf = default;
        await using ServiceProvider reading = Composition.Build(folder, TimeProvider.System, settings);
        foreach (string snapshot in Directory.GetDirectories(sample).Order(StringComparer.Ordinal))
        {
            IngestReport report = await IngestCommand.RunAsync(reading, folder, CsvSnapshotSource.Open(snapshot, null, null), terminal, cancellation);
            asOf = report.Snapshot.TakenAt;
        }

        FrozenClock clock = new(asOf);
        await using ServiceProvider services = Composition.Build(folder, clock, settings with { Links = Living(settings.Links, asOf) });
        PlanReport plan = await Pipelines.RunOnceAsync(services, cancellation, RunReport.Progress(terminal));
        int code = await RunReport.WriteAsync(services, plan, folder, settings.Plan.Lead, asOf, smtp: null, terminal, cancellation);
        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            This was the bundled company, as of {asOf.UtcDateTime:ddd d MMM yyyy HH:mm} UTC. Its mails lie in the outbox as .eml, with the HTML beside.
            Next, all teams and briefs in a browser; one half in the terminal; your own CRM's export (docs/csv-format.md):
              dotnet run --project local -- --data {folder.Root} serve
              dotnet run --project local -- --data {folder.Root} brief rep-01 --for manager
              dotnet run --project local -- ingest --csv DIR
            """));
        return code;
    }

    /// <summary>The bundled company lives in its own November; whoever follows a link of its mails does so today.</summary>
    private static LinkSettings Living(LinkSettings links, DateTimeOffset asOf) =>
        TimeProvider.System.GetUtcNow() - asOf is { Ticks: > 0 } since ? links with { Life = links.Life + since } : links;

    private static OneOnOneSettings Settings(DataFolder folder)
    {
        OneOnOneSettings settings = OneOnOneSettings.Read(Composition.Configuration(folder)).WithLinks(folder);
        return settings with
        {
            Plan = settings.Plan with { Lead = TimeSpan.FromHours(WeekHours) },
            Company = settings.Company with { LinkHosts = [.. settings.Company.LinkHosts.DefaultIfEmpty("crm.example.com")] },
        };
    }
}
