using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Tests.Builders;

/// <summary>A snapshot that a test wrote down. Its name stands for its content.</summary>
internal sealed class MemorySource(string name, DateTimeOffset? takenAt, IEnumerable<SnapshotRow> rows) : ISnapshotSource
{
    private readonly ImmutableArray<SnapshotRow> _rows = [.. rows];

    public ImmutableArray<SnapshotRow> Rows => _rows;

    public IEnumerable<QuarantinedRow> Bad { get; init; } = [];

    public string Name => name;

    public ImmutableArray<Section> Also { get; init; } = [];

    public Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation) => Task.FromResult(new SnapshotManifest(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))),
        takenAt,
        [.. _rows.Select(SectionOf).Concat(Bad.Select(bad => bad.Section)).Concat(Also)],
        ["Discovery", "Proposal", "Negotiation", "Closed Won"]));

    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (QuarantinedRow bad in Bad)
        {
            report.Add(bad);
        }

        foreach (Section section in Enum.GetValues<Section>())
        {
            foreach (RowBatch batch in Batches.Of(_rows.Where(row => SectionOf(row) == section), numbers, report))
            {
                yield return batch;
            }

            report.Read(section, _rows.Count(row => SectionOf(row) == section) + Bad.Count(bad => bad.Section == section), 0);
        }
    }

    public static QuarantinedRow BadRow(Section section, string? id) => new(section, "test", 2, "column", QuarantineCode.BadDate, "99") { Id = id };

    private static Section SectionOf(SnapshotRow row) => row switch
    {
        PersonRow => Section.People,
        OpportunityRow => Section.Opportunities,
        ActivityRow => Section.Activities,
        StageHistoryRow => Section.StageHistory,
        CloseDateHistoryRow => Section.CloseDateHistory,
        QuotaRow => Section.Quotas,
        _ => Section.Meetings,
    };
}
