using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneOnOne.Bench.Pipeline;

/// <summary>What one step took, in a process of its own.</summary>
/// <param name="Items">How many of <paramref name="Unit"/> the step worked on.</param>
/// <param name="CpuSeconds">Of all threads, garbage collection and compilation included.</param>
/// <param name="PeakMb">Highest resident memory of the process.</param>
/// <param name="WrittenMb">What the process handed to the storage layer; null where the system does not tell.</param>
/// <param name="DatabaseMb">Size of the database afterwards, with its log.</param>
internal sealed record Measured(string Step, long Items, string Unit, double Seconds, double CpuSeconds, double PeakMb, double? WrittenMb, double DatabaseMb)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public double PerSecond => Math.Round(Items / Math.Max(Seconds, 0.001));

    public double CpuMsEach => Math.Round(1000 * CpuSeconds / Math.Max(Items, 1), 4);

    /// <summary>Documents written or removed, besides the snapshot's own record.</summary>
    public int? Documents { get; init; }

    public double? ShareOfFirst { get; init; }

    /// <summary>Of the clock, each by itself.</summary>
    public double? MedianMs { get; init; }

    public double? Percentile95Ms { get; init; }

    public string? Note { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static Measured FromJson(string line) => JsonSerializer.Deserialize<Measured>(line, Options)!;
}
