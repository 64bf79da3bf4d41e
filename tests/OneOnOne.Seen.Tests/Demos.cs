using System.Collections.Concurrent;

namespace OneOnOne.Seen.Tests;

/// <summary>The bundled company, once in each language, for tests that only read it.</summary>
public sealed class Demos : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Site>>> _sites = new(StringComparer.Ordinal);

    internal Task<Site> InAsync(string language) => _sites.GetOrAdd(language, static name => new Lazy<Task<Site>>(() => Site.OfTheDemoAsync(name))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<Site>> site in _sites.Values)
        {
            await (await site.Value).DisposeAsync();
        }
    }
}
