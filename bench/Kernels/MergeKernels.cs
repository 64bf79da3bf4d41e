using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Storage;

namespace OneOnOne.Bench.Kernels;

/// <summary>What an ingest does for each deal, over one rep's deals.</summary>
public class MergeKernels
{
    private KernelCompany _company = null!;
    private IncomingOpportunity[] _incoming = [];
    private Opportunity[] _known = [];
    private byte[][] _stored = [];
    private ImmutableArray<DateTimeOffset> _snapshots;

    [GlobalSetup]
    public void SetUp()
    {
        _company = KernelCompany.Make();
        _incoming = _company.IncomingAsync().GetAwaiter().GetResult();
        _snapshots = [_company.TakenAt];
        _known = MergeNewDeals();
        _stored = [.. _known.Select(Json.Bytes)];
    }

    [GlobalCleanup]
    public void CleanUp() => _company.Dispose();

    [Benchmark]
    public object MergeDeals() => MergeNewDeals();

    [Benchmark]
    public object MergeDealsAgain() => Array.ConvertAll(_incoming.Zip(_known).ToArray(), pair => OpportunityMerge.Merge(pair.Second, pair.First, _snapshots[0].AddDays(7), _snapshots));

    [Benchmark]
    public object TimeLines() => Array.ConvertAll(_known, deal => TimeLine.Of(deal, _snapshots));

    [Benchmark]
    public object BuildHead() => HeadBuilder.Of(new TallyContext(_company.Rep.Id, _snapshots, HistoryKept: true), _known, []);

    [Benchmark]
    public object WriteDealsAsJson() => Array.ConvertAll(_known, Json.Bytes);

    [Benchmark]
    public object ReadDealsFromJson() => Array.ConvertAll(_stored, static json => Json.Read<Opportunity>(json));

    private Opportunity[] MergeNewDeals() => Array.ConvertAll(_incoming, deal => OpportunityMerge.First(deal, _snapshots[0], [], []));
}
