namespace OneOnOne.Tests.Simulation;

/// <summary>An oracle does not hold.</summary>
/// <param name="oracle">The promise that is broken.</param>
internal sealed class SimFailure(string oracle, string what) : Exception($"{oracle}: {what}")
{
    public string Oracle => oracle;

    public static void Unless(string oracle, bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new SimFailure(oracle, otherwise);
        }
    }
}

/// <summary>What came of one seed.</summary>
internal sealed record SimResult(SimStoreKind Kind, long Seed, SimProfile Profile, SimFailure? Failure, IReadOnlyList<string> Injected, IReadOnlyList<string> Steps, int Unknowns);

/// <summary>Runs seeds, and makes those that fail small.</summary>
internal static class SimRunner
{
    /// <summary>A run that never ends is as long as fifteen that do.</summary>
    private const int MostSteps = 400_000;

    public static SimResult Run(SimStoreKind kind, long seed, SimPlants? plants = null, IReadOnlySet<string>? only = null)
    {
        SynchronizationContext? around = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null); // Else what a store awaits would come back to the test framework's queue.
        SimPlan plan = new(seed, only);
        using SimWorld sim = new(kind, plan, plants ?? new SimPlants());
        SimFailure? failure = null;
        try
        {
            sim.Run();
        }
        catch (SimFailure e)
        {
            failure = e;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = new SimFailure("simulation", e.ToString());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(around);
        }

        return new SimResult(kind, seed, sim.Profile, failure, plan.Injected, sim.Steps, sim.Record.Unknowns);
    }

    /// <summary>The seed, its profile, the steps, and of the disturbances those without which the same oracle holds.</summary>
    public static string Explain(SimResult failed, SimPlants? plants = null)
    {
        SimResult small = Shrink(failed, plants);
        return $"""
            Seed {failed.Seed} on {failed.Kind}: {failed.Failure!.Message}
            {failed.Profile}
            {failed.Injected.Count} disturbances, {small.Injected.Count} of them needed ({small.Failure!.Message}):
              {string.Join("\n  ", small.Injected)}
            steps with those alone:
              {string.Join("\n  ", small.Steps)}
            As a test of its own, named in SimSeeds: [InlineData(nameof(SimStoreKind.{failed.Kind}), {failed.Seed}, "{failed.Failure.Oracle}: what it was")]

            """;
    }

    /// <summary>ddmin: leaves out ever smaller shares of what was done to the run, for as long as the same oracle breaks.</summary>
    public static SimResult Shrink(SimResult failed, SimPlants? plants)
    {
        SimResult best = failed;
        int shares = 2;
        int steps = 0;
        while (best.Injected.Count > 0 && shares <= best.Injected.Count * 2 && steps < MostSteps)
        {
            string[] all = [.. best.Injected.Distinct(StringComparer.Ordinal)];
            int size = Math.Max(1, all.Length / shares);
            SimResult? smaller = null;
            for (int from = 0; from < all.Length && smaller is null && steps < MostSteps; from += size)
            {
                HashSet<string> rest = [.. all[..from], .. all[Math.Min(all.Length, from + size)..]];
                SimResult tried = Run(failed.Kind, failed.Seed, plants, rest);
                steps += tried.Steps.Count;
                smaller = tried.Failure?.Oracle == failed.Failure!.Oracle && tried.Injected.Count < best.Injected.Count ? tried : null;
            }

            (best, shares) = smaller is null ? (best, shares * 2) : (smaller, Math.Max(2, shares - 1));
            if (smaller is null && size == 1)
            {
                break;
            }
        }

        return best;
    }
}
