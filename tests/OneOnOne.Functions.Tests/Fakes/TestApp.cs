using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>The real host on the sample's settings, with nothing replaced but the clock, Service Bus, and what Cosmos DB's client talks to.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    public static readonly RunId RunId = new("2026-03-02-0123456789abcdef");

    private readonly string _folder = Directory.CreateTempSubdirectory("oneonone-functions-").FullName;
    private readonly List<Sent> _left = [];
    private int _taken;

    public TestApp(Action<IServiceCollection>? services = null, Dictionary<string, string?>? settings = null)
    {
        Bus = new FakeBus(World);
        Actions = new FakeActions(World);
        Cosmos.CreateAsync().GetAwaiter().GetResult();
        Host = FunctionsHost.Create(["--environment", "Development"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Sample()).AddInMemoryCollection(settings);
            builder.Logging.ClearProviders().AddProvider(Log);
            builder.Services
                .AddSingleton<TimeProvider>(Clock)
                .AddSingleton<ServiceBusClient>(Bus)
                .AddSingleton(Cosmos.Client(CosmosStore.Options()))
                .AddSingleton(provider => FaultyBooks.Over(provider.GetRequiredService<CosmosStore>().Books));
            services?.Invoke(builder.Services);
        });
    }

    /// <summary>Everything that was sent and settled, in order.</summary>
    public List<string> World { get; } = [];

    public CosmosGateway Cosmos { get; } = new();

    public FakeBus Bus { get; }

    public FakeActions Actions { get; }

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));

    public LogSink Log { get; } = new();

    public IBookStore Books => Host.Services.GetRequiredService<IBookStore>();

    public IRunStore Runs => Host.Services.GetRequiredService<IRunStore>();

    public IHost Host { get; }

    public void Break(Exception failure) => ((FaultyBooks)(object)Books).Fails = failure;

    public void Mend() => ((FaultyBooks)(object)Books).Fails = null;

    public static Dictionary<string, string?> Sample()
    {
        using JsonDocument sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")));
        return sample.RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(one => one.Name.Replace("__", ":", StringComparison.Ordinal), one => one.Value.GetString());
    }

    public Task PlanAsync() => PlanAsync(RunId);

    public Task PlanAsync(RunId id) => Runs.TryCreateAsync(
        new Run
        {
            Id = id,
            MeetingId = "m1",
            Manager = new PersonId("P1"),
            Rep = new PersonId("P2"),
            On = new DateOnly(2026, 3, 2),
            StartsAt = Clock.Now.AddDays(1),
            TimeZone = "Europe/Berlin",
            Minutes = 45,
            AsOf = Clock.Now,
            PlannedAt = Clock.Now,
            DeadlineAt = Clock.Now.AddMinutes(30),
        },
        CancellationToken.None);

    public T Make<T>()
        where T : class => ActivatorUtilities.CreateInstance<T>(Host.Services);

    /// <summary>Calls the function that is named like the subscription, as the Functions host would.</summary>
    public Task HandleAsync(Subscription subscription, ServiceBusReceivedMessage message, CancellationToken cancellation = default) =>
        CallAsync(subscription.ToString(), "RunAsync", message, cancellation);

    public Task HandleDeadAsync(Subscription subscription, ServiceBusReceivedMessage message) =>
        CallAsync("HandleDeadLetters", subscription + "Async", message, CancellationToken.None);

    /// <summary>Delivers everything that was sent, when it is due, as often as told, until nothing is left; Service Bus promises no less and no more.</summary>
    /// <param name="until">Leaves what is due later to the next call.</param>
    public async Task PumpAsync(int times, DateTimeOffset? until = null)
    {
        while (true)
        {
            _left.AddRange(Bus.Sent.Skip(_taken));
            _taken = Bus.Sent.Count;
            if (_left.MinBy(sent => sent.Message.ScheduledEnqueueTime) is not { } next || next.Message.ScheduledEnqueueTime > (until ?? DateTimeOffset.MaxValue))
            {
                return;
            }

            _left.Remove(next);
            Clock.Now = next.Message.ScheduledEnqueueTime > Clock.Now ? next.Message.ScheduledEnqueueTime : Clock.Now;
            foreach (Subscription subscription in Routes.Of(MessageJson.Read<Message>(next.Message.Body.ToArray())))
            {
                for (int i = 0; i < times; i++)
                {
                    await HandleAsync(subscription, Received.Of(next.Message));
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }

        Cosmos.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private Task CallAsync(string function, string method, ServiceBusReceivedMessage message, CancellationToken cancellation)
    {
        Type type = typeof(FunctionsHost).Assembly.GetType($"OneOnOne.Functions.Triggers.{function}", throwOnError: true)!;
        object instance = ActivatorUtilities.CreateInstance(Host.Services, type);
        return (Task)type.GetMethod(method)!.Invoke(instance, [message, (ServiceBusMessageActions)Actions, cancellation])!;
    }
}
