using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Local.Commands;

internal static class ExportCommand
{
    private static readonly JsonSerializerOptions Readable = new(Storage.Json.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(DataFolder folder, string rep, string output, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        Person person = await services.GetRequiredService<Reports>().FindRepAsync(rep, cancellation);
        JsonObject all = await PersonalJson.OfAsync(services.GetRequiredService<PersonalData>(), person.Id, cancellation);
        await File.WriteAllTextAsync(output, all.ToJsonString(Readable) + "\n", cancellation);
        await terminal.Out.WriteLineAsync($"Everything about {person.Id} is in {output}: {string.Join(", ", all.Select(kind => $"{kind.Key} ({kind.Value!.AsArray().Count})"))}.");
        return 0;
    }
}
