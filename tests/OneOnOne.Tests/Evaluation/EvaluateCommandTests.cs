using System.Text.Json;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Evaluation;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly PipelineCommand _command = new();

    [Fact]
    public async Task A_past_is_told_as_text_markdown_and_json_and_nothing_is_ingested()
    {
        string root = await GeneratedAsync();
        Assert.Contains("What the product flags", await _command.DoAsync("evaluate", "--csv", root), StringComparison.Ordinal);
        Assert.Contains("| stage outlier | ", await _command.DoAsync("evaluate", "--csv", Path.Combine(root, "2026-11-20"), "--format", "md"), StringComparison.Ordinal);
        string file = _command.Elsewhere("truth.json");
        Assert.Contains(file, await _command.DoAsync("evaluate", "--csv", root, "--weeks", "12", "--horizon", "60", "--seed", "4", "--format", "json", "--out", file), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        Assert.Equal((12, 60, 4), (json.RootElement.GetProperty("weeks").GetInt32(), json.RootElement.GetProperty("horizonDays").GetInt32(), json.RootElement.GetProperty("seed").GetInt32()));
        Assert.InRange(json.RootElement.GetProperty("calibrations")[0].GetProperty("bins").GetArrayLength(), 3, 10);
        Assert.False(File.Exists(Path.Combine(_command.Data, "oneonone.db")));
    }

    [SkippableFact]
    public async Task A_published_export_of_another_format_is_judged_as_far_as_it_goes()
    {
        string maven = Needs.Folder("ONEONONE_MAVEN", "Maven Analytics' CRM sales opportunities");
        string told = await _command.DoAsync("evaluate", "--csv", maven, "--mapping", Repository.File("samples", "maven_crm.mapping.json"), "--weeks", "2", "--format", "md");
        Assert.Contains("| 3 x the stage's mean | ", told, StringComparison.Ordinal);
        Assert.Contains("- No activities are on record: stalls and \"14 days idle\" could not be judged.", told, StringComparison.Ordinal);
        Assert.Contains("- No changes of close dates are on record: slips could not be judged, and \"lost or pushed\" is lost.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_past_that_is_too_short_is_refused_with_what_to_do()
    {
        string folder = _command.Elsewhere("short");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "opportunities.csv"), "opportunity_id,owner_id,stage,outcome,created_at\nA,r,Proposal,open,2026-11-01T00:00:00Z\n");
        (int code, string output, string error) = await _command.RunAsync("evaluate", "--csv", folder);
        Assert.Equal((1, ""), (code, output));
        Assert.Equal(
            "The past on record is too short to judge: it needs 8 closed deals, and 90 days after them to see what became of the others. The newest record is of 2026-11-01. "
            + "Export more of the past, with created_at and stage_history.csv (docs/csv-format.md), or look ahead less far with --horizon.\n", error);
    }

    [Theory]
    [InlineData(2, "--weeks is 0, but must be a whole number from 1 to 1000. Say `oneonone evaluate --help` for what there is.\n", "--weeks", "0")]
    [InlineData(2, "--horizon is 3, but must be a whole number from 7 to 730. Say `oneonone evaluate --help` for what there is.\n", "--horizon", "3")]
    [InlineData(1, "There is no folder nowhere. Give the folder that holds the CSV export with --csv.\n", "--seed", "1")]
    public async Task What_cannot_be_done_is_one_line(int expected, string message, params string[] arguments)
    {
        (int code, string output, string error) = await _command.RunAsync(["evaluate", "--csv", "nowhere", .. arguments]);
        Assert.Equal((expected, "", message), (code, output, error));
    }

    [Fact]
    public async Task Ctrl_C_ends_it()
    {
        (int code, string output, _) = await _command.RunStoppableAsync(stopped: true, "evaluate", "--csv", PipelineCommand.Sample("2026-11-20"));
        Assert.Equal((128, ""), (code, output));
    }

    public void Dispose() => _command.Dispose();

    private async Task<string> GeneratedAsync()
    {
        string root = _command.Elsewhere("made");
        await _command.DoAsync("generate", "--reps", "6", "--weeks", "2", "--opportunities", "60", "--activities", "6", "--out", root);
        return root;
    }
}
