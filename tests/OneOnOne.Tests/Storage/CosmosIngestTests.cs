using Microsoft.Azure.Cosmos;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;
using OneOnOne.Tests.Promises;
using static OneOnOne.Tests.Builders.Rows;

namespace OneOnOne.Tests.Storage;

/// <summary>R12, R13 and R14 on Cosmos DB: whatever breaks, and whoever else ingests, a snapshot is there whole or not at all.</summary>
public sealed class CosmosIngestTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static MemorySource First => new("first", Days.At(5), [Human("mia"), Human("ann", "mia"), Human("bob", "mia"), Deal("O1", "ann", amount: 10.0m), Deal("O2", "bob")]);

    /// <summary>A deal moves, one is won, one is new, and so is a rep.</summary>
    private static MemorySource Second => new("second", Days.At(12), [Deal("O1", "bob", amount: 10.00m), Deal("O2", "bob", "Closed Won", Outcome.Won), Deal("O3", "cat")]);

    public static TheoryData<int> Faults => [.. Enumerable.Range(0, CosmosFault.Each.Count)];

    [Theory]
    [MemberData(nameof(Faults))]
    [Promise("R14", "every kind of fault at every request of an ingest, on the Cosmos gateway")]
    public async Task R14_An_ingest_disturbed_at_any_request_publishes_all_or_nothing_and_every_write_survives(int fault)
    {
        using CosmosWorld sound = await CosmosWorld.CreateAsync(First);
        string before = await sound.SeenAsync();
        sound.Gateway.ForgetRequests();
        await sound.IngestAsync(Second);
        int requests = sound.Gateway.DocumentRequests.Count;
        string after = await sound.SeenAsync();
        for (int disturbed = 1; disturbed <= requests; disturbed++)
        {
            using CosmosWorld world = await CosmosWorld.CreateAsync(First);
            int n = disturbed;
            bool isWrite = false;
            world.Gateway.ForgetRequests();
            world.Gateway.Fault = request =>
            {
                isWrite |= request.Number == n && request.Operations.Any(operation => operation.Writes);
                return request.Number == n ? CosmosFault.Each[fault] : null;
            };
            try
            {
                await world.IngestAsync(Second);
            }
            catch (CosmosException) when (!isWrite)
            {
                world.Gateway.Fault = _ => null;
                Assert.Equal(before, await world.SeenAsync());
                Assert.Equal(IngestOutcome.Published, (await world.IngestAsync(Second)).Outcome);
            }

            world.Gateway.Fault = _ => null;
            Assert.Equal(after, await world.SeenAsync());
        }

        Assert.InRange(requests, 15, 60);
    }

    [Fact]
    [Promise("R14", "a crash at every write of an ingest, on the Cosmos gateway")]
    public async Task R14_A_crash_at_any_write_leaves_the_books_as_they_were_and_its_remains_disturb_nobody()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(SmallCompany.Week1);
        string before = await world.SeenAsync();
        int crashes = 0;
        while (true)
        {
            int at = crashes + 1;
            HookedStore crashing = new(world.Start(mostPendingBytes: 0).Books) { BeforeWrite = n => Crash(n == at) };
            try
            {
                await world.IngestAsync(SmallCompany.Week5, crashing);
                break;
            }
            catch (IOException)
            {
                crashes++;
                Assert.Equal(before, await world.SeenAsync());
            }
        }

        Assert.InRange(crashes, 15, 100);
        using CosmosWorld sound = await CosmosWorld.CreateAsync(SmallCompany.Week1, SmallCompany.Week5);
        Assert.Equal(await sound.SeenAsync(), await world.SeenAsync());
    }

    [Fact]
    [Promise("R13", "8 of the orders on the Cosmos gateway: as in the embedded store")]
    public async Task R13_Snapshots_in_any_order_leave_the_same_as_in_the_embedded_store()
    {
        using TempBooks embedded = new();
        foreach (MemorySource week in SmallCompany.All)
        {
            await embedded.IngestAsync(week);
        }

        string expected = await SeenBooks.OfAsync(embedded.Store);
        foreach (MemorySource[] order in Orders.Of(SmallCompany.All).Where((_, i) => i % 17 == 0))
        {
            using CosmosWorld world = await CosmosWorld.CreateAsync(order);
            string actual = await world.SeenAsync();
            Assert.True(expected == actual, $"{string.Join(", ", order.Select(source => source.Name))}\n{expected}\n{actual}");
        }
    }

    [Fact]
    public async Task An_ingest_writes_what_changed_the_sheets_of_those_reps_and_three_documents_more()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(SmallCompany.Week1);
        foreach ((MemorySource week, int newReps, int sheets) in new[] { (SmallCompany.Week2, 0, 2), (SmallCompany.Week3, 0, 2), (SmallCompany.Week4, 1, 4) })
        {
            world.Gateway.ForgetRequests();
            IngestReport report = await world.IngestAsync(week);
            Assert.InRange(report.Writes, 5, 20);
            Assert.Equal(report.Writes + newReps + sheets + 3, world.Gateway.Writes); // The generation, the manifest, the snapshot; and the list of reps where it grew.
        }
    }

    [Fact]
    [Promise("R12", "no write to the Cosmos gateway")]
    public async Task R12_The_same_snapshot_twice_writes_nothing_and_an_unchanged_company_only_that_it_was_seen()
    {
        SnapshotRow[] deals = [Deal("O1", "ann", amount: 10.00m), Deal("O2", "bob"), Did("O1", 3)];
        using CosmosWorld world = await CosmosWorld.CreateAsync(new MemorySource("a", Days.At(5), deals));
        world.Gateway.ForgetRequests();
        Assert.Equal(IngestOutcome.AlreadyThere, (await world.IngestAsync(new MemorySource("a", Days.At(5), deals))).Outcome);
        Assert.Equal(0, world.Gateway.Writes);
        Assert.Equal(0, (await world.IngestAsync(new MemorySource("b", Days.At(12), deals))).Writes);
        Assert.Equal(["manifest", "manifest", "snapshot-2"], world.Gateway.DocumentRequests.SelectMany(request => request.Operations).Where(operation => operation.Writes).Select(operation => operation.Id));
    }

    [Fact]
    public async Task Of_two_ingests_at_once_the_one_that_began_last_wins_and_the_other_says_what_will_happen()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(First);
        using CosmosWorld alone = await CosmosWorld.CreateAsync(First, Second);
        MemorySource third = new("third", Days.At(19), [Deal("O1", "ann"), Deal("O4", "bob")]);
        HookedStore slow = new(world.Start(mostPendingBytes: 0).Books) { BeforeWrite = n => BeginAfter(n, 3, world) };
        ConcurrencyException error = await Assert.ThrowsAsync<ConcurrencyException>(() => world.IngestAsync(third, slow));
        Assert.Equal("Another ingest began while this one was running. Nothing was changed by this one; the next ingest will do its work.", error.Message);
        Assert.Equal(await alone.SeenAsync(), await world.SeenAsync());
        Assert.Equal(IngestOutcome.Published, (await world.IngestAsync(third)).Outcome);
        await alone.IngestAsync(third);
        Assert.Equal(await alone.SeenAsync(), await world.SeenAsync());
    }

    [Fact]
    public async Task Two_that_ingest_the_same_weeks_at_once_publish_each_once_and_leave_the_books_as_one_would()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            foreach (MemorySource week in SmallCompany.All)
            {
                while (!await IngestedAsync(world, week))
                {
                    // The other one was faster. The next timer tries again.
                }
            }
        })));
        using CosmosWorld sequential = await CosmosWorld.CreateAsync(SmallCompany.All);
        Assert.Equal(await sequential.SeenAsync(), await world.SeenAsync());
    }

    /// <summary>The first ingest closes the deal beside the edition that the reader sees, the second overwrites that one: nothing of the deal is open any more.</summary>
    [Fact]
    public async Task A_deal_that_two_ingests_closed_between_a_readers_two_requests_does_not_just_disappear()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(new MemorySource("1", Days.At(5), [Deal("O1", "ann"), Deal("O2", "ann")]));
        IBookStore reader = world.Start().Books;
        TaskCompletionSource arrived = new();
        TaskCompletionSource ingested = new();
        world.Gateway.Fault = request =>
        {
            if (request.PartitionKey == "[\"ann\"]" && arrived.TrySetResult())
            {
                return new CosmosFault.Delay(ingested.Task);
            }

            return null;
        };
        Task<RepBook?> reading = reader.ReadBookAsync(new PersonId("ann"), null, None);
        await arrived.Task;
        foreach (int edition in new[] { 2, 3 })
        {
            await using IBookWriter writer = await world.Start().Books.BeginAsync(None);
            await writer.PutAsync(await ClosedAsync(world, edition), None);
            await writer.PublishAsync(new Snapshot($"s{edition}", Days.At(10 + edition), $"{edition}", 2), None);
        }

        ingested.SetResult();
        RepBook book = (await reading)!;
        Assert.Equal(("s3", "O2"), (book.Snapshot.Id, Assert.Single(book.Open).Id.Value));
    }

    [Fact]
    public async Task A_reader_between_whose_requests_one_snapshot_after_the_other_appears_gives_up()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(new MemorySource("1", Days.At(5), [Deal("O1", "ann")]));
        IBookStore reader = world.Start().Books;
        int published = 0;
        world.Gateway.Fault = request =>
        {
            if (request.PartitionKey != "[\"ann\"]" || request.Sql?.Contains("@head", StringComparison.Ordinal) != true)
            {
                return null;
            }

            int edition = ++published;
            return new CosmosFault.Delay(Task.Run(async () =>
            {
                await using IBookWriter writer = await world.Start().Books.BeginAsync(None);
                await writer.PutAsync(await ClosedAsync(world, edition), None);
                await writer.PublishAsync(new Snapshot($"s{edition}", Days.At(10).AddHours(edition), $"{edition}", 2), None);
            }));
        };
        await Assert.ThrowsAsync<ConcurrencyException>(() => reader.ReadBookAsync(new PersonId("ann"), null, None));
        Assert.Equal(10, published);
    }

    /// <summary>A merge that meets books newer than the snapshots that it knows of may stumble over them; what counts is that nothing is published.</summary>
    private static async Task<bool> IngestedAsync(CosmosWorld world, MemorySource week)
    {
        try
        {
            await world.IngestAsync(week);
            return true;
        }
        catch (Exception e) when (e is ConcurrencyException or UserErrorException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<Opportunity> ClosedAsync(CosmosWorld world, int edition)
    {
        Opportunity known = await world.Start().Books.ReadAllAsync(new PersonId("ann"), None).FirstAsync(one => one.Id.Value == "O1");
        return known with { Observed = [.. known.Observed, new Observation(Days.At(10 + edition), known.Observed[0].State! with { Outcome = Outcome.Lost })] };
    }

    private static void BeginAfter(int write, int last, CosmosWorld world)
    {
        if (write == last)
        {
            world.IngestAsync(Second).GetAwaiter().GetResult();
        }
    }

    private static void Crash(bool now)
    {
        if (now)
        {
            throw new IOException("Power cut.");
        }
    }
}
