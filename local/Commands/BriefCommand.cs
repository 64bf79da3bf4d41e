using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Commands;

internal static class BriefCommand
{
    public static async Task<int> RunAsync(DataFolder folder, string rep, string audience, string format, DateTimeOffset? asOf, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        Reports reports = services.GetRequiredService<Reports>();
        DateTimeOffset instant = asOf ?? await reports.DefaultAsOfAsync(cancellation);
        Person person = await reports.FindRepAsync(rep, cancellation);
        BriefPair pair = await reports.BriefAsync(person, instant, cancellation);
        Audience half = audience == "manager" ? Audience.Manager : Audience.Rep;
        await terminal.Out.WriteAsync(format switch
        {
            "json" => BriefJson.Of(pair, half),
            "csv" => FindingsCsv.Text(pair.Facts.Findings.Select(finding => (person.Id, finding))),
            "html" => (await services.GetRequiredService<BriefRenderer>().RenderAsync(pair, half)).Html,
            _ => (await services.GetRequiredService<BriefRenderer>().RenderAsync(pair, half)).Text,
        });
        return 0;
    }
}
