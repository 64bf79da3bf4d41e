using System.Collections.Immutable;
using System.Reflection;
using System.Security.Claims;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Http;
using OneOnOne.Http.SignIn;
using OneOnOne.Storage;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Http.SignIn;

/// <summary>1,000 made-up companies with namesakes, leavers, circles and missing managers, against a rule written down a second time.</summary>
public sealed class OrgChartTests
{
    private const int Charts = 1_000;

    [Fact]
    [Promise("S1", Charts, "made-up companies against a second rule")]
    public async Task S1_A_person_reads_what_the_chart_says_and_nothing_else()
    {
        int allowed = 0, denied = 0, nobodies = 0;
        for (int seed = 0; seed < Charts; seed++)
        {
            Random random = new(seed);
            Person[] people = People(random);
            using AddressMap addresses = new(PeopleOnly.Of(people, $"snapshot {seed}"));
            foreach (Person caller in people)
            {
                Viewer viewer = await ViewerAsync(addresses, caller.Email!);
                string? who = OwnerOf(people, caller.Email!);
                nobodies += who is null ? 1 : 0;
                foreach (Person rep in people)
                {
                    bool self = who is not null && who == rep.Id.Value;
                    bool leads = who is not null && rep.Manager?.Value == who;
                    Assert.Equal((seed, caller.Id, rep.Id, self || leads), (seed, caller.Id, rep.Id, viewer.MayRead(rep, Audience.Rep)));
                    Assert.Equal((seed, caller.Id, rep.Id, leads), (seed, caller.Id, rep.Id, viewer.MayRead(rep, Audience.Manager)));
                    Assert.Equal(self, viewer.MayReadTeam(rep.Id));
                    _ = self || leads ? allowed++ : denied++;
                }
            }
        }

        Assert.True(allowed > 5_000 && denied > 50_000 && nobodies > 1_000, $"The charts are too tame: {allowed} allowed, {denied} denied, {nobodies} nobodies.");
    }

    /// <summary>Everybody is read once for each snapshot, however many sign in at once.</summary>
    [Fact]
    public async Task Signing_in_does_not_read_the_whole_company_each_time()
    {
        IBookStore store = PeopleOnly.Of([new Person(new PersonId("p1"), "One") { Email = "one@example.com" }], "first");
        using AddressMap addresses = new(store);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => addresses.FindAsync("ONE@example.com", CancellationToken.None)))), found => Assert.Equal("p1", found?.Value));
        Assert.Equal(1, ((PeopleOnly)(object)store).Reads);
        ((PeopleOnly)(object)store).Publish([new Person(new PersonId("p2"), "Two") { Email = "one@example.com" }], "second");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => addresses.FindAsync("one@example.com", CancellationToken.None)))), found => Assert.Equal("p2", found?.Value));
        Assert.Equal(2, ((PeopleOnly)(object)store).Reads);
    }

    private static Person[] People(Random random)
    {
        int count = random.Next(1, 15);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Person(new PersonId($"p{i}"), $"Person {i}")
            {
                Email = random.Next(5) == 0 ? $"SHARED{random.Next(3)}@example.com" : random.Next(6) == 0 ? $"shared{random.Next(3)}@EXAMPLE.com" : $"p{i}@example.com",
                Manager = random.Next(4) == 0 ? null : new PersonId($"p{random.Next(count + 2)}"), // Itself, a circle, or somebody whom nobody knows: exports have all of these.
                Active = random.Next(6) > 0,
            }),
        ];
    }

    /// <summary>Whoever signs in with an address is who the address is now: a leaver's may be somebody else's.</summary>
    private static string? OwnerOf(Person[] people, string address)
    {
        string? owner = null;
        foreach (Person person in people)
        {
            if (!person.Active || !string.Equals(person.Email, address, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (owner is not null)
            {
                return null;
            }

            owner = person.Id.Value;
        }

        return owner;
    }

    private static async Task<Viewer> ViewerAsync(AddressMap addresses, string address)
    {
        PersonId? found = await addresses.FindAsync(address, CancellationToken.None);
        return Viewer.Of(new ClaimsPrincipal(new OneOnOne.Http.SignIn.SignedIn(address, false).Identity(found, "Test")));
    }

    /// <summary>A store that knows people and the newest snapshot; whatever else is asked of it fails.</summary>
    public class PeopleOnly : DispatchProxy
    {
        private ImmutableArray<Person> _people;
        private string _snapshot = "";
        private int _reads;

        public int Reads => _reads;

        public static IBookStore Of(IEnumerable<Person> people, string snapshot)
        {
            IBookStore store = Create<IBookStore, PeopleOnly>();
            ((PeopleOnly)(object)store).Publish(people, snapshot);
            return store;
        }

        public void Publish(IEnumerable<Person> people, string snapshot) => (_people, _snapshot) = ([.. people], snapshot);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IBookStore.PeopleAsync) when Interlocked.Increment(ref _reads) > 0 => Task.FromResult(_people),
            nameof(IBookStore.NewestSnapshotAsync) => Task.FromResult<Snapshot?>(new Snapshot(_snapshot, default, "", 0)),
            string other => throw new InvalidOperationException($"Nobody expected {other}."),
        };
    }
}
