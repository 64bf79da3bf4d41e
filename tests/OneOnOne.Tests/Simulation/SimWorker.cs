using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Analysis;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Simulation;

/// <summary>A process: the product as the shells compose it, on ports that the simulation stands around.</summary>
internal sealed class SimWorker : IDisposable
{
    private readonly ServiceProvider _services;

    public SimWorker(SimWorld sim, string name, SimClock clock)
    {
        Name = name;
        Clock = clock;
        SimStores stores = sim.Store.Start(name);
        Raw = stores;
        IRunStore runs = SimPort.Around(sim.Plants.Runs(stores.Runs, clock), sim);
        IMailGateway mail = sim.Plants.Mail(SimPort.Around<IMailGateway>(new SimGateway(sim, () => stores.Runs), sim));
        _services = new ServiceCollection()
            .AddOneOnOne(sim.Settings)
            .AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(sim.Record))
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(new Worker(name, Alone: false))
            .AddSingleton(SimPort.Around(stores.Books, sim))
            .AddSingleton(runs)
            .AddSingleton(SimPort.Around(stores.Journal, sim))
            .AddSingleton(SimPort.Around<IMessageQueue>(new SimQueue(sim.Bus), sim))
            .AddSingleton(mail)
            .BuildServiceProvider();
    }

    public string Name { get; }

    public SimClock Clock { get; }

    public SimStores Raw { get; }

    public bool Dead { get; set; }

    public CancellationTokenSource Stopping { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose()
    {
        _services.Dispose();
        Stopping.Dispose();
    }

    public static OneOnOneSettings SettingsOf(SimProfile profile) => new(
        new ThresholdSet(new Thresholds()),
        new CompanySettings(),
        new PlanSettings { Lead = profile.Lead, Assumed = null },
        new DeliverySettings { UnknownPolicy = profile.Policy, Lease = profile.Leases ? TimeSpan.FromMinutes(2) : TimeSpan.Zero });
}

/// <summary>A worker's clock: the true time, and how wrong it goes.</summary>
internal sealed class SimClock(SimWorld sim) : TimeProvider
{
    public TimeSpan Wrong { get; set; }

    public override DateTimeOffset GetUtcNow() => sim.Now + Wrong;
}

/// <summary>Bugs that a test plants: something stands between the product and a real port, and does what the product must not.</summary>
internal sealed record SimPlants
{
    /// <summary>Inside of the port: what it does is one call.</summary>
    public Func<IRunStore, TimeProvider, IRunStore> Runs { get; init; } = (runs, _) => runs;

    public Func<IMailGateway, IMailGateway> Mail { get; init; } = mail => mail;

    public Func<IReceivedMessage, IReceivedMessage> Received { get; init; } = received => received;
}
