using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Local.FakeCrm;

/// <summary>The company that a made-up CRM has: a CSV export, in memory. Rows that a real CRM could not hold (quarantined ones) are left out.</summary>
internal sealed class FakeCompany
{
    private FakeCompany(DateTimeOffset takenAt, ImmutableArray<string> stages, List<SnapshotRow> rows)
    {
        TakenAt = takenAt;
        Stages = stages;
        People = [.. rows.OfType<PersonRow>()];
        Opportunities = [.. rows.OfType<OpportunityRow>()];
        Activities = [.. rows.OfType<ActivityRow>()];
        StageHistory = rows.OfType<StageHistoryRow>().ToLookup(row => row.Opportunity);
        CloseDateHistory = rows.OfType<CloseDateHistoryRow>().ToLookup(row => row.Opportunity);
        Quotas = [.. rows.OfType<QuotaRow>()];
    }

    /// <summary>The CRM's present.</summary>
    public DateTimeOffset TakenAt { get; }

    /// <summary>The open stages in their order.</summary>
    public ImmutableArray<string> Stages { get; }

    public ImmutableArray<PersonRow> People { get; }

    public ImmutableArray<OpportunityRow> Opportunities { get; }

    public ImmutableArray<ActivityRow> Activities { get; }

    public ILookup<OpportunityId, StageHistoryRow> StageHistory { get; }

    public ILookup<OpportunityId, CloseDateHistoryRow> CloseDateHistory { get; }

    public ImmutableArray<QuotaRow> Quotas { get; }

    /// <exception cref="UserErrorException">The folder holds no export, or nothing says when it was taken.</exception>
    public static async Task<FakeCompany> ReadAsync(string folder, CancellationToken cancellation)
    {
        CsvSnapshotSource source = CsvSnapshotSource.Open(folder);
        SnapshotManifest manifest = await source.DescribeAsync(cancellation);
        List<SnapshotRow> rows = await source.RowsAsync(new Unread(), cancellation).ToListAsync(cancellation);
        DateTimeOffset takenAt = manifest.TakenAt ?? throw new UserErrorException($"{folder} does not say when it was taken. Add a snapshot.json with takenAt, as docs/csv-format.md has it.");
        return new FakeCompany(takenAt, manifest.Stages, rows);
    }

    private sealed class Unread : IReadReport
    {
        public void Add(QuarantinedRow row)
        {
        }

        public void Read(Section section, long read, long skipped)
        {
        }
    }
}
