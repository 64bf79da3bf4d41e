using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Tests.Builders;

/// <summary>Rows that a test wrote down with ids, as a source gives them: in batches, by numbers.</summary>
internal static class Batches
{
    /// <param name="rows">In the order of their sections.</param>
    public static IEnumerable<RowBatch> Of(IEnumerable<SnapshotRow> rows, DealNumbers numbers, IReadReport report)
    {
        foreach (SnapshotRow row in rows)
        {
            switch (row)
            {
                case PersonRow person:
                    yield return One(person);
                    break;
                case OpportunityRow deal:
                    Assert.True(numbers.TryAdd(Encoding.UTF8.GetBytes(deal.Id.Value), out _), $"{deal.Id} was written down twice.");
                    yield return One(deal);
                    break;
                case ActivityRow { Opportunity: null } activity:
                    yield return One(new DealActivity(DealActivity.None, activity.By, activity.Kind, activity.At, activity.Completed, Hash(activity.Id)));
                    break;
                case ActivityRow activity when Find(activity.Opportunity.Value, activity, Section.Activities) is { } deal:
                    yield return One(new DealActivity(deal, activity.By, activity.Kind, activity.At, activity.Completed, Hash(activity.Id)));
                    break;
                case StageHistoryRow stage when Find(stage.Opportunity, stage, Section.StageHistory) is { } deal:
                    yield return One(new DealStage(deal, stage.Entry.Stage, stage.Entry.At));
                    break;
                case CloseDateHistoryRow change when Find(change.Opportunity, change, Section.CloseDateHistory) is { } deal:
                    yield return One(new DealCloseDate(deal, change.Change.At, change.Change.From, change.Change.To));
                    break;
                case QuotaRow quota:
                    yield return One(quota);
                    break;
                case MeetingRow or MeetingExceptionRow:
                    yield return One(row);
                    break;
            }
        }

        int? Find(OpportunityId id, SnapshotRow row, Section section)
        {
            int number = numbers.Find(id);
            if (number < 0)
            {
                report.Add(new QuarantinedRow(section, row.Position.File, row.Position.Row, null, QuarantineCode.UnknownOpportunity, Redaction.Of(id.Value)));
            }

            return number < 0 ? null : number;
        }
    }

    /// <summary>What is left of an activity's id once it has been read.</summary>
    public static string IdOf(string id) => Hash(id).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static RowBatch<T> One<T>(T row) => new([row]);

    private static ulong Hash(string? id) => id is null ? 0 : System.IO.Hashing.XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(id));
}
