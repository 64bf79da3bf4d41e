using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OneOnOne.Ingest.Connect;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Privacy;

/// <summary>The bundled company with mails, a journal and quarantined rows; rep-01 leaves.</summary>
public sealed class ForgetCommandTests : IDisposable
{
    private readonly PipelineCommand _command = new();

    [Fact]
    public async Task Nothing_in_the_data_folder_names_somebody_who_was_forgotten()
    {
        string[] names = await FilledAsync();
        Assert.All(names, name => Assert.NotEmpty(FilesWith(name)));
        string told = await _command.DoAsync("forget", "rep-01", "--yes");
        Assert.StartsWith("What goes for good: people (1), meetings (1), books (1), opportunities (", told, StringComparison.Ordinal);
        Assert.EndsWith("rep-01 is forgotten: erased here, and left out of every further export. docs/privacy.md says what is out of reach: sent mails, the CRM, copies of this folder.\n", told, StringComparison.Ordinal);
        Assert.Equal([], names.SelectMany(name => FilesWith(name).Select(file => $"{name} in {file}")));
        Assert.NotEmpty(FilesWith("rep-02"));
    }

    [Fact]
    public async Task Without_a_yes_and_nobody_to_ask_nothing_is_erased()
    {
        await FilledAsync();
        (int code, string output, string error) = await _command.RunAsync("forget", "rep-01");
        Assert.Equal((1, "Nothing was erased: nobody is there to ask. Say --yes to do it.\n"), (code, error));
        Assert.StartsWith("What goes for good: people (1)", output, StringComparison.Ordinal);
        Assert.NotEmpty(FilesWith("rep-01"));
    }

    [Fact]
    public async Task A_second_time_says_that_nothing_is_there_and_exports_leave_them_out_until_that_is_lifted()
    {
        await _command.IngestedAsync("2026-11-13");
        await _command.DoAsync("forget", "rep-01", "--yes");
        Assert.Matches("^rep-01 was forgotten on [0-9-]{10}\\. Nothing is there any more\\.\n$", await _command.DoAsync("forget", "rep-01"));
        Assert.Matches("[0-9,]+ rows were left out because they belong to somebody who was forgotten\\.\n", await _command.DoAsync("ingest", "--csv", PipelineCommand.Sample("2026-11-20")));
        Assert.Equal(1, (await _command.RunAsync("brief", "rep-01", "--for", "rep")).Code);
        Assert.Equal("The next export may bring rep-01 back. What was erased stays erased.\n", await _command.DoAsync("forget", "rep-01", "--undo"));
        Assert.Equal(1, (await _command.RunAsync("forget", "rep-01", "--undo")).Code);
        Assert.Equal(1, (await _command.RunAsync("forget", "rep-01", "--yes")).Code);
    }

    [Fact]
    public async Task Nobody_is_forgotten_while_an_ingest_is_at_work()
    {
        await _command.IngestedAsync();
        using FileStream alone = new OneOnOne.Local.DataFolder(_command.Data).Lock("ingest");
        (int code, _, string error) = await _command.RunAsync("forget", "rep-01", "--yes");
        Assert.Equal((1, "Another ingest works on ROOT/data at present. Wait for it to end, or choose another folder with --data.\n"), (code, error));
    }

    [Fact]
    public async Task An_export_has_everything_by_kind()
    {
        await FilledAsync();
        using JsonDocument all = JsonDocument.Parse(await File.ReadAllTextAsync(await ExportAsync()));
        Assert.Equal(
            ["books", "deliveries", "findings", "journal entries", "managers' halves of briefs", "meetings", "opportunities", "people", "reps' halves of briefs", "runs"],
            all.RootElement.EnumerateObject().Select(kind => kind.Name).Order(StringComparer.Ordinal));
        Assert.Equal("rep-01", all.RootElement.GetProperty("people")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_audit_log_says_that_nobody_read_anything()
    {
        await _command.IngestedAsync();
        Assert.Equal(
            "Nobody read anything about rep-01 over HTTP from 2026-11-01 to 2026-11-30. What the command line prints is not written down.\n",
            await _command.DoAsync("audit", "rep-01", "--from", "2026-11-01", "--to", "2026-11-30"));
        Assert.Equal(
            (1, "--to (2026-11-01) lies before --from (2026-11-30). Give the earlier day as --from.\n"),
            ((await _command.RunAsync("audit", "rep-01", "--from", "2026-11-30", "--to", "2026-11-01")) is var (code, _, error) ? (code, error) : default));
    }

    public void Dispose() => _command.Dispose();

    /// <returns>What names the rep and nobody else: id, name, address, and the names of deals that no other row has.</returns>
    private async Task<string[]> FilledAsync()
    {
        await _command.IngestedAsync("2026-11-13", "2026-11-20");
        await _command.DoAsync("journal", "rep-01", "topic", "Something to raise", "--as-of", PipelineCommand.AsOf);
        await _command.DoAsync("run", "--as-of", PipelineCommand.AsOf, "--lead", "168");
        using JsonDocument all = JsonDocument.Parse(await File.ReadAllTextAsync(await ExportAsync()));
        JsonElement person = all.RootElement.GetProperty("people")[0];
        string exported = string.Concat(new[] { "2026-11-13", "2026-11-20" }.Select(day => File.ReadAllText(Path.Combine(PipelineCommand.Sample(day), "opportunities.csv"))));
        string[] deals = [.. all.RootElement.GetProperty("opportunities").EnumerateArray()
            .Select(deal => deal.GetProperty("details").GetProperty("name").GetString()!)
            .Where(name => exported.Split(name).Length - 1 <= 2)];
        Assert.NotEmpty(deals);
        await File.WriteAllTextAsync(new OneOnOne.Local.DataFolder(_command.Data).MirrorOf(CrmKind.Salesforce), "What a CRM said over its API of rep-01");
        return ["rep-01", person.GetProperty("name").GetString()!, person.GetProperty("email").GetString()!, .. deals];
    }

    private async Task<string> ExportAsync()
    {
        string file = _command.Elsewhere("rep-01.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await _command.DoAsync("export", "rep-01", "--out", file);
        return file;
    }

    /// <summary>By the bytes of the files and by their names.</summary>
    private string[] FilesWith(string name)
    {
        SqliteConnection.ClearAllPools();
        return [.. Directory.EnumerateFiles(_command.Data, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains(name, StringComparison.OrdinalIgnoreCase) || Encoding.UTF8.GetString(File.ReadAllBytes(file)).Contains(name, StringComparison.OrdinalIgnoreCase))];
    }
}
