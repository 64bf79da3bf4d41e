using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.HubSpot;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Ingest.Connect;

namespace OneOnOne.Tests.Ingest.HubSpot;

/// <summary>The real connector, and a made-up HubSpot at the other end of the wire. Pauses take no time.</summary>
internal sealed class HubSpotBench : IAsyncDisposable, IReadReport
{
    private readonly HubSpotWorld _world;

    private HubSpotBench(HubSpotWorld world, FakeHubSpot fake, QuickClock clock) => (_world, Fake, Clock) = (world, fake, clock);

    public FakeHubSpot Fake { get; }

    public QuickClock Clock { get; }

    /// <summary>More settings, or others, than those that connect to the fake.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal);

    public List<QuarantinedRow> Bad { get; } = [];

    public static Task<HubSpotBench> StartAsync(FakeTrouble? trouble = null, Func<FakeHubSpotOptions, FakeHubSpotOptions>? options = null) =>
        StartAsync(world => world.CompanyAsync(HubSpotWorld.First), trouble, options);

    public static async Task<HubSpotBench> StartAsync(Func<HubSpotWorld, Task<FakeCompany>> company, FakeTrouble? trouble = null, Func<FakeHubSpotOptions, FakeHubSpotOptions>? options = null)
    {
        HubSpotWorld world = new();
        QuickClock clock = new(HubSpotWorld.TakenAt);
        FakeHubSpotOptions usual = new() { Clock = clock };
        FakeHubSpot fake = await FakeHubSpot.StartAsync(await company(world), trouble ?? FakeTrouble.None, "http://127.0.0.1:0", options?.Invoke(usual) ?? usual, CancellationToken.None);
        return new HubSpotBench(world, fake, clock);
    }

    public async Task MoveOnAsync() => Fake.Replace(await _world.CompanyAsync(HubSpotWorld.Next));

    /// <param name="mirror">The mirror's name; another one begins anew.</param>
    /// <param name="requests">After so many requests it is as if somebody had pulled the plug.</param>
    /// <returns>False where it was cut off.</returns>
    public async Task<bool> SyncAsync(string mirror = "mirror", int requests = int.MaxValue)
    {
        using CancellationTokenSource plug = new();
        using HubSpotCrm crm = Crm(new PulledPlug(requests, plug));
        using Mirror file = Mirror.Open(FileOf(mirror));
        try
        {
            await crm.SyncAsync(file, null, plug.Token);
            return true;
        }
        catch (OperationCanceledException) when (plug.IsCancellationRequested)
        {
            return false;
        }
    }

    public async Task<CrmCheck> CheckAsync()
    {
        using HubSpotCrm crm = Crm(new PulledPlug(int.MaxValue, null));
        return await crm.CheckAsync(CancellationToken.None);
    }

    /// <summary>Reads what changed, and makes a snapshot of all there is.</summary>
    public async Task<HubSpotSnapshot> ReadAsync(string mirror = "mirror")
    {
        Assert.True(await SyncAsync(mirror));
        Bad.Clear();
        using HubSpotCrm crm = Crm(new PulledPlug(int.MaxValue, null));
        using CrmSnapshotSource source = new(crm, Mirror.Open(FileOf(mirror)), null, CsvLimits.Default);
        SnapshotManifest manifest = await source.DescribeAsync(CancellationToken.None);
        List<SnapshotRow> rows = [];
        await foreach (SnapshotRow row in source.RowsAsync(this, CancellationToken.None))
        {
            rows.Add(row);
        }

        return new HubSpotSnapshot(manifest, rows);
    }

    public async Task<IngestReport> IngestAsync(TempBooks books, string mirror = "mirror")
    {
        Assert.True(await SyncAsync(mirror));
        using HubSpotCrm crm = Crm(new PulledPlug(int.MaxValue, null));
        using CrmSnapshotSource source = new(crm, Mirror.Open(FileOf(mirror)), null, CsvLimits.Default);
        return await books.IngestAsync(source);
    }

    /// <summary>Every record in the mirror.</summary>
    public string Dump(string mirror = "mirror")
    {
        StringBuilder all = new();
        using SqliteConnection connection = new($"Data Source={FileOf(mirror)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT kind, id, parent, body FROM records ORDER BY kind, id";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            all.Append(CultureInfo.InvariantCulture, $"{reader.GetString(0)} {reader.GetString(1)} {(reader.IsDBNull(2) ? "-" : reader.GetString(2))} {Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(3))}\n");
        }

        return all.ToString();
    }

    public int Requests()
    {
        lock (Fake.Asked)
        {
            return Fake.Asked.Count;
        }
    }

    public void Add(QuarantinedRow row) => Bad.Add(row);

    public void Read(Section section, long read, long skipped)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await Fake.DisposeAsync();
        _world.Dispose();
    }

    private HubSpotCrm Crm(PulledPlug plug)
    {
        HubSpotSettings settings = HubSpotSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(Fake.Settings.Select(one => KeyValuePair.Create(one.Setting.Replace("__", ":", StringComparison.Ordinal), (string?)one.Value)))
            .AddInMemoryCollection(Settings.Select(one => KeyValuePair.Create(one.Key.Replace("__", ":", StringComparison.Ordinal), one.Value)))
            .Build());
        return new HubSpotCrm(settings, new CrmHttp(new HttpClient(plug), new HubSpotManners(settings.Token!), Clock, 8));
    }

    private string FileOf(string mirror) => Path.Combine(_world.Folder, mirror + ".db");

    private sealed class PulledPlug(int requests, CancellationTokenSource? plug) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _asked;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _asked) > requests)
            {
                await plug!.CancelAsync();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>A snapshot, as lines that can be compared.</summary>
internal sealed record HubSpotSnapshot(SnapshotManifest Manifest, IReadOnlyList<SnapshotRow> Rows)
{
    private static readonly string[] Companies = ["O1", "O2", "O3", "O4", "O5", "O6", "mia", "ann", "bob"];

    /// <summary>HubSpot's ids back to the company's own, so that expectations can be read.</summary>
    private static readonly Dictionary<string, string> Own = Companies.SelectMany(id => new[] { (FakeHubSpot.IdOf(new OpportunityId(id)), id), (FakeHubSpot.IdOf(new PersonId(id)), id) })
        .ToDictionary(one => one.Item1, one => one.id, StringComparer.Ordinal);

    public IEnumerable<string> People => Rows.OfType<PersonRow>().Select(row => $"{Of(row.Id.Value)} | {row.Name} | {row.Email} | {Of(row.Manager?.Value)} | {row.Active}").Order(StringComparer.Ordinal);

    public IEnumerable<string> Opportunities => Rows.OfType<OpportunityRow>().Select(row =>
        $"{Of(row.Id.Value)} | {Of(row.Owner.Value)} | {row.Stage} | {row.Outcome} | {row.Name} | {row.Account} | {row.Product} | {Text(row.Amount)} | {Text(row.CreatedAt)} | {Text(row.ClosedAt)} | {Text(row.CloseDate)} | {row.NextStep}").Order(StringComparer.Ordinal);

    public IEnumerable<string> Activities => Rows.OfType<ActivityRow>().Select(row => $"{Text(row.At)} | {row.Kind} | {Of(row.Opportunity?.Value)} | {Of(row.By?.Value)} | {row.Completed}").Order(StringComparer.Ordinal);

    public IEnumerable<string> StageHistory => Rows.OfType<StageHistoryRow>().Select(row => $"{Of(row.Opportunity.Value)} | {Text(row.Entry.At)} | {row.Entry.Stage}").Order(StringComparer.Ordinal);

    public IEnumerable<string> CloseDateHistory => Rows.OfType<CloseDateHistoryRow>().Select(row => $"{Of(row.Opportunity.Value)} | {Text(row.Change.At)} | {Text(row.Change.From)} | {Text(row.Change.To)}").Order(StringComparer.Ordinal);

    public IEnumerable<string> Quotas => Rows.OfType<QuotaRow>().Select(row => $"{Of(row.Person.Value)} | {Text(row.From)} | {Text(row.To)} | {Text(row.Target)}").Order(StringComparer.Ordinal);

    public OpportunityRow Opportunity(string id) => Rows.OfType<OpportunityRow>().Single(row => Of(row.Id.Value) == id);

    private static string Of(string? id) => id is null ? "-" : Own.GetValueOrDefault(id, id);

    private static string Text(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";

    private static string Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";

    private static string Text(Money? money) => money is { } one ? string.Create(CultureInfo.InvariantCulture, $"{one.Amount} {one.Currency}") : "-";
}
