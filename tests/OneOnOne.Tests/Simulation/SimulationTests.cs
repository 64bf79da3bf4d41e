using OneOnOne.Tests.Promises;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Simulation;

/// <summary>
/// Whole runs in an order that a seed chooses, disturbed at every port. SIM_SEEDS=n and SIM_BASE=n choose how many and from where; a
/// failure prints its seed, made small.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly string[] AtPorts = ["Fail before", "Lose answer", "Crash before", "Crash after", "Stall before", "Stall after"];

    private static readonly string[] Ports = ["IBookStore", "IBookWriter", "IJournal", "IMailGateway", "IMessageQueue", "IReceivedMessage", "IRunStore", "ISnapshotSource"];

    private static readonly string[] InTheWorld =
    [
        "Broken part", "Busy", "Clock jumps back", "Clock jumps forward", "Connection refused", "Delay", "Duplicate", "Gateway throws", "Kill", "Lapse", "Missed tick", "Never told",
        "Person resends", "Person says sent", "Refuse", "Second ingest", "Second tick", "Snapshot", "Stop", "Timeout sent", "Timeout sent later", "Timeout unsent",
        "Told late", "Told twice", "Wrong clock",
    ];

    [Fact]
    public void Every_oracle_holds_in_every_seed_on_SQLite()
    {
        output.WriteLine(SimSweep.OnSqlite.Value.Report());
        None(SimSweep.OnSqlite.Value.Failures());
    }

    [Fact]
    public void Every_oracle_holds_in_every_seed_on_Cosmos()
    {
        output.WriteLine(SimSweep.OnCosmos.Value.Report());
        None(SimSweep.OnCosmos.Value.Failures());
    }

    /// <summary>A harness that disturbs nothing finds nothing.</summary>
    [Fact]
    public void Each_kind_of_disturbance_came_at_each_port()
    {
        IEnumerable<string> all = [.. AtPorts.SelectMany(kind => Ports.Select(port => $"{kind} @ {port}")), .. InTheWorld];
        Assert.Empty(all.Except(SimSweep.OnSqlite.Value.Counts().Keys));
    }

    [Fact]
    [Promise("R1", SimSweep.SqliteSeeds, "seeds on SQLite and", SimSweep.CosmosSeeds, "on Cosmos DB; 0 missing, 0 stuck after 24 hours of calm")]
    public void R1_No_brief_is_lost_whatever_fails_and_whenever() => Holds("R1");

    [Fact]
    [Promise("R2", SimSweep.SqliteSeeds, "seeds on SQLite and", SimSweep.CosmosSeeds, "on Cosmos DB; by both policies, with three kinds of provider")]
    public void R2_No_brief_is_accepted_twice_but_by_the_policy_or_a_persons_word() => Holds("R2");

    [Fact]
    [Promise("R3", SimSweep.SqliteSeeds, "seeds on SQLite and", SimSweep.CosmosSeeds, "on Cosmos DB")]
    public void R3_Every_unknown_is_told_once_and_ends_as_sent_where_the_provider_told()
    {
        Assert.True(SimSweep.OnSqlite.Value.Results.Sum(result => result.Unknowns) > SimSweep.OnSqlite.Value.Results.Count / 10, "Hardly any outcome was unknown: nothing was tried.");
        Holds("R3");
    }

    [Fact]
    [Promise("R9", SimSweep.SqliteSeeds, "seeds, with locks that lapse under their handlers in more than a tenth of them")]
    public void R9_A_handler_that_outlives_its_lock_sends_nothing_twice() => HoldsWhere("R2", one => one.StartsWith("Lapse", StringComparison.Ordinal));

    [Fact]
    [Promise("R17", SimSweep.SqliteSeeds, "seeds, with clocks that are wrong or jump in more than a tenth of them")]
    public void R17_Wrong_and_jumping_clocks_send_nothing_twice() => HoldsWhere("R2", one => one.Contains("lock jumps", StringComparison.Ordinal) || one.StartsWith("Wrong clock", StringComparison.Ordinal));

    [Fact]
    [Promise("R20", SimSweep.SqliteSeeds, "seeds on SQLite and", SimSweep.CosmosSeeds, "on Cosmos DB, workers killed at any call")]
    public void R20_No_run_waits_for_ever_and_what_is_missing_is_missing_after_the_deadline_only()
    {
        Holds("R20");
        HoldsWhere("R1", one => one.StartsWith("Crash", StringComparison.Ordinal) || one.StartsWith("Kill", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(SimStoreKind.Sqlite))]
    [InlineData(nameof(SimStoreKind.Cosmos))]
    public void The_same_seed_makes_the_same_calls_in_the_same_order(string store)
    {
        const int Seeds = 6;
        SimStoreKind kind = Enum.Parse<SimStoreKind>(store);
        SimSweep known = kind == SimStoreKind.Sqlite ? SimSweep.OnSqlite.Value : SimSweep.OnCosmos.Value;
        foreach (SimResult before in known.Results.Where(result => result.Steps.Count > 0).OrderByDescending(result => result.Injected.Count).Take(Seeds))
        {
            IReadOnlyList<string> again = SimRunner.Run(kind, before.Seed).Steps;
            int same = before.Steps.Zip(again).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.True(same == before.Steps.Count && same == again.Count, $"Seed {before.Seed}, step {same}: {before.Steps.ElementAtOrDefault(same)}\nthe second time: {again.ElementAtOrDefault(same)}");
        }
    }

    private static void Holds(string oracle) => None(SimSweep.OnSqlite.Value.Failures(oracle) + SimSweep.OnCosmos.Value.Failures(oracle));

    private static void None(string failures) => Assert.True(failures.Length == 0, failures);

    /// <param name="which">The seeds that show it: there have to be some.</param>
    private static void HoldsWhere(string oracle, Func<string, bool> which)
    {
        SimResult[] seeds = [.. SimSweep.OnSqlite.Value.Results.Where(result => result.Injected.Any(which))];
        Assert.True(seeds.Length > SimSweep.OnSqlite.Value.Results.Count / 10, $"It came in {seeds.Length} seeds only.");
        Assert.DoesNotContain(seeds, result => result.Failure?.Oracle == oracle);
    }
}
