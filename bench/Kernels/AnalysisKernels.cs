using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Chances;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Bench.Kernels;

/// <summary>The parts of one rep's analysis, and what they share.</summary>
public class AnalysisKernels
{
    private KernelCompany _company = null!;
    private AnalysisContext _context = null!;
    private byte[] _record = [];

    [GlobalSetup]
    public void SetUp()
    {
        _company = KernelCompany.Make();
        _context = _company.Services.GetRequiredService<AnalysisSettings>().ContextFor(_company.TakenAt, null, _company.Rep.Manager, null, null);
        _record = Json.Bytes(_company.Book.Company);
    }

    [GlobalCleanup]
    public void CleanUp() => _company.Dispose();

    /// <summary>Two for each stage, of all that the company won in it.</summary>
    [Benchmark]
    public double Percentiles() => _company.Book.Company.Stages.Values.Sum(stage => Percentile.OfDays(stage.Won, 0.75) + Percentile.OfDays(stage.Won, 0.9)) ?? 0;

    [Benchmark]
    public object Stalls() => StallAnalysis.Of(_company.Book, _context);

    [Benchmark]
    public object Slips() => SlipAnalysis.Of(_company.Book, _context);

    [Benchmark]
    public object StageOutliers() => StageOutlierAnalysis.Of(_company.Book, _context);

    /// <summary>Of a company's record that nobody has asked yet, as after each ingest.</summary>
    [Benchmark]
    public object FitTheCompany() => RiskModel.Of(Json.Read<TrackRecord>(_record));
}
