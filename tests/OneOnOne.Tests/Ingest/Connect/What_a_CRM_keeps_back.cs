using Microsoft.Extensions.Configuration;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Local.FakeCrm.Salesforce;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest.Connect;

/// <summary>An ingest goes without much, and says each time without what.</summary>
public sealed class What_a_CRM_keeps_back : IDisposable
{
    private readonly PipelineCommand _command = new();
    private int _ingests;

    [Fact]
    public async Task Is_told_of_Salesforce_whether_it_hides_an_object_or_refuses_it()
    {
        FakeSalesforceOrg org = new() { Lacks = ["Event", "ForecastingType"], Refuses = ["ForecastingQuota"], SilentChanges = false };
        await using FakeSalesforce fake = await FakeSalesforce.StartAsync(await CompanyAsync(), FakeTrouble.None, org, "http://127.0.0.1:0", CancellationToken.None);

        Assert.Equal(
            """
            Object ForecastingQuota was not read: briefs lack quotas. Give the user's permission set read access to it.
            Object Event was not read: briefs lack meetings: deals look stalled that are not. Give the user's permission set read access to it.

            """,
            await RemarksAsync("salesforce", fake.Settings));
    }

    [Fact]
    public async Task Is_told_of_HubSpot_by_the_scopes_that_the_token_lacks()
    {
        FakeHubSpotOptions options = new() { Scopes = [FakeHubSpotOptions.Deals, FakeHubSpotOptions.Owners, FakeHubSpotOptions.Contacts] };
        await using FakeHubSpot fake = await FakeHubSpot.StartAsync(await CompanyAsync(), FakeTrouble.None, "http://127.0.0.1:0", options, CancellationToken.None);

        Assert.Equal(
            """
            Companies were not read. The token lacks crm.objects.companies.read. Deals stand without the name of their account.
            Emails were not read. The token lacks sales-email-read. What is done by emails is not seen; the deals' own dates of contact stand in.
            Goals were not read. The token lacks crm.objects.goals.read. There are no quotas in briefs.

            """,
            await RemarksAsync("hubspot", fake.Settings));
        fake.Granted.UnionWith([FakeHubSpotOptions.Emails, FakeHubSpotOptions.Goals, FakeHubSpotOptions.Companies]);
        Assert.Equal("", await RemarksAsync("hubspot", fake.Settings));
    }

    [Fact]
    public async Task Is_told_where_Salesforce_counts_more_pushes_than_its_history_has()
    {
        FakeCompany company = await CompanyAsync();
        await using FakeSalesforce fake = await FakeSalesforce.StartAsync(company, FakeTrouble.None, new FakeSalesforceOrg { SilentChanges = false }, "http://127.0.0.1:0", CancellationToken.None);
        Assert.Equal("", await RemarksAsync("salesforce", fake.Settings));

        OpportunityId[] two = [.. company.Opportunities.Select(deal => deal.Id).Take(2)];
        fake.Set("Opportunity", FakeSalesforce.IdOf(two[0]), ("PushCount", 30m), ("SystemModstamp", company.TakenAt.AddMinutes(-1)));
        Assert.Equal(
            "1 opportunity was pushed more often, by Salesforce's PushCount, than the history of close dates shows. Slips that left no row there, or were made before it began, are not told.\n",
            await RemarksAsync("salesforce", fake.Settings));

        fake.Set("Opportunity", FakeSalesforce.IdOf(two[1]), ("PushCount", 31m), ("SystemModstamp", company.TakenAt.AddMinutes(-1)));
        Assert.StartsWith("2 opportunities were pushed more often,", await RemarksAsync("salesforce", fake.Settings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_no_reason_to_leave_the_mirror_open_where_nothing_can_be_made_of_it()
    {
        using CrmConnection crm = CrmConnection.Open(
            CrmKind.HubSpot, new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("HubSpot:Token", (string?)"one")]).Build(), TimeProvider.System);
        Directory.CreateDirectory(_command.Data);
        string mirror = Path.Combine(_command.Data, "crm.db");
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(async () =>
        {
            using CrmSnapshotSource source = crm.Snapshot(mirror, null, CsvLimits.Default);
            Assert.True(File.Exists(mirror + "-wal"));
            await source.DescribeAsync(CancellationToken.None);
        });

        Assert.Equal("Nothing of HubSpot was read yet.", error.Message);
        Assert.False(File.Exists(mirror + "-wal"), "SQLite takes its log away when the last connection is closed.");
    }

    public void Dispose() => _command.Dispose();

    /// <summary>The lines beside an ingest's result.</summary>
    private async Task<string> RemarksAsync(string crm, IEnumerable<(string Setting, string Value)> settings)
    {
        PipelineCommand.Write(
            Path.Combine(_command.Data, "settings.json"),
            OneOnOne.Storage.Json.Text(settings.ToDictionary(one => one.Setting.Replace("__", ":", StringComparison.Ordinal), one => one.Value, StringComparer.Ordinal)));
        (int code, _, string error) = await _command.RunAsync("ingest", "--from", crm, "--taken-at", FormattableString.Invariant($"2026-11-20T18:{_ingests++:00}:00Z"));
        Assert.Equal(0, code);
        return error;
    }

    private static Task<FakeCompany> CompanyAsync() => FakeCompany.ReadAsync(PipelineCommand.Sample("2026-11-20"), CancellationToken.None);
}
