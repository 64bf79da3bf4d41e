using Microsoft.Azure.Cosmos;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Storage;

/// <summary>R18 on Cosmos DB: whoever wrote knows it, even if the answer was lost, and nobody else believes it.</summary>
public sealed class CosmosRunFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Run Run = PipelineRecords.Run();

    public static TheoryData<string, int> Faults
    {
        get
        {
            TheoryData<string, int> all = [];
            foreach (string step in new[] { "create", "replace", "compose", "claim", "save a part", "save an event", "save a dead letter" })
            {
                for (int fault = 0; fault < CosmosFault.Each.Count; fault++)
                {
                    all.Add(step, fault);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    [Promise("R18", "on the Cosmos gateway: a create that timed out and then meets itself, and every other write, under every fault at every request")]
    public async Task R18_A_write_disturbed_at_any_request_is_done_once_and_known_to_be_done(string step, int fault)
    {
        int requests = 1;
        for (int disturbed = 1; disturbed <= requests; disturbed++)
        {
            using CosmosWorld world = await CosmosWorld.CreateAsync();
            IRunStore runs = world.Start().Runs;
            Func<IRunStore, Task<bool>> write = await PrepareAsync(step, runs);
            int n = disturbed;
            world.Gateway.ForgetRequests();
            world.Gateway.Fault = request => request.Number == n ? CosmosFault.Each[fault] : null;
            Assert.True(await write(runs));
            requests = Math.Max(requests, world.Gateway.DocumentRequests.Count(request => request.Status is null or < 400));
            world.Gateway.Fault = _ => null;

            // The same once more, by somebody who read the same: what may be repeated is, and what has a winner has no second one.
            Assert.Equal(step.StartsWith("save", StringComparison.Ordinal), await write(world.Start().Runs));
            Assert.Equal("one", await SeenAsync(step, runs));
        }
    }

    /// <summary>Both write the same bytes, and both lose the answer to their first attempt.</summary>
    [Fact]
    [Promise("R18", "on the Cosmos gateway: two write the same bytes, and both lose the answer")]
    public async Task R18_Of_two_that_write_the_same_one_wins_though_both_answers_are_lost()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        await PrepareAsync("claim", world.Start().Runs);
        Versioned<Delivery> read = (await world.Start().Runs.ReadDeliveryAsync(Run.Id, Audience.Rep, None))!;
        IRunStore[] two = [world.Start().Runs, world.Start().Runs];
        world.Gateway.Fault = request => request.Kind == CosmosRequestKind.Replace ? new CosmosFault.LoseAnswer(System.Net.HttpStatusCode.RequestTimeout) : null;
        Delivery claimed = read.Value with { State = DeliveryState.Claimed, Attempt = 1 };
        Assert.NotNull(await two[0].TryReplaceAsync(read with { Value = claimed }, None));
        Assert.Null(await two[1].TryReplaceAsync(read with { Value = claimed }, None));
    }

    [Fact]
    public async Task A_write_that_never_gets_an_answer_is_given_up()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        IRunStore runs = world.Start().Runs;
        Func<IRunStore, Task<bool>> write = await PrepareAsync("compose", runs);
        world.Gateway.Fault = request => request.Kind == CosmosRequestKind.Batch ? new CosmosFault.FailBefore(System.Net.HttpStatusCode.ServiceUnavailable) : null;
        await Assert.ThrowsAsync<ConcurrencyException>(() => write(runs));
        world.Gateway.Fault = _ => null;
        Assert.Null(await runs.ReadPairAsync(Run.Id, None));
        Assert.True(await write(runs));
    }

    [Fact]
    public async Task What_is_not_there_is_an_answer_and_a_container_that_is_not_there_is_an_error()
    {
        using CosmosGateway gateway = new();
        IRunStore runs = OneOnOne.Storage.Cosmos.CosmosStore.Create(gateway.Client(), "nowhere", "1", new RetentionSettings()).Runs;
        await Assert.ThrowsAsync<CosmosException>(() => runs.ReadPairAsync(Run.Id, None));
    }

    private static async Task<Func<IRunStore, Task<bool>>> PrepareAsync(string step, IRunStore runs)
    {
        DeliveryEvent bounced = new(Run.Id, Audience.Rep, DeliveryEventKind.Bounced, PipelineRecords.Now, "550");
        if (step == "create")
        {
            return store => store.TryCreateAsync(Run, None);
        }

        Assert.True(await runs.TryCreateAsync(Run, None));
        Versioned<Run> read = (await runs.ReadAsync(Run.Id, None))!.Run;
        Versioned<Run> composed = read with { Value = Run with { ComposedAt = PipelineRecords.Now } };
        switch (step)
        {
            case "replace":
                return store => store.TryReplaceAsync(read with { Value = Run with { Round = 1 } }, None);
            case "compose":
                return store => store.TryComposeAsync(composed, PipelineRecords.Pair(Run), PipelineRecords.Both(), None);
            case "save a part":
                return store => DoneAsync(store.SavePartAsync(Run.Id, PipelineRecords.Part(AnalysisPart.Slips), None));
            case "save an event":
                return store => DoneAsync(store.SaveAsync(bounced, None));
            case "save a dead letter":
                return store => DoneAsync(store.SaveAsync(new DeadLetter("1", Subscription.AnalyzeSlips, "{}", "unknown-run: run", 7, PipelineRecords.Now), None));
            default:
                Assert.True(await runs.TryComposeAsync(composed, PipelineRecords.Pair(Run), PipelineRecords.Both(), None));
                Versioned<Delivery> delivery = (await runs.ReadDeliveryAsync(Run.Id, Audience.Rep, None))!;
                return async store => await store.TryReplaceAsync(delivery with { Value = delivery.Value with { Attempt = 1 } }, None) is not null;
        }
    }

    private static async Task<string> SeenAsync(string step, IRunStore runs)
    {
        RunState state = (await runs.ReadAsync(Run.Id, None))!;
        int count = step switch
        {
            "create" => (await runs.ListAsync(Run.On, Run.On, None).ToListAsync()).Count,
            "replace" => state.Run.Value.Round,
            "compose" => state.Run.Value.ComposedAt is null || await runs.ReadPairAsync(Run.Id, None) is null ? 0 : (await runs.FindAsync(Run.Id, None))!.Deliveries.Length - 1,
            "claim" => (await runs.ReadDeliveryAsync(Run.Id, Audience.Rep, None))!.Value.Attempt,
            "save a part" => (await runs.ReadPartsAsync(Run.Id, None)).Length,
            "save an event" => (await runs.EventsAsync(Run.Id, Audience.Rep, None)).Length,
            _ => (await runs.DeadLettersAsync(None)).Length,
        };
        return count == 1 ? "one" : $"{count}";
    }

    private static async Task<bool> DoneAsync(Task write)
    {
        await write;
        return true;
    }
}
