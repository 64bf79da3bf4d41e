using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Local.FakeCrm.Salesforce;
using OneOnOne.Local.Generation;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest.Connect;

/// <summary>The same company as an export, in Salesforce and in HubSpot: two weeks of it, and the same findings to the byte.</summary>
public sealed class One_company_in_three_forms : IAsyncLifetime
{
    private readonly PipelineFolder _folder = new();
    private FakeCompany[] _weeks = [];

    public async Task InitializeAsync()
    {
        GeneratedCompany company = await OneOnOne.Local.Generation.Company.GenerateAsync(new GeneratorOptions(4, 2, 11, _folder["generated"], GeneratorOptions.DefaultUntil), CancellationToken.None);
        _weeks = await Task.WhenAll(company.Snapshots.Select(async (snapshot, week) =>
        {
            string common = _folder["common", $"{week}"];
            CommonGround.AsItIs(await FakeCompany.ReadAsync(snapshot.Folder, CancellationToken.None)).Write(common);
            return await FakeCompany.ReadAsync(common, CancellationToken.None);
        }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Salesforce_gives_what_the_export_gives(bool awkward)
    {
        await using FakeSalesforce crm = await FakeSalesforce.StartAsync(_weeks[0], Trouble(awkward), "http://127.0.0.1:0", CancellationToken.None);

        await CompareAsync("salesforce", crm.Settings, crm.Replace, FakeSalesforce.IdOf, FakeSalesforce.IdOf, null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HubSpot_gives_what_the_export_gives(bool awkward)
    {
        await using FakeHubSpot crm = await FakeHubSpot.StartAsync(_weeks[0], Trouble(awkward), "http://127.0.0.1:0", CancellationToken.None);

        await CompareAsync("hubspot", crm.Settings, crm.Replace, FakeHubSpot.IdOf, FakeHubSpot.IdOf, id => $"https://app.hubspot.com/contacts/6213884/record/0-3/{FakeHubSpot.IdOf(id)}");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Nothing that has to be waited for: who waits, and how long, is tested where the clock is the test's.</summary>
    private static FakeTrouble Trouble(bool awkward) => awkward ? new FakeTrouble(5) { SignedOut = 3, SmallPages = 50, RepeatedRows = 20, LostCursor = 2 } : FakeTrouble.None;

    private async Task CompareAsync(
        string from, IEnumerable<(string Setting, string Value)> settings, Action<FakeCompany> moveOn, Func<PersonId, string> person, Func<OpportunityId, string> deal, Func<OpportunityId, string>? url)
    {
        using PipelineCommand export = new();
        using PipelineCommand crm = new();
        Connect(crm, settings);
        for (int week = 0; week < _weeks.Length; week++)
        {
            string folder = _folder[from, $"{week}"];
            new CommonGround(_weeks[week], person, deal, url) { TellsClosings = from == "hubspot" }.Write(folder);
            await export.DoAsync("ingest", "--csv", folder);
            if (week > 0)
            {
                moveOn(_weeks[week]);
            }

            await crm.DoAsync("ingest", "--from", from);
            Assert.Equal(await export.DoAsync("findings", "--format", "json"), await crm.DoAsync("findings", "--format", "json"));
            Assert.Equal(await export.DoAsync("findings", "--format", "csv"), await crm.DoAsync("findings", "--format", "csv"));
            Assert.Equal(Books(export), Books(crm));
        }
    }

    /// <summary>Everything that is known, but for the names of the snapshots that told it.</summary>
    internal static string[] Books(PipelineCommand command)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(command.Data, "oneonone.db")}");
        connection.Open();
        using SqliteCommand query = connection.CreateCommand();
        query.CommandText = string.Join(" UNION ALL ", new[] { "opportunities", "heads", "people", "teams", "pools", "company" }.Select(table => $"SELECT '{table}', body FROM {table}"));
        using SqliteDataReader reader = query.ExecuteReader();
        List<string> books = [];
        while (reader.Read())
        {
            books.Add(Regex.Replace($"{reader.GetString(0)} {StoredText.Of(reader.GetString(0), reader.GetFieldValue<byte[]>(1))}", "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}", "SNAPSHOT", RegexOptions.NonBacktracking));
        }

        return [.. books.Order(StringComparer.Ordinal)];
    }

    internal static void Connect(PipelineCommand command, IEnumerable<(string Setting, string Value)> settings) =>
        PipelineCommand.Write(Path.Combine(command.Data, "settings.json"), JsonSerializer.Serialize(settings.ToDictionary(one => one.Setting.Replace("__", ":", StringComparison.Ordinal), one => one.Value)));
}
