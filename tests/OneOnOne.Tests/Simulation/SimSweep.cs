using System.Globalization;
using System.Text;

namespace OneOnOne.Tests.Simulation;

/// <summary>Many seeds on one store, and what was done to them.</summary>
internal sealed class SimSweep
{
    public const int SqliteSeeds = 500;
    public const int CosmosSeeds = 50;

    private SimSweep(SimStoreKind kind, IReadOnlyList<SimResult> results) => (Kind, Results) = (kind, results);

    public SimStoreKind Kind { get; }

    public IReadOnlyList<SimResult> Results { get; }

    public static Lazy<SimSweep> OnSqlite { get; } = new(() => Make(SimStoreKind.Sqlite, SqliteSeeds));

    public static Lazy<SimSweep> OnCosmos { get; } = new(() => Make(SimStoreKind.Cosmos, CosmosSeeds));

    /// <summary>The first failures, each made small.</summary>
    public string Failures(string? oracle = null)
    {
        const int Most = 3;
        SimResult[] failed = [.. Results.Where(result => result.Failure is { } failure && (oracle is null || failure.Oracle == oracle))];
        return string.Concat(failed.Take(Most).Select(result => SimRunner.Explain(result)))
            + (failed.Length > 0 ? $"{failed.Length} of {Results.Count} seeds failed: {string.Join(", ", failed.Select(result => result.Seed))}" : "");
    }

    /// <summary>How often each kind of disturbance came, at each port where it is a port that it hits.</summary>
    public SortedDictionary<string, int> Counts()
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string one in Results.SelectMany(result => result.Injected))
        {
            string[] parts = one.Split(" @ ", 2);
            string what = parts[1].StartsWith('I') && parts[1].Contains('.', StringComparison.Ordinal) ? $"{parts[0]} @ {parts[1].Split('.')[0]}" : parts[0];
            counts[what] = counts.GetValueOrDefault(what) + 1;
        }

        return counts;
    }

    public string Report()
    {
        StringBuilder report = new();
        report.Append(CultureInfo.InvariantCulture, $"{Results.Count} seeds on {Kind} from {Results[0].Seed}: {Results.Sum(result => result.Injected.Count)} disturbances, {Results.Sum(result => result.Steps.Count)} steps, {Results.Sum(result => result.Unknowns)} unknown outcomes, {Results.Count(result => result.Failure is not null)} failures");
        foreach ((string what, int count) in Counts())
        {
            report.Append(CultureInfo.InvariantCulture, $"\n  {what}: {count}");
        }

        return report.ToString();
    }

    private static SimSweep Make(SimStoreKind kind, int seeds)
    {
        int many = (int)Number("SIM_SEEDS", seeds);
        long first = Number("SIM_BASE", 1);
        SimResult[] results = new SimResult[many];
        Parallel.For(0, many, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            SimResult result = SimRunner.Run(kind, first + i);
            results[i] = result.Failure is null && many > seeds ? result with { Steps = [] } : result; // A soak's steps would not fit into memory.
        });
        return new SimSweep(kind, results);
    }

    private static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
