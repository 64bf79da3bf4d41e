using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Generation;

namespace OneOnOne.Tests.Ingest.HubSpot;

/// <summary>A company tells the same by HubSpot as by its export, as far as HubSpot can hold it.</summary>
public sealed class HubSpot_and_CSV
{
    private static readonly string Folder = Path.Combine(GeneratedFolder.CommittedSample, "2026-11-20");

    [Fact]
    public async Task The_sample_company_is_the_same_by_either_way()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(_ => FakeCompany.ReadAsync(Folder, CancellationToken.None));
        HubSpotSnapshot read = await bench.ReadAsync();
        FakeCompany company = bench.Fake.Content.Company;

        Assert.Empty(bench.Bad);
        Assert.Equal(
            Lines(company.Opportunities, row => $"{FakeHubSpot.IdOf(row.Id)} {FakeHubSpot.IdOf(row.Owner)} {row.Stage} {row.Outcome} {row.Name} {row.Account} {row.Product} {row.Amount} {row.CreatedAt:O} {row.ClosedAt:O} {row.CloseDate:O} {row.NextStep}"),
            Lines(read.Rows.OfType<OpportunityRow>(), row => $"{row.Id} {row.Owner} {row.Stage} {row.Outcome} {row.Name} {row.Account} {row.Product} {row.Amount} {row.CreatedAt:O} {row.ClosedAt:O} {row.CloseDate:O} {row.NextStep}"));
        Assert.Equal(
            Lines(company.Activities.Where(Counts), row => $"{(row.Opportunity is { } deal ? FakeHubSpot.IdOf(deal) : "")} {(row.By is { } by ? FakeHubSpot.IdOf(by) : "")} {row.Kind} {row.At:O}"),
            Lines(read.Rows.OfType<ActivityRow>().Where(Counts), row => $"{row.Opportunity} {row.By} {row.Kind} {row.At:O}"));
        Assert.Equal(
            Lines(company.Quotas, row => $"{FakeHubSpot.IdOf(row.Person)} {row.From:O} {row.To:O} {row.Target}"),
            Lines(read.Rows.OfType<QuotaRow>(), row => $"{row.Person} {row.From:O} {row.To:O} {row.Target}"));

        // What the export's history lacks HubSpot has all the same: the present value is always the newest of it.
        Assert.Subset(
            Lines(read.Rows.OfType<StageHistoryRow>(), row => $"{row.Opportunity} {row.Entry.At:O} {row.Entry.Stage}").ToHashSet(StringComparer.Ordinal),
            Lines(company.StageHistory.SelectMany(rows => rows), row => $"{FakeHubSpot.IdOf(row.Opportunity)} {row.Entry.At:O} {row.Entry.Stage}").ToHashSet(StringComparer.Ordinal));
        Assert.Subset(
            Lines(read.Rows.OfType<CloseDateHistoryRow>(), row => $"{row.Opportunity} {row.Change}").ToHashSet(StringComparer.Ordinal),
            Lines(company.CloseDateHistory.SelectMany(rows => rows), row => $"{FakeHubSpot.IdOf(row.Opportunity)} {row.Change}").ToHashSet(StringComparer.Ordinal));

        bool Counts(ActivityRow row) => row.At > company.TakenAt || row.Completed != false;
    }

    [Fact]
    public async Task The_commands_read_HubSpot_from_its_settings_alone()
    {
        using PipelineCommand command = new();
        await using FakeHubSpot fake = await FakeHubSpot.StartAsync(await FakeCompany.ReadAsync(Folder, CancellationToken.None), FakeTrouble.None, "http://127.0.0.1:0", CancellationToken.None);
        Directory.CreateDirectory(command.Data);
        string settings = OneOnOne.Storage.Json.Text(fake.Settings.ToDictionary(one => one.Setting.Replace("__", ":", StringComparison.Ordinal), one => one.Value, StringComparer.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(command.Data, "settings.json"), settings);

        Assert.Contains("Ready. `ingest --from hubspot` reads it into the books.", await command.DoAsync("connect", "hubspot"), StringComparison.Ordinal);
        Assert.Contains("Snapshot of Fri 20 Nov 2026 18:00 UTC: 45", await command.DoAsync("ingest", "--from", "hubspot"), StringComparison.Ordinal);
        Assert.Contains("was ingested before. Nothing changed", await command.DoAsync("ingest", "--from", "hubspot"), StringComparison.Ordinal);
    }

    private static List<string> Lines<T>(IEnumerable<T> rows, Func<T, string> line) => [.. rows.Select(line).Order(StringComparer.Ordinal)];
}
