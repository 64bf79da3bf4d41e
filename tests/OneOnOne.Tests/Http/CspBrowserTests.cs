using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OneOnOne.Local.Commands;

namespace OneOnOne.Tests.Http;

/// <summary>Whether a real browser applies all that our pages have under the policy they come with. Needs Chromium; set ONEONONE_CHROMIUM to its path.</summary>
public sealed class CspBrowserTests(SampleCompany company) : IClassFixture<SampleCompany>
{
    private const string Violation = "Content Security Policy";

    [SkippableFact(DisplayName = "A browser finds nothing on any page that the page's policy forbids (needs Chromium: set ONEONONE_CHROMIUM to its path)")]
    public async Task A_browser_finds_nothing_on_any_page_that_the_pages_policy_forbids()
    {
        string chromium = Needs.Program("ONEONONE_CHROMIUM", "Chromium");
        await using WebApplication app = ServeCommand.Build(company.Folder, "http://127.0.0.1:0", null);
        await app.StartAsync();
        string[] paths =
        [
            "/", "/teams/mgr-1", "/reps/rep-03?for=manager", "/reps/rep-01", "/api/reps/rep-03/brief?for=manager&format=html",
            "/runs", "/thresholds?SlipCount=1", "/nothing-here", "/reps/rep-03/over-time", "/reps/rep-03/findings", "/reps/rep-03/deals/OPP-S04", "/findings?min=1000",
        ];
        foreach (string path in paths)
        {
            string told = await ConsoleAsync(chromium, app.Urls.First() + path);
            Assert.False(told.Contains(Violation, StringComparison.Ordinal), $"{path}: {told}");
        }
    }

    /// <summary>Proof that the test above would see it: the same page with one style that is not on the list.</summary>
    [SkippableFact(DisplayName = "A browser tells of a style and a script that came with a CRM field (needs Chromium: set ONEONONE_CHROMIUM to its path)")]
    public async Task A_browser_tells_of_a_style_and_a_script_that_came_with_a_CRM_field()
    {
        string chromium = Needs.Program("ONEONONE_CHROMIUM", "Chromium");
        using HttpResponseMessage brief = await company.App.GetAsync("/reps/rep-01", "admin");
        string policy = brief.Headers.GetValues("Content-Security-Policy").Single();
        string html = await brief.Content.ReadAsStringAsync();
        Assert.Equal("", await ConsoleAsync(chromium, html, policy));
        foreach (string injected in new[] { "<p style=\"color:red\">x</p>", "<style>p{color:red}</style>", "<script>1</script>", "<p onclick=\"1\">x</p>", "<img src=\"https://evil.example/x\">", "<base href=\"https://evil.example/\">" })
        {
            Assert.Contains(Violation, await ConsoleAsync(chromium, html.Replace("</body>", injected + "</body>", StringComparison.Ordinal), policy), StringComparison.Ordinal);
        }
    }

    private static async Task<string> ConsoleAsync(string chromium, string html, string policy)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using WebApplication app = builder.Build();
        app.MapGet("/", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = policy;
            return TypedResults.Content(html, "text/html; charset=utf-8");
        });
        await app.StartAsync();
        return await ConsoleAsync(chromium, app.Urls.First());
    }

    /// <summary>What the page's console says; Chromium writes it to its own log.</summary>
    private static async Task<string> ConsoleAsync(string chromium, string address)
    {
        string profile = Directory.CreateTempSubdirectory("oneonone-browser").FullName;
        try
        {
            ProcessStartInfo start = new(chromium)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", "--enable-logging=stderr", $"--user-data-dir={profile}", "--virtual-time-budget=2000", "--dump-dom", address,
                },
            };
            using Process process = Process.Start(start)!;
            Task<string> log = process.StandardError.ReadToEndAsync();
            string page = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Contains("<h1", page, StringComparison.Ordinal);
            return string.Join('\n', (await log).Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
