using System.Diagnostics;
using System.Globalization;

namespace OneOnOne.Bench.Pipeline;

/// <summary>Reads clock, processor and what was written, from its making to <see cref="Read"/>. Peak memory is the whole process's.</summary>
internal sealed class Meter(string database)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private readonly long? _written = Written();

    public Measured Read(string step, long items, string unit)
    {
        double seconds = _watch.Elapsed.TotalSeconds;
        double cpu = (Environment.CpuUsage.TotalTime - _cpu).TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        return new Measured(step, items, unit, Math.Round(seconds, 3), Math.Round(cpu, 3), Mb(process.PeakWorkingSet64), Written() - _written is { } written ? Mb(written) : null, Mb(Size(database)));
    }

    private static double Mb(long bytes) => Math.Round(bytes / 1048576.0, 1);

    private static long Size(string database) => new[] { database, database + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);

    private static long? Written()
    {
        const string Counters = "/proc/self/io";
        const string Name = "write_bytes: ";
        return File.Exists(Counters) ? long.Parse(File.ReadLines(Counters).First(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..], CultureInfo.InvariantCulture) : null;
    }
}
