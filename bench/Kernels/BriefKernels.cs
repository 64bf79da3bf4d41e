using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Bench.Kernels;

/// <summary>One pair of briefs: composed from findings, and its halves rendered.</summary>
public class BriefKernels
{
    private KernelCompany _company = null!;
    private BriefRenderer _renderer = null!;
    private BriefMaterial _material = null!;
    private BriefPair _pair = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _company = KernelCompany.Make();
        _renderer = _company.Services.GetRequiredService<BriefRenderer>();
        AnalysisContext context = _company.Services.GetRequiredService<AnalysisSettings>().ContextFor(_company.TakenAt, null, _company.Rep.Manager, null, null);
        _material = new BriefMaterial
        {
            Manager = new Person(_company.Rep.Manager!.Value, "The manager"),
            Rep = _company.Rep,
            Book = _company.Book,
            Parts = [.. Analyses.All.Select(part => Analyses.Run(part, _company.Book, context))],
            Missing = [],
            Before = null,
            Meeting = null,
            Journal = [],
            Context = context,
            Company = _company.Services.GetRequiredService<CompanySettings>(),
        };
        _pair = BriefComposer.Compose(_material);
    }

    [GlobalCleanup]
    public void CleanUp() => _company.Dispose();

    /// <summary>Both halves.</summary>
    [Benchmark]
    public object Compose() => BriefComposer.Compose(_material);

    /// <summary>HTML and text.</summary>
    [Benchmark]
    public async Task<object> RenderManagersHalf() => await _renderer.RenderAsync(_pair, Audience.Manager);

    [Benchmark]
    public async Task<object> RenderRepsHalf() => await _renderer.RenderAsync(_pair, Audience.Rep);

    [Benchmark]
    public string TextAlone() => TextBrief.Of(SheetBuilder.Of(BriefView.Of(_pair, Audience.Manager), null));
}
