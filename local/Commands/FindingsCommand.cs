using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Local.Commands;

internal static class FindingsCommand
{
    public static async Task<int> RunAsync(DataFolder folder, string? rep, string format, DateTimeOffset? asOf, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        Reports reports = services.GetRequiredService<Reports>();
        DateTimeOffset instant = asOf ?? await reports.DefaultAsOfAsync(cancellation);
        IEnumerable<PersonId> reps = rep is null
            ? await services.GetRequiredService<IBookStore>().RepsAsync(cancellation)
            : [(await reports.FindRepAsync(rep, cancellation)).Id];
        List<(PersonId Rep, Finding Finding)> all = await reports.FindingsAsync(reps, instant, cancellation);
        await terminal.Out.WriteAsync(format == "json" ? FindingsJson.Of(all) : FindingsCsv.Text(all));
        return 0;
    }
}
