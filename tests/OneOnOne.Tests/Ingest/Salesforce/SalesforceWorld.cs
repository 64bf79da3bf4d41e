using System.Globalization;
using Microsoft.Extensions.Configuration;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Salesforce;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.Salesforce;
using OneOnOne.Tests.Ingest.Connect;

namespace OneOnOne.Tests.Ingest.Salesforce;

/// <summary>A made-up org, the real connector, and a mirror. Only the wire is not Salesforce's.</summary>
internal sealed class SalesforceWorld : IReadReport, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oneonone-salesforce-");
    private readonly Dictionary<string, string> _settings;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    private SalesforceWorld(FakeSalesforce fake, FakeCompany company, IEnumerable<(string Setting, string Value)> settings)
    {
        Fake = fake;
        _settings = fake.Settings.Concat(settings).GroupBy(one => one.Setting).ToDictionary(one => one.Key, one => one.Last().Value);
        Learn(company);
    }

    public FakeSalesforce Fake { get; }

    public QuickClock Clock { get; private set; } = new(DateTimeOffset.UnixEpoch);

    public List<QuarantinedRow> Bad { get; } = [];

    public Dictionary<Section, (long Read, long Skipped)> Counts { get; } = [];

    public string MirrorPath => Path.Combine(_folder.FullName, "salesforce.db");

    public static async Task<SalesforceWorld> StartAsync(FakeCompany company, FakeTrouble? trouble = null, FakeSalesforceOrg? org = null, params (string Setting, string Value)[] settings) =>
        new(await FakeSalesforce.StartAsync(company, trouble ?? FakeTrouble.None, org ?? new FakeSalesforceOrg(), "http://127.0.0.1:0", CancellationToken.None), company, settings) { Clock = new QuickClock(company.TakenAt) };

    public void Replace(FakeCompany company)
    {
        Fake.Replace(company);
        Learn(company);
    }

    public void With(string setting, string? value)
    {
        _settings.Remove(setting);
        if (value is not null)
        {
            _settings[setting] = value;
        }
    }

    public SalesforceCrm Connect() => new(
        SalesforceSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(_settings.ToDictionary(one => one.Key.Replace("__", ":", StringComparison.Ordinal), one => (string?)one.Value)).Build()),
        CrmHttp.Client(),
        Clock);

    public async Task SyncAsync(CancellationToken cancellation = default)
    {
        using SalesforceCrm crm = Connect();
        using Mirror mirror = Mirror.Open(MirrorPath);
        await crm.SyncAsync(mirror, null, cancellation);
    }

    /// <summary>Reads what changed, and shows the whole snapshot.</summary>
    public async Task<string[]> ReadAsync()
    {
        await SyncAsync();
        return await ShowAsync();
    }

    public async Task<string[]> ReadAsync(string of) => [.. (await ReadAsync()).Where(row => row.StartsWith(of + " ", StringComparison.Ordinal))];

    /// <summary>The one line that a user gets to see.</summary>
    public async Task<string> ErrorAsync()
    {
        string error = (await Assert.ThrowsAsync<UserErrorException>(() => SyncAsync())).Message;
        Assert.DoesNotContain('\n', error);
        return error;
    }

    public async Task<CrmCheck> CheckAsync()
    {
        using SalesforceCrm crm = Connect();
        return await crm.CheckAsync(CancellationToken.None);
    }

    /// <summary>The snapshot that the mirror makes, one line for each row, with the company's own ids.</summary>
    public async Task<string[]> ShowAsync()
    {
        using SalesforceCrm crm = Connect();
        using CrmSnapshotSource source = new(crm, Mirror.Open(MirrorPath), null, CsvLimits.Default);
        Counts.Clear();
        Bad.Clear();
        return [.. (await source.RowsAsync(this, CancellationToken.None).ToListAsync()).Select(Show).Order(StringComparer.Ordinal)];
    }

    public async Task<SnapshotManifest> ManifestAsync()
    {
        using SalesforceCrm crm = Connect();
        using CrmSnapshotSource source = new(crm, Mirror.Open(MirrorPath), null, CsvLimits.Default);
        return await source.DescribeAsync(CancellationToken.None);
    }

    public void ForgetMirror()
    {
        foreach (FileInfo file in _folder.EnumerateFiles())
        {
            file.Delete();
        }
    }

    /// <summary>Every record that the mirror holds.</summary>
    public string Kept()
    {
        using Mirror mirror = Mirror.Open(MirrorPath);
        using ContentHash hash = new();
        mirror.AddTo(hash);
        return hash.Finish();
    }

    public void Add(QuarantinedRow row) => Bad.Add(row);

    public void Read(Section section, long read, long skipped) => Counts.Add(section, (read, skipped));

    public async ValueTask DisposeAsync()
    {
        await Fake.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public string Show(SnapshotRow row) => row switch
    {
        PersonRow person => $"person {Name(person.Id.Value)} {person.Name} {person.Email} manager={Name(person.Manager?.Value)} {person.TimeZone} {person.Country} {person.Language} {(person.Active == true ? "active" : "left")}",
        OpportunityRow deal => FormattableString.Invariant($"deal {Name(deal.Id.Value)} {Name(deal.Owner.Value)} {deal.Stage}/{deal.Outcome} '{deal.Name}' '{deal.Account}' '{deal.Product}' {deal.Amount?.Amount:0.##} {deal.Amount?.Currency} created {Time(deal.CreatedAt)} closes {deal.CloseDate:yyyy-MM-dd} next '{deal.NextStep}' last {Time(deal.LastActivityAt)}"),
        ActivityRow work => $"work {Name(work.Opportunity?.Value)} {Name(work.By?.Value)} {work.Kind} {Time(work.At)} {work.Completed switch { true => "done", false => "open", null => "-" }}",
        StageHistoryRow stage => $"stage {Name(stage.Opportunity.Value)} {Time(stage.Entry.At)} {stage.Entry.Stage}",
        CloseDateHistoryRow close => FormattableString.Invariant($"close {Name(close.Opportunity.Value)} {Time(close.Change.At)} {close.Change.From:yyyy-MM-dd} > {close.Change.To:yyyy-MM-dd}"),
        QuotaRow quota => FormattableString.Invariant($"quota {Name(quota.Person.Value)} {quota.From:yyyy-MM-dd} to {quota.To:yyyy-MM-dd} {quota.Target.Amount:0.##} {quota.Target.Currency}"),
        _ => throw new InvalidOperationException(row.GetType().Name),
    };

    private static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";

    private string Name(string? id) => id is null ? "-" : _names.GetValueOrDefault(id, id);

    private void Learn(FakeCompany company)
    {
        foreach (PersonRow person in company.People)
        {
            _names[FakeSalesforce.IdOf(person.Id)] = person.Id.Value;
        }

        foreach (OpportunityRow deal in company.Opportunities)
        {
            _names[FakeSalesforce.IdOf(deal.Id)] = deal.Id.Value;
        }
    }
}
