using Xunit.Abstractions;

namespace OneOnOne.Tests.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Try()
    {
        long first = long.Parse(Environment.GetEnvironmentVariable("SIM_BASE") ?? "1");
        int many = int.Parse(Environment.GetEnvironmentVariable("SIM_SEEDS") ?? "20");
        SimStoreKind kind = Enum.Parse<SimStoreKind>(Environment.GetEnvironmentVariable("SIM_KIND") ?? "Sqlite");
        Dictionary<string, int> fails = [];
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        using StreamWriter w = new("/tmp/sim-out.txt");
        long steps = 0;
        for (long seed = first; seed < first + many; seed++)
        {
            SimResult result = SimRunner.Run(kind, seed);
            steps += result.Steps.Count;
            if (result.Failure is not null)
            {
                string o = result.Failure.Oracle;
                fails[o] = fails.GetValueOrDefault(o) + 1;
                w.WriteLine($"seed {seed}: {result.Failure.Message[..Math.Min(1500, result.Failure.Message.Length)]}");
                if (fails[o] <= 1)
                {
                    w.WriteLine(SimRunner.Explain(result));
                }
            }
        }
        w.WriteLine($"{string.Join(", ", fails)} in {watch.ElapsedMilliseconds} ms, {steps} steps");
        output.WriteLine("done");
    }
}
