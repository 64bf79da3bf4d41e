using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

/// <summary>What docs/cost.md multiplies: requests to Cosmos DB, messages and executions of an ingest, of a run and of a brief on demand.</summary>
public sealed class CosmosCostTests
{
    private const int DealsPerRep = 20;
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(10, 0, 0, 19, 2)]
    [InlineData(20, 0, 0, 29, 2)]
    [InlineData(10, 1, 1, 22, 3)]
    [InlineData(10, 1, 20, 22, 3)]
    [InlineData(10, 2, 2, 25, 4)]
    [InlineData(10, 10, 10, 49, 12)]
    [InlineData(10, 10, 200, 49, 12)]
    [InlineData(20, 20, 400, 89, 22)]
    public async Task An_ingest_asks_once_for_each_rep_and_thrice_more_for_one_whose_deals_changed_which_it_writes_at_once(int reps, int changed, int deals, int reads, int writes)
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(Company("first", Days.At(5), reps, 0, 0));
        world.Gateway.ForgetRequests();
        IngestReport report = await world.IngestAsync(Company("second", Days.At(12), reps, changed, deals));
        CosmosRequest[] all = [.. world.Gateway.DocumentRequests];
        int read = all.Count(request => request.Kind is CosmosRequestKind.Read or CosmosRequestKind.Query);
        Assert.Equal((reads, writes, deals), (read, all.Length - read, report.Writes));
    }

    [Fact]
    public async Task The_same_snapshot_again_takes_one_request()
    {
        MemorySource source = Company("first", Days.At(5), 10, 0, 0);
        using CosmosWorld world = await CosmosWorld.CreateAsync(source);
        world.Gateway.ForgetRequests();
        await world.IngestAsync(source);
        Assert.Single(world.Gateway.DocumentRequests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_run_takes_so_many_requests_messages_and_executions(int team)
    {
        using CosmosWorld cosmos = await CosmosWorld.CreateAsync();
        await using PipelineWorld world = PipelineWorld.On(cosmos);
        await world.IngestAsync(new PipelineCompany { Reps = [.. Enumerable.Range(1, team).Select(i => $"rep{i}")] });
        MessageList messages = new();
        world.Change = services => services.AddSingleton<IMessageQueue>(messages);
        ServiceProvider process = world.Start();
        StringBuilder told = new();
        cosmos.Gateway.ForgetRequests();
        await process.GetRequiredService<PlanStep>().RunAsync(None);
        Tell("plan");

        // Of one run alone; the deadline comes last, as it does where nothing is wrong.
        RunId run = messages.All.First().Message.Run;
        Queue<Message> waiting = new(messages.Take(run));
        while (waiting.TryDequeue(out Message? message))
        {
            foreach (Subscription subscription in Routes.Of(message))
            {
                cosmos.Gateway.ForgetRequests();
                await process.GetRequiredService<MessageHandler>().HandleAsync(subscription, message, new Arrival(1, null), None);
                Tell($"{subscription} after {message.GetType().Name}", messages.Sent);
                Array.ForEach(messages.Take(run), waiting.Enqueue);
            }
        }

        foreach (Message late in messages.Later(run))
        {
            cosmos.Gateway.ForgetRequests();
            await process.GetRequiredService<MessageHandler>().HandleAsync(Subscription.OrchestrateBrief, late, new Arrival(1, null), None);
            Tell($"OrchestrateBrief after {late.GetType().Name}", messages.Sent);
        }

        cosmos.Gateway.ForgetRequests();
        Reports reports = process.GetRequiredService<Reports>();
        await reports.BriefAsync((await reports.TryFindAsync("rep1", None))!, await reports.DefaultAsOfAsync(None), None);
        Tell("on demand");
        Assert.Equal(
            $"""
            plan: {12 + (4 * team)} requests
            AnalyzeStalls after AnalyzeRep: 4 requests, 1 messages sent
            AnalyzeSlips after AnalyzeRep: 4 requests, 1 messages sent
            AnalyzeStageOutliers after AnalyzeRep: 4 requests, 1 messages sent
            OrchestrateBrief after FindingsReady: {9 + team} requests, 2 messages sent
            OrchestrateBrief after FindingsReady: 1 requests, 2 messages sent
            OrchestrateBrief after FindingsReady: 1 requests, 2 messages sent
            DeliverBrief after DeliverBrief: 9 requests, 0 messages sent
            DeliverBrief after DeliverBrief: 9 requests, 0 messages sent
            OrchestrateBrief after DeadlineReached: 1 requests, 2 messages sent
            on demand: {8 + team} requests

            """,
            told.ToString());

        void Tell(string what, int? sent = null) => told.Append(CultureInfo.InvariantCulture, $"{what}: {cosmos.Gateway.DocumentRequests.Count} requests{(sent is null ? "" : $", {sent} messages sent")}\n");
    }

    /// <summary>So many deals change, spread over so many of the reps.</summary>
    private static MemorySource Company(string name, DateTimeOffset at, int reps, int changed, int deals) => new(
        name,
        at,
        Enumerable.Range(0, reps).SelectMany(rep => Enumerable.Range(0, DealsPerRep).Select(deal =>
            Rows.Deal($"O{rep}-{deal}", $"rep{rep}", amount: rep < changed && deal < deals / changed ? 2 : 1))));

    /// <summary>Drops what it has seen before, as the deployed queues do by a message's id.</summary>
    private sealed class MessageList : IMessageQueue
    {
        private readonly HashSet<string> _seen = [];

        public List<Outgoing> All { get; } = [];

        /// <summary>How many were sent since <see cref="Take"/>.</summary>
        public int Sent { get; private set; }

        public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
        {
            Sent += messages.Count;
            All.AddRange(messages.Where(one => _seen.Add(one.Message.Id)));
            return Task.CompletedTask;
        }

        public Message[] Take(RunId run)
        {
            Outgoing[] taken = [.. All.Where(one => one.Message.Run == run && one.NotBefore is null)];
            All.RemoveAll(taken.Contains);
            Sent = 0;
            return [.. taken.Select(one => one.Message)];
        }

        public Message[] Later(RunId run) => [.. All.Where(one => one.Message.Run == run && one.NotBefore is not null).Select(one => one.Message)];
    }
}
