using BenchmarkDotNet.Attributes;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Bench.Kernels;

/// <summary>Reads a whole export, from bytes to rows that were checked; nothing is kept of them.</summary>
public class ReadKernels
{
    private KernelCompany _company = null!;

    [GlobalSetup]
    public void SetUp() => _company = KernelCompany.Make();

    [GlobalCleanup]
    public void CleanUp() => _company.Dispose();

    [Benchmark]
    public async Task<long> ParseExport()
    {
        long rows = 0;
        await foreach (RowBatch batch in CsvSnapshotSource.Open(_company.Snapshot.Folder).ReadAsync(new DealNumbers(), new Unread(), CancellationToken.None))
        {
            rows += batch.Count;
        }

        return rows;
    }

    [Benchmark]
    public async Task<string> HashExport() => (await CsvSnapshotSource.Open(_company.Snapshot.Folder).DescribeAsync(CancellationToken.None)).ContentHash;

    private sealed class Unread : IReadReport
    {
        public void Add(QuarantinedRow row)
        {
        }

        public void Read(OneOnOne.Crm.Section section, long read, long skipped)
        {
        }
    }
}
