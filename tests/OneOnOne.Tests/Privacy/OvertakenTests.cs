using OneOnOne.Ingest;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Privacy;

/// <summary>Somebody is forgotten while an ingest is under way that has read them already: it must not bring them back.</summary>
public sealed class OvertakenTests : IQuarantine
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>0: between reading the export and looking at the books; then before each write, publishing last.</summary>
    public static TheoryData<int> Moments => [.. Enumerable.Range(0, 11)];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task An_ingest_that_read_them_before_changes_nothing_in_Cosmos_DB(int moment)
    {
        using CosmosWorld account = await CosmosWorld.CreateAsync();
        CosmosStore store = account.Start();
        using Leaver world = new(store.Books, store.Runs, store.Journal, store.Audit, store.Erasure);
        await world.FillAsync();
        bool forgotten = false;
        Exception? failure = await Record.ExceptionAsync(() => IngestAsync(account.Start(mostPendingBytes: 0).Books, moment, () =>
        {
            forgotten = true;
            return world.ForgetAsync(alone: false);
        }));
        Assert.True(forgotten);
        Assert.True(failure is ConcurrencyException or UserErrorException, failure?.ToString() ?? "It was published.");
        await AssertGoneAsync(world);
    }

    [Fact]
    public async Task An_ingest_that_read_them_before_changes_nothing_in_the_embedded_store()
    {
        using SqliteErasureTests sqlite = new();
        Leaver world = sqlite.World;
        await world.FillAsync();
        UserErrorException failure = await Assert.ThrowsAsync<UserErrorException>(() => IngestAsync(world.Get<IBookStore>(), 0, () => world.ForgetAsync()));
        Assert.Equal("Another snapshot was ingested at the same time. Nothing was changed by this one: run the same command again.", failure.Message);
        await AssertGoneAsync(world);
    }

    void IQuarantine.Add(QuarantinedRow row)
    {
    }

    private Task<IngestReport> IngestAsync(IBookStore books, int moment, Func<Task> meanwhile)
    {
        HookedStore hooked = new(books)
        {
            BeforeBegin = () => moment == 0 ? meanwhile() : Task.CompletedTask,
            BeforeWrite = write =>
            {
                if (write == moment)
                {
                    meanwhile().GetAwaiter().GetResult();
                }
            },
        };
        return new IngestStep(hooked, TimeProvider.System, Unheard.Telemetry()).RunAsync(Leaver.Export(3, PipelineCompany.Monday.AddDays(7)), this, null, None);
    }

    /// <summary>By whoever reads now, and after the look a day later in the stored bytes too.</summary>
    private static async Task AssertGoneAsync(Leaver world)
    {
        Assert.Null(await world.Get<IBookStore>().FindPersonAsync(Leaver.Zebulon, None));
        Assert.Null(await world.Get<IBookStore>().ReadBookAsync(Leaver.Zebulon, Leaver.Mia, None));
        Assert.DoesNotContain(await world.Get<IBookStore>().PeopleAsync(None), person => person.Id == Leaver.Zebulon);
        await world.IngestAsync(Leaver.Export(4, PipelineCompany.Monday.AddDays(14)));
        Assert.Null(await world.Get<IBookStore>().FindPersonAsync(Leaver.Zebulon, None));
        world.Clock.Now += OneOnOne.Privacy.ForgetStep.Settled;
        await world.Get<OneOnOne.Privacy.ForgetStep>().ContinueAsync(None);
        Assert.Empty(await world.Get<OneOnOne.Privacy.PersonalData>().OfAsync(Leaver.Zebulon, None).ToListAsync());
    }
}
