using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Local;
using OneOnOne.Local.Commands;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Seen.Tests;

/// <summary>A data folder of its own with a company in it, and the real web host as `serve` starts it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly PipelineFolder _folder = new();
    private readonly List<WebApplication> _hosts = [];

    private DataFolder Data => new(_folder.Root);

    /// <summary>With the key that signs the links of the mails.</summary>
    public LinkSettings Links => OneOnOneSettings.Read(Composition.Configuration(Data)).WithLinks(Data).Links;

    /// <summary>The HTML of the mails that were sent, by file.</summary>
    public IEnumerable<(string Name, string Html)> Mails => Directory.GetFiles(_folder["outbox"], "*.html").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllText(path)));

    /// <summary>The bundled company after the README's command.</summary>
    public static async Task<Site> OfTheDemoAsync(string language)
    {
        Site site = new();
        await File.WriteAllTextAsync(site._folder["settings.json"], $$"""{ "Company": { "Language": "{{language}}" } }""");
        await site.RunAsync();
        return site;
    }

    /// <summary>A company of snapshots in memory, with the briefs of the week after the last.</summary>
    public static async Task<Site> OfAsync(params ISnapshotSource[] snapshots)
    {
        Site site = new();
        DateTimeOffset newest = default;
        foreach (ISnapshotSource snapshot in snapshots)
        {
            await using ServiceProvider services = Composition.Build(site.Data, TimeProvider.System, OneOnOneSettings.Read(Composition.Configuration(site.Data)));
            newest = (await services.GetRequiredService<IngestStep>().RunAsync(snapshot, new NothingIsBad(), null, CancellationToken.None)).Snapshot.TakenAt;
        }

        await site.RunAsync("run", "--as-of", newest.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture), "--lead", "168");
        return site;
    }

    /// <param name="person">Whom the host takes everybody for; null: an admin.</param>
    /// <returns>Where it answers.</returns>
    public async Task<string> ServeAsync(string? person = null)
    {
        WebApplication host = ServeCommand.Build(Data, "http://127.0.0.1:0", null, person is null ? null : new PersonId(person));
        _hosts.Add(host);
        await host.StartAsync();
        return host.Urls.First();
    }

    private async Task RunAsync(params string[] command)
    {
        StringWriter trouble = new();
        int code = await CommandLine.RunAsync([.. command, "--data", _folder.Root], Terminal.Plain(TextWriter.Null, trouble));
        Assert.True(code == 0, trouble.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication host in _hosts)
        {
            await host.DisposeAsync();
        }

        _folder.Dispose();
    }
}
