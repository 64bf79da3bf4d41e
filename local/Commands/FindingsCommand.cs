using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Commands;

internal static class FindingsCommand
{
    public static async Task<int> RunAsync(DataFolder folder, string? rep, string format, DateTimeOffset? asOf, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        Reports reports = services.GetRequiredService<Reports>();
        DateTimeOffset instant = asOf ?? await reports.DefaultAsOfAsync(cancellation);
        PersonId? only = rep is null ? null : (await reports.FindRepAsync(rep, cancellation)).Id;
        List<(PersonId Rep, Finding Finding)> all = [];
        await foreach ((PersonId who, PartResult part) in reports.FindingsAsync(only, instant, cancellation))
        {
            all.AddRange(part.Findings.Select(finding => (who, finding)));
        }

        await terminal.Out.WriteAsync(format == "json" ? FindingsJson.Of(all) : FindingsCsv.Text(all));
        return 0;
    }
}
