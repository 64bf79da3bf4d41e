using System.Globalization;
using OneOnOne.Ingest;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Builders;

/// <summary>An account of our own, in this process. <see cref="Start"/> is a process that begins to use it.</summary>
internal sealed class CosmosWorld : IQuarantine, IDisposable
{
    private int _processes;

    private CosmosWorld()
    {
    }

    public CosmosGateway Gateway { get; } = new();

    public static async Task<CosmosWorld> CreateAsync(params IEnumerable<ISnapshotSource> ingested)
    {
        CosmosWorld world = new();
        await world.Gateway.CreateAsync();
        foreach (ISnapshotSource source in ingested)
        {
            Assert.Equal(IngestOutcome.Published, (await world.IngestAsync(source)).Outcome);
        }

        return world;
    }

    /// <param name="mostPendingBytes">0: an ingest writes each document at once.</param>
    public CosmosStore Start(int mostPendingBytes = CosmosStore.MostPendingBytes)
    {
        string writer = Interlocked.Increment(ref _processes).ToString(CultureInfo.InvariantCulture);
        return CosmosStore.Create(Gateway.Client(CosmosStore.Options()), CosmosStore.DefaultDatabase, writer, new RetentionSettings(), mostPendingBytes);
    }

    public Task<IngestReport> IngestAsync(ISnapshotSource source, IBookStore? through = null) =>
        new IngestStep(through ?? Start().Books, TimeProvider.System, Unheard.Telemetry()).RunAsync(source, this, null, CancellationToken.None);

    public Task<string> SeenAsync() => SeenBooks.OfAsync(Start().Books);

    void IQuarantine.Add(QuarantinedRow row)
    {
    }

    public void Dispose() => Gateway.Dispose();
}
