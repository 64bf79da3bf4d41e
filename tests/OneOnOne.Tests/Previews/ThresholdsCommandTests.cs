using System.Text.Json;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Previews;

public sealed class ThresholdsCommandTests : IDisposable
{
    private readonly PipelineCommand _command = new();

    [Fact]
    public async Task A_preview_tells_what_would_come_and_go_and_what_became_of_flags_of_the_past()
    {
        await _command.IngestedAsync();
        Assert.Equal(
            """
            Now: 16 reps, as of 2026-11-20 18:00 UTC.
            finding now would come would go then
            stalls 46 0 0 46
            slips 18 0 0 18
            stage outliers 8 0 0 8
            Past: 26 weeks from 2026-02-28 to 2026-08-22, each with what was on record then, and the 90 days after it.
            finding settings from flags deals lost lost or pushed
            stalls present 2026-06-20 23 20 8 (35 %) 16 (70 %)
            stalls changed 2026-06-20 12 12 fewer than 20 deals fewer than 20 deals
            slips present 2026-02-28 36 34 10 (28 %) 24 (67 %)
            slips changed 2026-02-28 36 34 10 (28 %) 23 (64 %)
            stage outliers present 2026-02-28 9 9 fewer than 20 deals fewer than 20 deals
            stage outliers changed 2026-02-28 9 9 fewer than 20 deals fewer than 20 deals
            - Activities are kept for 182 days: stalls are counted only as far back as they reach.
            - What was booked ahead then is not kept: a quiet deal counts as a stall even if its next activity was booked, and none counts because nothing was.
            """,
            Flat(await _command.DoAsync("thresholds", "preview", "--set", "SlipCount=3", "--set", "StallBusinessDays=15")));
    }

    /// <summary>The books' past is the export's: what evaluate counts there, the preview counts here.</summary>
    [Fact]
    public async Task The_past_of_the_books_is_that_of_the_export()
    {
        await _command.IngestedAsync();
        using JsonDocument evaluated = JsonDocument.Parse(await _command.DoAsync("evaluate", "--csv", PipelineCommand.Sample("2026-11-20"), "--weeks", "26", "--format", "json"));
        JsonElement outliers = evaluated.RootElement.GetProperty("findings").EnumerateArray().Single(row => row.GetProperty("flag").GetString() == "StageOutlier");
        Assert.Equal((9, 9), (outliers.GetProperty("episodes").GetInt32(), outliers.GetProperty("deals").GetInt32()));
        Assert.Contains("stage outliers present 2026-02-28 9 9 ", Flat(await _command.DoAsync("thresholds", "preview", "--set", "SlipCount=2")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Thresholds__Slip is not a setting. Under Thresholds there are: StallBusinessDays, StallDespiteNextActivity, StallWithoutNextActivity, SlipCount, SlipDays, OutlierPercentile, MinimumWonVisits, OutlierDefaultDays.", "--set", "Slip=3")]
    [InlineData(1, "The setting Thresholds__SlipCount is \"0\", but must be a whole number from 1 to 100.", "--set", "SlipCount=0")]
    [InlineData(2, "Option '--set' is required. Say `oneonone thresholds preview --help` for what there is.")]
    public async Task What_cannot_be_previewed_is_one_line(int expected, string message, params string[] arguments)
    {
        await _command.IngestedAsync();
        (int code, string output, string error) = await _command.RunAsync(["thresholds", "preview", .. arguments]);
        Assert.Equal((expected, "", message + "\n"), (code, output, error));
    }

    [Fact]
    public async Task What_is_in_force_is_listed_with_the_setting_that_says_so()
    {
        string told = Flat(await _command.DoAsync("thresholds"));
        Assert.StartsWith("Everywhere\nthreshold value set by\nStallBusinessDays 10 the default\n", told, StringComparison.Ordinal);
        PipelineCommand.Write(Path.Combine(_command.Data, "settings.json"), """{ "Thresholds": { "Teams": { "mgr-1": { "SlipCount": 3 } } } }""");
        Assert.Contains("Team of mgr-1\n", Flat(await _command.DoAsync("thresholds")), StringComparison.Ordinal);
        Assert.Contains("SlipCount 3 Thresholds__Teams__mgr-1__SlipCount\n", Flat(await _command.DoAsync("thresholds")), StringComparison.Ordinal);
    }

    public void Dispose() => _command.Dispose();

    /// <summary>Without the tables' rules and padding, which are the terminal's.</summary>
    private static string Flat(string text) => string.Join('\n', text.Split('\n')
        .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        .Where(line => line.Any(char.IsAsciiLetterOrDigit)));
}
