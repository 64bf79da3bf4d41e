using Xunit.Abstractions;

namespace OneOnOne.Tests.Simulation;

/// <summary>Proof that the simulation sees: bugs of the kinds that matter most, each found within 200 seeds.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int MostSeeds = 200;

    [Fact]
    public void An_ETag_that_is_dropped_is_found() => Found(SimBugs.ETagDropped, "R2");

    [Fact]
    public void A_library_that_posts_again_by_itself_is_found() => Found(SimBugs.LibraryRetries, "R2");

    [Fact]
    public void A_message_that_is_settled_before_its_step_is_done_is_found() => Found(SimBugs.SettledBeforeDone, "R1");

    [Fact]
    public void A_brief_that_is_written_down_as_sent_before_it_is_posted_is_found() => Found(SimBugs.SentBeforePost, "R1", "R2");

    [Fact]
    public void A_memory_that_goes_by_time_instead_of_by_the_ledger_is_found() => Found(SimBugs.RememberedForAWhile, "R2");

    [Fact]
    public void A_claim_that_is_deleted_when_the_answer_is_lost_is_found() => Found(SimBugs.ClaimDeleted, "R2", "R3");

    private void Found(SimPlants bug, params string[] oracles)
    {
        for (int seed = 1; seed <= MostSeeds; seed++)
        {
            if (SimRunner.Run(SimStoreKind.Sqlite, seed, bug) is { Failure: { } failure } result)
            {
                SimResult small = SimRunner.Shrink(result, bug);
                output.WriteLine($"found with seed {seed} ({failure.Message}); of {result.Injected.Count} disturbances {small.Injected.Count} are needed: {string.Join("; ", small.Injected)}");
                Assert.Contains(failure.Oracle, oracles);
                return;
            }
        }

        Assert.Fail($"{MostSeeds} seeds did not find it.");
    }
}
