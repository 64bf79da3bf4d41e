using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

/// <summary>What the store's operations cost, in requests.</summary>
public sealed class CosmosRequestTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly PersonId Rob = new("rob");
    private static readonly RunId Run = PipelineRecords.Run().Id;

    public static TheoryData<string, int> OfBooks => new()
    {
        { "the newest snapshot", 1 },
        { "all snapshots", 1 },
        { "a book", 2 },
        { "a book compared with nobody's team", 2 },
        { "the book of somebody who has none", 2 },
        { "a whole book", 1 },
        { "a head", 1 },
        { "a pool", 1 },
        { "a person", 1 },
        { "a team", 1 },
        { "everybody", 1 },
        { "all teams", 1 },
        { "the reps", 1 },
    };

    [Theory]
    [MemberData(nameof(OfBooks))]
    public async Task Reading_books_takes_so_many_requests(string what, int requests)
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        await new IngestStep(world.Start().Books, TimeProvider.System, Unheard.Telemetry()).RunAsync(new PipelineCompany(), new NothingIsBad(), null, None);
        IBookStore books = world.Start().Books;
        await books.NewestSnapshotAsync(None); // A process that has just begun reads the manifest once more.
        world.Gateway.ForgetRequests();
        Assert.NotNull(await ReadAsync(books, what));
        Assert.Equal(requests, world.Gateway.DocumentRequests.Count);
    }

    [Fact]
    public async Task Remains_of_an_ingest_that_was_abandoned_cost_one_request_more_until_the_next_one()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(new MemorySource("1", Days.At(5), [Rows.Deal("O1", "rob")]));
        await using (IBookWriter abandoned = await world.Start(mostPendingBytes: 0).Books.BeginAsync(None))
        {
            await abandoned.PutAsync(new BookHead(Rob), None);
        }

        IBookStore books = world.Start().Books;
        world.Gateway.ForgetRequests();
        RepBook book = (await books.ReadBookAsync(Rob, null, None))!;
        Assert.Equal((1, 3), (book.Head.OpenCount, world.Gateway.DocumentRequests.Count));
        await world.IngestAsync(new MemorySource("2", Days.At(12), [Rows.Deal("O1", "rob")]));
        world.Gateway.ForgetRequests();
        Assert.Equal(1, (await books.ReadBookAsync(Rob, null, None))!.Head.OpenCount);
        Assert.Equal(2, world.Gateway.DocumentRequests.Count);
    }

    [Fact]
    public async Task Runs_take_one_request_a_step_and_planning_one_more_for_the_list()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        IRunStore runs = world.Start().Runs;
        Versioned<Run>? run = null;
        Versioned<Delivery>? delivery = null;
        Run record = PipelineRecords.Run();
        (string, Func<Task>, int)[] steps =
        [
            ("create the day's first", () => runs.TryCreateAsync(record with { Id = new RunId("first") }, None), 3),
            ("create", () => runs.TryCreateAsync(record, None), 2),
            ("read", async () => run = (await runs.ReadAsync(Run, None))!.Run, 1),
            ("save a part", () => runs.SavePartAsync(Run, PipelineRecords.Part(AnalysisPart.Slips), None), 1),
            ("read parts", () => runs.ReadPartsAsync(Run, None), 1),
            ("compose", () => runs.TryComposeAsync(run!, PipelineRecords.Pair(record), PipelineRecords.Both(), None), 1),
            ("read a pair", () => runs.ReadPairAsync(Run, None), 1),
            ("read a delivery", async () => delivery = await runs.ReadDeliveryAsync(Run, Audience.Rep, None), 1),
            ("claim", () => runs.TryReplaceAsync(delivery!, None), 1),
            ("find", () => runs.FindAsync(Run, None), 1),
            ("list", async () => await runs.ListAsync(DateOnly.MinValue, DateOnly.MaxValue, None).ToListAsync(), 4),
        ];
        List<string> actual = [];
        foreach ((string name, Func<Task> step, _) in steps)
        {
            world.Gateway.ForgetRequests();
            await step();
            actual.Add($"{name}: {world.Gateway.DocumentRequests.Count}");
        }

        Assert.Equal(steps.Select(step => $"{step.Item1}: {step.Item3}"), actual);
        Assert.DoesNotContain(world.Gateway.Requests, request => request.Kind == CosmosRequestKind.QueryPlan);
    }

    [Fact]
    public async Task Looking_at_a_run_does_not_bring_its_findings_along()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        IRunStore runs = world.Start().Runs;
        await runs.TryCreateAsync(PipelineRecords.Run(), None);
        await runs.ReadAsync(Run, None);
        double before = world.Gateway.Requests[^1].Charge;
        PartResult large = PipelineRecords.Part(AnalysisPart.Slips) with { Notes = [.. Enumerable.Range(0, 5000).Select(i => new DataNote(DataIssue.NoAmount, i))] };
        await runs.SavePartAsync(Run, large, None);
        Assert.Equal("s1", (await runs.ReadAsync(Run, None))!.Parts[AnalysisPart.Slips]);
        Assert.InRange(world.Gateway.Requests[^1].Charge, before, before + 1);
    }

    private static async Task<object?> ReadAsync(IBookStore books, string what) => what switch
    {
        "the newest snapshot" => await books.NewestSnapshotAsync(None),
        "all snapshots" => await books.SnapshotsAsync(None),
        "a book" => await books.ReadBookAsync(Rob, PipelineCompany.Mia, None),
        "a book compared with nobody's team" => await books.ReadBookAsync(Rob, null, None),
        "the book of somebody who has none" => await books.ReadBookAsync(new PersonId("nobody"), null, None) ?? new object(),
        "a whole book" => await books.ReadAllAsync(Rob, None).ToListAsync(),
        "a head" => await books.ReadHeadAsync(Rob, None),
        "a pool" => await books.ReadPoolAsync(PoolId.Team(PipelineCompany.Mia), None),
        "a person" => await books.FindPersonAsync(Rob, None),
        "a team" => await books.FindTeamAsync(PipelineCompany.Mia, None),
        "everybody" => await books.PeopleAsync(None),
        "all teams" => await books.TeamsAsync(None),
        _ => await books.RepsAsync(None),
    };
}
