namespace OneOnOne.Tests.Simulation;

/// <summary>Seeds that failed once, by what it was. They run with every change of the simulation too, whose fault some of them were.</summary>
public sealed class SimSeedTests
{
    [Theory]
    [InlineData(nameof(SimStoreKind.Sqlite), 105, "R20: a draw held an ingest's write lock, and with it all planners, for two hours")]
    [InlineData(nameof(SimStoreKind.Sqlite), 149, "R19: a brief was posted before a reset that was told in an answer which got lost")]
    [InlineData(nameof(SimStoreKind.Sqlite), 197, "R1: a person who resent a brief got no answer and did not ask again, while no planner came any more")]
    [InlineData(nameof(SimStoreKind.Sqlite), 203, "R3: the provider told of a brief that somebody had just claimed to send it once more; the claim came to nothing, and the brief was Expired")]
    [InlineData(nameof(SimStoreKind.Sqlite), 262, "R1: a worker whose clock was a day fast called a one-on-one missed, and nobody planned it any more")]
    [InlineData(nameof(SimStoreKind.Sqlite), 1000319, "R19: a reset counted that nobody could write down, because the brief had become Unknown meanwhile")]
    [InlineData(nameof(SimStoreKind.Sqlite), 1000433, "R1: the planner was taken to have planned everything when it had found the run of one that died before it sent")]
    [InlineData(nameof(SimStoreKind.Sqlite), 1001204, "R1: a run was expected of a planner that came at the very instant at which the lead begins")]
    [InlineData(nameof(SimStoreKind.Sqlite), 1001381, "R1: a worker behind the bus's clock asked for ever for messages that were due at once, as no time went by")]
    [InlineData(nameof(SimStoreKind.Sqlite), 2000986, "R1: a run's messages were lost and its manager changed before the next tick, so that nobody woke it")]
    [InlineData(nameof(SimStoreKind.Sqlite), 7003577, "R1: a worker whose clock fell an hour behind was handed at once what it had asked for later, and asked again, for an hour")]
    [InlineData(nameof(SimStoreKind.Sqlite), 20001189, "R1: a brief that waited for a clock a day fast was woken by each tick, besides the copies that it had, until a run was allowed no more steps")]
    [InlineData(nameof(SimStoreKind.Sqlite), 20004373, "R19: a reset counted that got lost, because the process put the brief off for another brief's reset")]
    [InlineData(nameof(SimStoreKind.Sqlite), 20009158, "R19: the same, in a process that got no answer to its own post")]
    [InlineData(nameof(SimStoreKind.Sqlite), 20009281, "R1: each tick of the planner woke a brief that waited for a clock a day fast, and each waking went on beside those before it")]
    [InlineData(nameof(SimStoreKind.Sqlite), 20012015, "R1: the same while leases were waited for, until nothing but looking was done")]
    [InlineData(nameof(SimStoreKind.Sqlite), 30002278, "R1: a run was expected of a planner that hung until the one-on-one had begun, and the next one had called it missed")]
    public void Seed(string store, long seed, string what)
    {
        SimResult result = SimRunner.Run(Enum.Parse<SimStoreKind>(store), seed);
        Assert.True(result.Failure is null, $"{what}\n{(result.Failure is null ? "" : SimRunner.Explain(result))}");
    }
}
