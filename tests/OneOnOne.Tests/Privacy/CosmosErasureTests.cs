using System.Net;
using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Privacy;

public sealed class CosmosErasureTests : ErasureContract, IAsyncLifetime
{
    private CosmosWorld? _account;
    private Leaver? _world;

    internal override Leaver World => _world!;

    public async Task InitializeAsync()
    {
        _account = await CosmosWorld.CreateAsync();
        _world = Start(_account);
    }

    public Task DisposeAsync()
    {
        _world!.Dispose();
        _account!.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A container or a kind of document that is made and that nobody thinks of here fails.</summary>
    [Fact]
    public async Task Every_container_and_every_kind_of_record_names_him_before_and_none_does_after()
    {
        await World.FillAsync();
        Assert.Equal(["audit", "books", "people", "runs"], Naming(Leaver.Words));
        Assert.Equal(
            Enum.GetNames<LedgerKind>().Order(StringComparer.Ordinal),
            _account!.Gateway.Documents("runs").Select(document => CosmosBody.Text(document.Body, "kind")!).Distinct().Order(StringComparer.Ordinal));
        string[] runs = [.. (await World.Get<OneOnOne.Privacy.PersonalData>().RunsAsync(Leaver.Zebulon, CancellationToken.None)).Select(run => run.Value)];
        await World.ForgetAsync();
        Assert.Empty(Naming([.. Leaver.Words, .. runs]));
    }

    /// <summary>Cut off before each request in turn, as a process is that is killed. A reader sees him whole or not at all; the next attempt ends it.</summary>
    [Fact]
    public async Task Killed_before_any_request_it_shows_nobody_half_of_him_and_goes_on()
    {
        await World.FillAsync();
        string whole = await SeenAsync(World);
        bool done = false;
        for (int cut = 1; !done; cut++)
        {
            using CosmosWorld account = await CosmosWorld.CreateAsync();
            using Leaver world = Start(account);
            await world.FillAsync();
            done = await CutAsync(account, world, cut);
            using Leaver next = Start(account);
            string seen = await SeenAsync(next);
            Assert.True(seen == whole || seen == "nobody", $"Cut before request {cut}, a reader saw: {seen}");
            await next.Get<OneOnOne.Privacy.RetentionStep>().RunAsync(next.Clock.Now, CancellationToken.None);
            await next.ForgetAsync();
            Assert.All(Leaver.Words, word => Assert.DoesNotContain(word, Raw(account), StringComparison.OrdinalIgnoreCase));
            cut += cut / 3; // Each of the first requests, then ever fewer: what comes later is one deletion after the other.
        }
    }

    protected override string Raw() => Raw(_account!);

    private static string Raw(CosmosWorld account) =>
        string.Join('\n', CosmosLayout.Containers.SelectMany(one => account.Gateway.Documents(one.Container)).Select(document => document.PartitionKey + " " + document.Json()));

    private static Leaver Start(CosmosWorld account)
    {
        CosmosStore store = account.Start();
        return new Leaver(store.Books, store.Runs, store.Journal, store.Audit, store.Erasure);
    }

    /// <returns>Whether it came to its end before it was cut off.</returns>
    private static async Task<bool> CutAsync(CosmosWorld account, Leaver world, int cut)
    {
        int requests = 0;
        account.Gateway.Fault = _ => ++requests >= cut ? new CosmosFault.FailBefore(HttpStatusCode.Forbidden) : null;
        try
        {
            await world.ForgetAsync();
            return true;
        }
        catch (Microsoft.Azure.Cosmos.CosmosException)
        {
            return false;
        }
        finally
        {
            account.Gateway.Fault = _ => null;
        }
    }

    private static async Task<string> SeenAsync(Leaver world)
    {
        IBookStore books = world.Get<IBookStore>();
        RepBook? book = await books.ReadBookAsync(Leaver.Zebulon, Leaver.Mia, CancellationToken.None);
        Person? person = await books.FindPersonAsync(Leaver.Zebulon, CancellationToken.None);
        Team team = (await books.FindTeamAsync(Leaver.Mia, CancellationToken.None))!;
        return book is null && person is null && !team.Reps.Contains(Leaver.Zebulon)
            ? "nobody"
            : $"{person?.Name} {book?.Head.OpenCount} {string.Join(' ', book?.Open.Select(deal => deal.Id.Value) ?? [])} {team.Reps.Contains(Leaver.Zebulon)}";
    }

    private string[] Naming(string[] words) =>
        [.. CosmosLayout.Containers.Select(one => one.Container)
            .Where(container => _account!.Gateway.Documents(container).Any(document => words.Any(word => document.Json().Contains(word, StringComparison.OrdinalIgnoreCase))))
            .Order(StringComparer.Ordinal)];
}
