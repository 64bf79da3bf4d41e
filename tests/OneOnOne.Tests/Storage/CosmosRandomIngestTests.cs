using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Azure.Cosmos;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;
using Xunit.Abstractions;
using static OneOnOne.Tests.Builders.Rows;

namespace OneOnOne.Tests.Storage;

/// <summary>
/// R12, R13 and R14 on Cosmos DB, whatever the order: ingests that overlap, overtake each other, lose answers and die, and readers in
/// between. The oracle is the embedded store after the same snapshots in the order in which they were published.
/// </summary>
public sealed class CosmosRandomIngestTests(ITestOutputHelper output)
{
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("COSMOS_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seeds) ? seeds : 8; // The seventh meets a write over what readers see.

    private static readonly PersonId[] People = [.. new[] { "ann", "bob", "cat", "mgr1" }.Select(id => new PersonId(id))];

    /// <summary>A company so small that ingests are short: deals come, move, are won and go; so do people and a team.</summary>
    private static readonly MemorySource[] Weeks =
    [
        new("one", Days.At(5), [Human("mgr1"), Human("ann", "mgr1"), Human("bob", "mgr1"), Deal("O1", "ann", amount: 10), Deal("O2", "bob")]),
        new("two", Days.At(10), [Deal("O1", "bob", amount: 10), Deal("O2", "bob", "Closed Won", Outcome.Won), Deal("O3", "ann")]),
        new("three", Days.At(15), [Human("mgr1"), Human("ann", "mgr1", "Ann B."), Human("bob", "ann"), Deal("O1", "bob", "Closed Won", Outcome.Won), Deal("O3", "ann", close: 20)]),
        new("four", Days.At(20), [Deal("O1", "ann"), Deal("O2", "cat"), Deal("O3", "ann", "Closed Won", Outcome.Lost), Did("O1", 19)]),
    ];

    /// <summary>What a reader may ask, each answered as text.</summary>
    private static readonly (string Name, Func<IBookStore, CancellationToken, Task<string>> Ask)[] Questions =
    [
        .. People.SelectMany(person => new (string, Func<IBookStore, CancellationToken, Task<string>>)[]
        {
            ($"book of {person}", async (books, life) => Json.Text(await books.ReadBookAsync(person, new PersonId("mgr1"), life))),
            ($"head of {person}", async (books, life) => Json.Text(await books.ReadHeadAsync(person, life))),
            ($"all of {person}", async (books, life) => Json.Text(await books.ReadAllAsync(person, life).ToListAsync(life))),
            ($"person {person}", async (books, life) => Json.Text(await books.FindPersonAsync(person, life))),
            ($"team of {person}", async (books, life) => Json.Text(await books.FindTeamAsync(person, life))),
            ($"pool of {person}", async (books, life) => Json.Text(await books.ReadPoolAsync(PoolId.Team(person), life))),
        }),
        ("company", async (books, life) => Json.Text(await books.ReadCompanyAsync(life))),
        ("reps", async (books, life) => Json.Text(await books.RepsAsync(life))),
        ("snapshots", async (books, life) => Json.Text(await books.SnapshotsAsync(life))),
        ("newest", async (books, life) => Json.Text(await books.NewestSnapshotAsync(life))),
        ("pool", async (books, life) => Json.Text(await books.ReadPoolAsync(PoolId.Company, life))),
    ];

    /// <summary>By the snapshots that were published, in that order: everything there is to see then, and the answer to each question.</summary>
    private static readonly ConcurrentDictionary<string, (string Seen, ImmutableDictionary<string, string> Answers)> Expected = [];

    [Fact]
    public async Task Every_reader_sees_one_published_snapshot_none_older_than_when_it_asked_and_none_is_lost()
    {
        int answers = 0;
        int published = 0;
        int overtaken = 0;
        int requests = 0;
        int harmed = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            using Round round = new(seed);
            await round.RunAsync();
            answers += round.Answers;
            published += round.Published;
            overtaken += round.Overtaken;
            requests += round.Requests;
            harmed += round.Harmed;
        }

        output.WriteLine($"{Seeds} seeds: {answers} answers, {published} snapshots published among others, {overtaken} ingests overtaken, {requests} requests, {harmed} requests harmed.");
        Assert.True(answers > 20 * Seeds && published > Seeds && overtaken > 0 && harmed > Seeds, $"{answers} {published} {overtaken} {harmed}");
    }

    private static async Task<(string Seen, ImmutableDictionary<string, string> Answers)> ExpectedAsync(IReadOnlyList<string> order)
    {
        string key = string.Join(',', order);
        if (Expected.TryGetValue(key, out (string, ImmutableDictionary<string, string>) known))
        {
            return known;
        }

        using TempBooks embedded = new();
        foreach (string name in order)
        {
            await embedded.IngestAsync(Weeks.Single(week => week.Name == name));
        }

        ImmutableDictionary<string, string>.Builder answers = ImmutableDictionary.CreateBuilder<string, string>();
        foreach ((string name, Func<IBookStore, CancellationToken, Task<string>> ask) in Questions)
        {
            answers[name] = await ask(embedded.Store, CancellationToken.None);
        }

        return Expected[key] = (await SeenBooks.OfAsync(embedded.Store), answers.ToImmutable());
    }

    private sealed record Answer(string Question, string Text, int From, int To);

    private sealed class Round : IQuarantine, IDisposable
    {
        private readonly int _seed;
        private readonly CosmosGateway _gateway = new();
        private readonly CosmosSchedule _schedule;
        private readonly ConcurrentQueue<Answer> _answers = [];
        private readonly ConcurrentQueue<string> _said = [];
        private readonly Dictionary<string, string> _names = [];

        public Round(int seed)
        {
            _seed = seed;
            _schedule = new CosmosSchedule(_gateway, seed) { Trouble = seed % 3 * 4, Deaths = seed % 2 * 6 };
        }

        public int Answers => _answers.Count;

        public int Published { get; private set; }

        public int Overtaken { get; private set; }

        public int Requests => _schedule.Requests;

        public int Harmed => _schedule.Harmed;

        public async Task RunAsync()
        {
            await _gateway.CreateAsync();
            foreach (MemorySource week in Weeks)
            {
                _names[(await week.DescribeAsync(CancellationToken.None)).ContentHash] = week.Name;
            }

            // Every fourth seed's ingests write several partitions at once, in an order that no seed decides.
            IBookStore[] processes = [.. Enumerable.Range(0, 4).Select(_ => _schedule.Process(mostPendingBytes: _seed % 4 == 0 ? 20_000 : 0).Books)];
            MemorySource[] weeks = [.. Weeks];
            _schedule.Random.Shuffle(weeks);
            for (int i = 0; i < 5; i++)
            {
                MemorySource week = weeks[i % weeks.Length];
                IBookStore books = processes[_schedule.Random.Next(processes.Length)];
                bool alone = i % weeks.Length > 0;
                _schedule.Add(life => IngestAsync(books, week, alone, life));
            }

            for (int i = 0; i < 4; i++)
            {
                IBookStore books = processes[_schedule.Random.Next(processes.Length)];
                int[] questions = [.. Enumerable.Range(0, 12).Select(_ => _schedule.Random.Next(Questions.Length))];
                _schedule.Add(life => ReadAsync(books, questions, life));
            }

            await _schedule.RunAsync();
            Published = Order().Count;
            await CheckAsync();
        }

        void IQuarantine.Add(QuarantinedRow row)
        {
        }

        public void Dispose()
        {
            _schedule.Dispose();
            _gateway.Dispose();
        }

        /// <param name="alone">Nobody else ingests this week.</param>
        private async Task IngestAsync(IBookStore books, MemorySource week, bool alone, CancellationToken life)
        {
            for (int attempt = 0; attempt < 3; attempt++)
            {
                try
                {
                    IngestReport report = await new IngestStep(books, TimeProvider.System, Unheard.Telemetry()).RunAsync(week, this, null, life);
                    if (!Order().Contains(week.Name))
                    {
                        _said.Enqueue($"{week.Name}: {report.Outcome}, and is not there");
                    }

                    return;
                }
                catch (Exception e) when (e is ConcurrencyException or UserErrorException or InvalidOperationException or CosmosException)
                {
                    Overtaken++; // The next timer tries again.
                    if (alone && e is ConcurrencyException && Order().Contains(week.Name))
                    {
                        _said.Enqueue($"{week.Name}: {e.Message} It is there");
                    }
                }
            }
        }

        private async Task ReadAsync(IBookStore books, int[] questions, CancellationToken life)
        {
            foreach (int question in questions)
            {
                int from = Order().Count;
                try
                {
                    string text = await Questions[question].Ask(books, life);
                    _answers.Enqueue(new Answer(Questions[question].Name, text, from, Order().Count));
                }
                catch (Exception e) when (e is CosmosException)
                {
                    // It tells that it does not know.
                }
            }
        }

        /// <summary>The snapshots that are published now, as they were one after the other.</summary>
        private List<string> Order() => _gateway.Documents("books").FirstOrDefault(document => document.Id == "manifest") is { } manifest
            ? [.. manifest.Body.GetProperty("manifest").GetProperty("published").EnumerateArray().Select(one => NameOf(one.GetProperty("snapshotId").GetString()!))]
            : [];

        private string NameOf(string snapshot) => _names.Single(one => snapshot.EndsWith(one.Key[..8], StringComparison.Ordinal)).Value;

        private async Task CheckAsync()
        {
            Assert.True(_said.IsEmpty, $"seed {_seed}: {string.Join("; ", _said)}");
            List<string> order = Order();
            foreach (Answer answer in _answers)
            {
                bool fits = false;
                for (int at = answer.From; at <= answer.To && !fits; at++)
                {
                    fits = (await ExpectedAsync(order[..at])).Answers[answer.Question] == answer.Text;
                }

                Assert.True(fits, $"""
                    seed {_seed}: the {answer.Question}, asked when {answer.From} of {string.Join(", ", order)} were published and answered when {answer.To} were:
                    {answer.Text}
                    {(await ExpectedAsync(order[..answer.From])).Answers[answer.Question]}
                    {(await ExpectedAsync(order[..answer.To])).Answers[answer.Question]}
                    """);
            }

            IBookStore after = OneOnOne.Storage.Cosmos.CosmosStore.Create(_gateway.Client(OneOnOne.Storage.Cosmos.CosmosStore.Options()), "oneonone", "after", new RetentionSettings()).Books;
            Assert.True((await ExpectedAsync(order)).Seen == await SeenBooks.OfAsync(after), $"seed {_seed}: after {string.Join(", ", order)}");
            foreach (MemorySource week in Weeks.Where(week => !order.Contains(week.Name)))
            {
                Assert.Equal(IngestOutcome.Published, (await new IngestStep(after, TimeProvider.System, Unheard.Telemetry()).RunAsync(week, this, null, CancellationToken.None)).Outcome);
            }

            Assert.True((await ExpectedAsync(Order())).Seen == await SeenBooks.OfAsync(after), $"seed {_seed}: at the end, after {string.Join(", ", Order())}");
        }
    }
}
