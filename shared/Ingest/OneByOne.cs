using System.Globalization;
using System.Runtime.CompilerServices;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>A snapshot as plain rows: for whoever looks at few of them, and would rather have ids than numbers.</summary>
public static class OneByOne
{
    private static readonly RowPosition Nowhere = new("", 0);

    public static async IAsyncEnumerable<SnapshotRow> RowsAsync(this ISnapshotSource source, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<OpportunityId> ids = [];
        await foreach (RowBatch batch in source.ReadAsync(new DealNumbers(), report, cancellation))
        {
            if (batch is RowBatch<OpportunityRow> deals)
            {
                foreach (OpportunityRow deal in deals.Rows)
                {
                    ids.Add(deal.Id);
                }
            }

            foreach (SnapshotRow row in Rows(batch, ids))
            {
                yield return row;
            }
        }
    }

    private static List<SnapshotRow> Rows(RowBatch batch, List<OpportunityId> ids) => batch switch
    {
        RowBatch<PersonRow> people => [.. people.Rows],
        RowBatch<OpportunityRow> deals => [.. deals.Rows],
        RowBatch<QuotaRow> quotas => [.. quotas.Rows],
        RowBatch<SnapshotRow> others => [.. others.Rows],
        RowBatch<DealActivity> activities => Each(activities.Rows, one => new ActivityRow(
            Nowhere, one.Deal == DealActivity.None ? null : ids[one.Deal], one.By, one.Kind, one.At, one.Completed, one.Id == 0 ? null : one.Id.ToString("x16", CultureInfo.InvariantCulture))),
        RowBatch<DealStage> stages => Each(stages.Rows, one => new StageHistoryRow(Nowhere, ids[one.Deal], new StageEntry(one.Stage, one.At))),
        RowBatch<DealCloseDate> changes => Each(changes.Rows, one => new CloseDateHistoryRow(Nowhere, ids[one.Deal], new CloseDateChange(one.At, one.From, one.To))),
        _ => throw new InvalidOperationException($"What a {batch.GetType().Name} holds, nobody has said."),
    };

    private static List<SnapshotRow> Each<T>(ReadOnlySpan<T> values, Func<T, SnapshotRow> row)
    {
        List<SnapshotRow> rows = new(values.Length);
        foreach (T value in values)
        {
            rows.Add(row(value));
        }

        return rows;
    }
}
