using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OneOnOne.Tests.Http;

/// <summary>What only a browser can tell: whether a page fits a phone. Needs Chromium; set ONEONONE_CHROMIUM to its path.</summary>
public sealed partial class BrowserTests(SampleCompany company) : IClassFixture<SampleCompany>
{
    [SkippableTheory(DisplayName = "A brief fits the width of a phone (needs Chromium: set ONEONONE_CHROMIUM to its path)")]
    [InlineData("rep", 320)]
    [InlineData("manager", 320)]
    [InlineData("manager", 640)]
    public async Task A_brief_fits_the_width_of_a_phone(string half, int width)
    {
        string chromium = Needs.Program("ONEONONE_CHROMIUM", "Chromium");
        StringWriter html = new();
        Assert.Equal(0, await OneOnOne.Local.CommandLine.RunAsync(["brief", "rep-03", "--for", half, "--format", "html", "--data", company.Folder.Root], OneOnOne.Local.Terminal.Plain(html, TextWriter.Null)));
        Assert.Equal("0", await OverflowAsync(chromium, html.ToString(), width));
    }

    [SkippableTheory(DisplayName = "A page fits the width of a phone (needs Chromium: set ONEONONE_CHROMIUM to its path)")]
    [InlineData("/", 320)]
    [InlineData("/teams/mgr-1", 320)]
    [InlineData("/runs", 320)]
    [InlineData("/", 1280)]
    [InlineData("/reps/rep-01?for=manager", 320)]
    [InlineData("/reps/rep-03/over-time", 320)]
    [InlineData("/reps/rep-03/over-time", 1280)]
    [InlineData("/reps/rep-03/deals/OPP-S04", 320)]
    [InlineData("/reps/rep-03/deals/OPP-S04", 640)]
    [InlineData("/reps/rep-03/deals/OPP-S04", 1280)]
    [InlineData("/findings", 320)]
    [InlineData("/findings", 800)]
    [InlineData("/findings", 1280)]
    [InlineData("/reps/rep-03/findings", 640)]
    [InlineData("/findings?min=ten", 320)]
    [InlineData("/runs/{run}", 320)]
    [InlineData("/thresholds?StallWithoutNextActivity=false&SlipCount=1", 320)]
    [InlineData("/thresholds?StallWithoutNextActivity=false&SlipCount=1", 1280)]
    public async Task A_page_fits_the_width_of_a_phone(string path, int width)
    {
        string chromium = Needs.Program("ONEONONE_CHROMIUM", "Chromium");
        using HttpResponseMessage runs = await company.App.GetAsync("/api/runs", "admin");
        using JsonDocument list = JsonDocument.Parse(await runs.Content.ReadAsStringAsync());
        string run = list.RootElement.GetProperty("runs")[0].GetProperty("run").GetProperty("id").GetString()!;
        using HttpResponseMessage page = await company.App.GetAsync(path.Replace("{run}", run, StringComparison.Ordinal), "admin");
        Assert.Equal("0", await OverflowAsync(chromium, await page.Content.ReadAsStringAsync(), width));
    }

    /// <summary>Pixels that lie beyond the right edge, in a frame of the wanted width, since a headless window has a least width of its own.</summary>
    private static async Task<string> OverflowAsync(string chromium, string html, int width)
    {
        string folder = Directory.CreateTempSubdirectory("oneonone-browser").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "brief.html"), html);
            await File.WriteAllTextAsync(Path.Combine(folder, "frame.html"), $$"""
                <iframe id="f" src="brief.html" style="border:0;width:{{width}}px;height:800px"></iframe><p id="answer"></p>
                <script>onload = () => { const page = document.getElementById('f').contentDocument.documentElement; answer.textContent = 'overflow ' + (page.scrollWidth - page.clientWidth); }</script>
                """);
            ProcessStartInfo start = new(chromium)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", "--allow-file-access-from-files", $"--user-data-dir={folder}/profile", "--virtual-time-budget=2000", "--dump-dom", $"file://{folder}/frame.html",
                },
            };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string page = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Match found = Answer().Match(page);
            Assert.True(found.Success, $"Chromium gave no answer: {await errors}");
            return found.Groups["pixels"].Value;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("overflow (?<pixels>\\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Answer();
}
