using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Analysis;
using OneOnOne.Ingest;
using OneOnOne.Local;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Builders;

/// <summary>
/// The real local composition on a database of its own. What stands for the world outside lives here and survives every process:
/// the clock, and the mail gateway with its log. <see cref="Start"/> is a process that begins.
/// </summary>
internal sealed class PipelineWorld : IAsyncDisposable
{
    private readonly PipelineFolder _folder = new();
    private readonly List<ServiceProvider> _processes = [];

    public PipelineClock Clock { get; } = new(PipelineCompany.Monday.AddHours(6));

    public PipelineMail Mail { get; } = new();

    public PipelineLog Log { get; } = new();

    public OneOnOneSettings Settings { get; set; } = new(new ThresholdSet(new Thresholds()), new CompanySettings(), new PlanSettings { Lead = TimeSpan.FromHours(48) }, new DeliverySettings()) { Limits = Generous };

    /// <summary>Nobody is told to wait, however much a test asks for.</summary>
    public static LimitSettings Generous { get; } = new() { RequestsPerMinute = int.MaxValue, ReportsPerMinute = int.MaxValue, FailedSignInsPerMinute = int.MaxValue, EventPostsPerMinute = int.MaxValue };

    /// <summary>What a new process may do differently, as a last word to its services.</summary>
    public Action<IServiceCollection> Change { get; set; } = _ => { };

    private Action<IServiceCollection> Stores { get; set; } = _ => { };

    public DataFolder Data => new(_folder.Root);

    public static async Task<PipelineWorld> WithAsync(PipelineCompany company)
    {
        PipelineWorld world = new();
        await world.IngestAsync(company);
        return world;
    }

    /// <summary>The same product on Cosmos DB, with books that were ingested there.</summary>
    public static PipelineWorld On(CosmosWorld cosmos)
    {
        PipelineWorld world = new();
        world.Stores = services =>
        {
            OneOnOne.Storage.Cosmos.CosmosStore store = cosmos.Start();
            services.AddSingleton<IBookStore>(store.Books).AddSingleton<IRunStore>(store.Runs).AddSingleton<IJournal>(store.Journal);
        };
        return world;
    }

    public ServiceProvider Start(PipelineFaults? faults = null)
    {
        ServiceCollection services = new();
        Composition.Add(services, Data, Clock, Settings, () => Mail);
        services.AddSingleton(new RetrySchedule([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero]));
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        Stores(services);
        Change(services);
        if (faults is not null)
        {
            Wrap<IRunStore>(services, faults);
            Wrap<IBookStore>(services, faults);
            Wrap<IJournal>(services, faults);
            Wrap<IMailGateway>(services, faults);
            Wrap<IMessageQueue>(services, faults);
        }

        ServiceProvider process = services.BuildServiceProvider();
        _processes.Add(process);
        return process;
    }

    public async Task<IngestReport> IngestAsync(ISnapshotSource company, PipelineFaults? faults = null) =>
        await Start(faults).GetRequiredService<IngestStep>().RunAsync(company, new NothingIsBad(), null, CancellationToken.None);

    /// <summary>One `run` by a process of its own.</summary>
    public async Task<PlanReport> RunAsync(PipelineFaults? faults = null) => await Pipelines.RunOnceAsync(Start(faults), CancellationToken.None);

    public async Task<List<RunSummary>> RunsAsync() => await Pipelines.RunsAsync(Start(), CancellationToken.None);

    public async Task<DeadLetter[]> DeadLettersAsync() => [.. await Start().GetRequiredService<IRunStore>().DeadLettersAsync(CancellationToken.None)];

    /// <summary>The ledger as text: what a rerun, a duplicate or a crash must not change. Times, attempts and ETags may differ.</summary>
    public async Task<string> LedgerAsync()
    {
        StringBuilder ledger = new();
        IRunStore store = Start().GetRequiredService<IRunStore>();
        foreach (RunSummary summary in (await RunsAsync()).OrderBy(one => one.Run.Id.Value, StringComparer.Ordinal))
        {
            Run run = summary.Run;
            ledger.AppendLine(CultureInfo.InvariantCulture, $"{run.Rep} {run.StartsAt:u} composed {run.ComposedAt is not null} missing [{string.Join(',', run.Missing)}]");
            foreach (Delivery delivery in summary.Deliveries)
            {
                ledger.AppendLine(CultureInfo.InvariantCulture, $"  {delivery.Audience} {delivery.State} {delivery.Code}");
            }

            ledger.AppendLine("  " + Json.Text(await store.ReadPairAsync(run.Id, CancellationToken.None)));
        }

        return ledger.ToString();
    }

    /// <summary>Each delivery as rep, audience, state and code.</summary>
    public async Task<string[]> StatesAsync() =>
    [
        .. (await RunsAsync()).SelectMany(run => run.Deliveries.Select(delivery => $"{run.Run.Rep} {delivery.Audience} {delivery.State}{(delivery.Code is null ? "" : $" ({delivery.Code})")}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Every table, for states that may not differ in anything.</summary>
    public string Dump() => Dump(Data.Database);

    public static string Dump(string database)
    {
        StringBuilder dump = new();
        using SqliteConnection connection = new($"Data Source={database};Pooling=False");
        connection.Open();
        foreach (string table in new[] { "snapshots", "opportunities", "heads", "pools", "company", "people", "teams", "runs", "findings", "briefs", "deliveries", "journal", "dead_letters" })
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The names stand above.
            command.CommandText = $"SELECT body FROM {table}";
#pragma warning restore CA2100
            using SqliteDataReader reader = command.ExecuteReader();
            List<string> rows = [];
            while (reader.Read())
            {
                rows.Add(StoredText.Of(table, reader.GetFieldValue<byte[]>(0)));
            }

            rows.Sort(StringComparer.Ordinal);
            rows.ForEach(row => dump.Append(table).Append(' ').AppendLine(row));
        }

        return dump.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider process in _processes)
        {
            await process.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>As the deployed app plans: its timer's interval is what a run may stand still, and others work on the ledger too.</summary>
    public void ShareWith(IMessageQueue queue) => Change += services => services
        .AddSingleton(queue)
        .AddSingleton(Settings.Plan)
        .AddSingleton(new Worker(Guid.NewGuid().ToString(), Alone: false));

    private static void Wrap<T>(ServiceCollection services, PipelineFaults faults)
        where T : class
    {
        ServiceDescriptor real = services.Last(one => one.ServiceType == typeof(T));
        services.AddSingleton(provider => PipelineFaults.Around((T)(real.ImplementationInstance ?? real.ImplementationFactory!(provider)), faults));
    }
}

internal sealed class PipelineClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A mail provider: what it accepted it remembers, and says so unless it is one that cannot tell.</summary>
internal sealed class PipelineMail : IMailGateway
{
    private readonly ConcurrentQueue<Mail> _accepted = new();

    public bool CanTell { get; set; } = true;

    /// <summary>Called before anything is accepted; null accepts.</summary>
    public Func<Mail, PostResult?> Answer { get; set; } = _ => null;

    public Mail[] Accepted => [.. _accepted];

    public string[] Keys => [.. _accepted.Select(mail => mail.BriefKey).Order(StringComparer.Ordinal)];

    public Task<PostResult> PostAsync(Mail mail, CancellationToken cancellation)
    {
        if (Answer(mail) is { } other)
        {
            return Task.FromResult(other);
        }

        _accepted.Enqueue(mail);
        return Task.FromResult(new PostResult(PostOutcome.Accepted, MessageId: mail.BriefKey));
    }

    public Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation) =>
        Task.FromResult(!CanTell ? Lookup.CannotTell : _accepted.Any(mail => mail.BriefKey == briefKey) ? Lookup.Accepted : Lookup.NotAccepted);
}
