using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm;

namespace OneOnOne.Tests.Ingest.Salesforce;

/// <summary>A company's own rows, with what Salesforce cannot hold as it holds it: worked out without the connector or the fake.</summary>
internal sealed class SalesforceExport(FakeCompany company)
{
    private readonly Dictionary<string, OpportunityRow> _deals = company.Opportunities.ToDictionary(deal => deal.Id.Value);

    public IEnumerable<SnapshotRow> People => company.People;

    public IEnumerable<SnapshotRow> Deals => company.Opportunities;

    public IEnumerable<SnapshotRow> Quotas => company.Quotas;

    /// <summary>A meeting knows no more than its time, and one that was not held is no longer there. A task that is open knows only its day.</summary>
    public IEnumerable<SnapshotRow> Work => company.Activities
        .Where(work => work.Kind != ActivityKind.Meeting || work.Completed != false || work.At > company.TakenAt)
        .Select(work => work with { By = work.By ?? _deals[work.Opportunity!.Value.Value].Owner })
        .Select(work => work.Kind == ActivityKind.Meeting ? work with { Completed = null }
            : work.At <= company.TakenAt && work.Completed != false ? work with { Completed = true }
            : work with { Completed = false, At = new DateTimeOffset(work.At.UtcDateTime.Date.AddHours(12), TimeSpan.Zero) });

    public IEnumerable<SnapshotRow> Stages => company.Opportunities.Where(deal => HasSoundStages(deal.Id.Value)).SelectMany(deal =>
    {
        StageHistoryRow[] rows = [.. company.StageHistory[deal.Id].OrderBy(row => row.Entry.At)];
        return rows.Where((row, index) => index == 0 || rows[index - 1].Entry.Stage != row.Entry.Stage);
    });

    public IEnumerable<SnapshotRow> CloseDates => company.Opportunities.Where(deal => HasSoundCloseDates(deal.Id.Value)).SelectMany(deal => company.CloseDateHistory[deal.Id]).Where(row => row.Change.From != row.Change.To);

    /// <summary>From the creation on, with one entry at a time.</summary>
    public bool HasSoundStages(string deal) => company.StageHistory[new OpportunityId(deal)].OrderBy(row => row.Entry.At).ToArray() is [var first, ..] rows
        && first.Entry.At <= _deals[deal].CreatedAt && rows.DistinctBy(row => row.Entry.At).Count() == rows.Length;

    /// <summary>Each change begins where the one before ended, and the last ends where the deal is.</summary>
    public bool HasSoundCloseDates(string deal)
    {
        CloseDateHistoryRow[] rows = [.. company.CloseDateHistory[new OpportunityId(deal)].OrderBy(row => row.Change.At)];
        return HasSoundStages(deal) && rows.Length > 0 && rows[^1].Change.To == _deals[deal].CloseDate
            && rows.Zip(rows.Skip(1)).All(pair => pair.First.Change.To == pair.Second.Change.From && pair.First.Change.At < pair.Second.Change.At);
    }
}
