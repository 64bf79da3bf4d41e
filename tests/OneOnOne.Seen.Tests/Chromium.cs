using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using OneOnOne.Tests;

namespace OneOnOne.Seen.Tests;

/// <summary>One real browser for the tests of a class. Needs Chromium; set ONEONONE_CHROMIUM to its path.</summary>
public sealed class Chromium : IAsyncDisposable
{
    public const string Needed = " (needs Chromium: set ONEONONE_CHROMIUM to its path)";

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started = new(async () =>
    {
        string path = Needs.Program("ONEONONE_CHROMIUM", "Chromium");
        IPlaywright driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"] }));
    });

    /// <summary>A window with a memory of its own, whose pages have axe, the checks of accessibility, at hand.</summary>
    internal async Task<IPage> WindowAsync()
    {
        IBrowserContext context = await (await _started.Value).Browser.NewContextAsync(new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce });
        await context.AddInitScriptAsync(Axe);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated)
        {
            (IPlaywright driver, IBrowser browser) = await _started.Value;
            await browser.DisposeAsync();
            driver.Dispose();
        }
    }
}
