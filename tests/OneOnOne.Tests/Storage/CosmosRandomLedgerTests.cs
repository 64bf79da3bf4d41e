using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;
using OneOnOne.Tests.Promises;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Storage;

/// <summary>R18 on Cosmos DB, whatever the order and whatever is lost: of those who replace the same version one wins, and knows it.</summary>
public sealed class CosmosRandomLedgerTests(ITestOutputHelper output)
{
    private const int Nothing = 0;
    private const int UsualSeeds = 5;

    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("COSMOS_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seeds) ? seeds : UsualSeeds;

    [Fact]
    [Promise("R18", UsualSeeds, "random schedules of faults and deaths on the Cosmos gateway; more with COSMOS_SEEDS")]
    public async Task R18_Of_all_that_replace_one_version_one_wins_and_knows_it()
    {
        int won = 0;
        int lost = 0;
        int unknown = 0;
        int harmed = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            using Round round = new(seed);
            await round.RunAsync();
            won += round.Tries.Count(one => one.Told is true);
            lost += round.Tries.Count(one => one.Told is false);
            unknown += round.Tries.Count(one => one.Told is null);
            harmed += round.Harmed;
        }

        output.WriteLine($"{Seeds} seeds: {won} won, {lost} lost, {unknown} never heard, {harmed} requests harmed.");
        Assert.True(won > 5 * Seeds && lost > 5 * Seeds && harmed > 5 * Seeds, $"{won} {lost} {harmed}");
    }

    /// <summary>Somebody who read one version of a document and tried to put another one in its place. No two tries write the same.</summary>
    /// <param name="Told">Whether it was done; null where they died or gave up first.</param>
    /// <param name="Then">The version that was there when they were told.</param>
    private sealed record Try(string Document, int From, int To, bool? Told, int Then);

    private sealed class Round : IDisposable
    {
        private const string TheRun = "run";

        private static readonly Run Planned = PipelineRecords.Run();

        private readonly int _seed;
        private readonly CosmosGateway _gateway = new();
        private readonly CosmosSchedule _schedule;
        private readonly ConcurrentQueue<Try> _tries = [];
        private int _names;

        public Round(int seed)
        {
            _seed = seed;
            _schedule = new CosmosSchedule(_gateway, seed) { Trouble = 10 + (seed % 3 * 15), Deaths = seed % 2 * 10 };
        }

        public IReadOnlyCollection<Try> Tries => _tries;

        public int Harmed => _schedule.Harmed;

        public async Task RunAsync()
        {
            await _gateway.CreateAsync();
            for (int i = 0; i < 6; i++)
            {
                IRunStore runs = _schedule.Process().Runs;
                int[] dice = [.. Enumerable.Range(0, 8).Select(_ => _schedule.Random.Next(3))];
                _schedule.Add(async life =>
                {
                    await TryAsync(TheRun, Nothing, to => runs.TryCreateAsync(Planned with { Round = to }, life));
                    foreach (int die in dice)
                    {
                        await StepAsync(runs, die, life);
                    }
                });
            }

            await _schedule.RunAsync();
            await CheckAsync();
        }

        public void Dispose()
        {
            _schedule.Dispose();
            _gateway.Dispose();
        }

        private async Task StepAsync(IRunStore runs, int die, CancellationToken life)
        {
            try
            {
                if (die == 0 && (await runs.ReadAsync(Planned.Id, life))?.Run is { } run)
                {
                    await TryAsync(TheRun, run.Value.Round, to => run.Value.ComposedAt is null
                        ? runs.TryComposeAsync(run with { Value = run.Value with { Round = to, ComposedAt = PipelineRecords.Now } }, PipelineRecords.Pair(Planned), PipelineRecords.Both(), life)
                        : runs.TryReplaceAsync(run with { Value = run.Value with { Round = to } }, life));
                }
                else if (die == 1 && (await runs.ReadAsync(Planned.Id, life))?.Run is { } again)
                {
                    await TryAsync(TheRun, again.Value.Round, to => runs.TryReplaceAsync(again with { Value = again.Value with { Round = to } }, life));
                }
                else if (die == 2 && await runs.ReadDeliveryAsync(Planned.Id, Audience.Rep, life) is { } delivery)
                {
                    // A claim, and what its owner writes under the version that the claim told.
                    Versioned<Delivery>? claimed = null;
                    await TryAsync("delivery", delivery.Value.Attempt, async to => (claimed = await runs.TryReplaceAsync(delivery with { Value = delivery.Value with { Attempt = to } }, life)) is not null);
                    if (claimed is not null)
                    {
                        await TryAsync("delivery", claimed.Value.Attempt, async to => await runs.TryReplaceAsync(claimed with { Value = claimed.Value with { Attempt = to } }, life) is not null);
                    }
                }
            }
            catch (CosmosException)
            {
                // A read that was not answered.
            }
        }

        private async Task TryAsync(string document, int from, Func<int, Task<bool>> write)
        {
            int to = Interlocked.Increment(ref _names);
            bool? told = null;
            try
            {
                told = await write(to);
            }
            catch (Exception e) when (e is ConcurrencyException or CosmosException)
            {
                // It does not know, and says so.
            }
            finally
            {
                _tries.Enqueue(new Try(document, from, to, told, Stored(document)));
            }
        }

        private int Stored(string document)
        {
            string id = document == TheRun ? "run" : "delivery-Rep";
            string property = document == TheRun ? "round" : "attempt";
            return _gateway.Documents("runs").FirstOrDefault(one => one.Id == id) is { } stored
                && JsonDocument.Parse(stored.Body.GetProperty("text").GetString()!).RootElement.TryGetProperty(property, out JsonElement version) ? version.GetInt32() : Nothing;
        }

        private async Task CheckAsync()
        {
            IRunStore after = OneOnOne.Storage.Cosmos.CosmosStore.Create(_gateway.Client(OneOnOne.Storage.Cosmos.CosmosStore.Options()), "oneonone", "after", new RetentionSettings()).Runs;
            Run? run = (await after.ReadAsync(Planned.Id, CancellationToken.None))?.Run.Value;
            Delivery? delivery = (await after.ReadDeliveryAsync(Planned.Id, Audience.Rep, CancellationToken.None))?.Value;
            Assert.Equal(run?.ComposedAt is not null, delivery is not null);
            Assert.Equal(run?.ComposedAt is not null, await after.ReadPairAsync(Planned.Id, CancellationToken.None) is not null);
            Check(TheRun, run?.Round ?? Nothing);
            Check("delivery", delivery?.Attempt ?? Nothing);
        }

        /// <summary>
        /// From the last version back to the first: everybody who wrote one of them knows, and nobody else believes it. Only whoever lost
        /// the answer, and looked when somebody had replaced that version too, cannot know.
        /// </summary>
        private void Check(string document, int last)
        {
            Dictionary<int, Try> all = _tries.Where(one => one.Document == document).ToDictionary(one => one.To);
            HashSet<Try> wrote = [];
            for (int version = last; version != Nothing; version = all[version].From)
            {
                wrote.Add(all[version]);
            }

            Try[] wrong = [.. all.Values.Where(one => wrote.Contains(one) ? one.Told is false && one.Then == one.To : one.Told is true)];
            Assert.True(wrong.Length == 0, $"seed {_seed}: {string.Join(", ", wrong.AsEnumerable())} of {string.Join(", ", wrote.Select(one => one.To).Reverse())}");
        }
    }
}
