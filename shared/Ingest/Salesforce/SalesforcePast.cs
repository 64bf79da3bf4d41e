using System.Globalization;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>
/// What follows from all that was read: close dates that no history tells of are remembered from now on, and how often a date was pushed is
/// held against Salesforce's own count.
/// </summary>
internal sealed class SalesforcePast(Mirror mirror, SalesforceSettings settings)
{
    private const int WrittenAtOnce = 1_000;

    private long _untold;

    /// <param name="started">What was changed after that may stand in history that was read before; null: nothing can have been.</param>
    public void Write(DateTimeOffset? started)
    {
        foreach (MirrorRecord[] some in Unrecorded(started).Chunk(WrittenAtOnce))
        {
            using MirrorWrite write = mirror.Begin();
            foreach (MirrorRecord seen in some)
            {
                write.Put(SalesforceMirror.SeenCloseDate, seen);
            }

            write.Commit();
        }

        using MirrorWrite end = mirror.Begin();
        end.Set(SalesforceMirror.Untold, _untold.ToString(CultureInfo.InvariantCulture));
        end.Commit();
    }

    private IEnumerable<MirrorRecord> Unrecorded(DateTimeOffset? started)
    {
        foreach (SalesforceLife life in new SalesforceLives(mirror, settings).All().Where(life => !(SalesforceValue.Instant(life.Deal["SystemModstamp"]) >= started)))
        {
            SalesforceCloseDate? seen = SalesforceCloseDates.Unrecorded(life);
            if (long.TryParse(life.Deal["PushCount"], CultureInfo.InvariantCulture, out long pushes)
                && pushes > SalesforceCloseDates.Of(life).Concat(seen is null ? [] : [seen]).Count(change => change.IsMonthPush))
            {
                _untold++;
            }

            if (seen is not null)
            {
                yield return seen.ToMirror(life.Deal.Id);
            }
        }
    }
}
