using System.Globalization;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>
/// Open opportunities are all read each time: their last activity moves without a stamp, and one that was deleted and taken out of the bin
/// is told by nobody. What this reading does not bring and no change tells of is gone.
/// </summary>
internal sealed class SalesforceOpenDeals(SalesforceApi api, Mirror mirror, SalesforceReader reader)
{
    private const string Key = SalesforceMirror.Opportunity + ".open";
    private const int RemovedAtOnce = 1_000;

    /// <summary>What moves without a stamp behind a reading that was cut off is seen by the next one. It should not be much.</summary>
    private static readonly TimeSpan GoesOn = TimeSpan.FromDays(1);

    public static void Forget(MirrorWrite write) => write.Set(Key, null);

    /// <param name="number">Makes the number of a reading that begins.</param>
    /// <returns>The reading, which <see cref="RemoveGone"/> needs once what changed meanwhile was read as well.</returns>
    public async Task<SalesforceReading> ReadAsync(SalesforceShape shape, Func<long> number, CancellationToken cancellation)
    {
        SalesforceReading? kept = SalesforceReading.Of(mirror.State(Key));
        SalesforceReading reading = kept is not null && !(api.Now - kept.Started > GoesOn) ? kept : Begin(shape, number());
        return reading.IsDone ? reading : await reader.RunAsync(
            new SalesforceQuestion(shape, All: false)
            {
                Key = Key,
                Condition = "IsClosed = false",
                Put = SalesforceMirror.Put,
                Complete = (write, done) => write.Set(Key, (done with { IsDone = true }).ToText()),
            },
            reading,
            cancellation);
    }

    public void RemoveGone(SalesforceObject opportunity, SalesforceReading reading)
    {
        IEnumerable<SalesforceRecord> gone = mirror.Before(opportunity.Name, reading.Number).Select(record => SalesforceRecord.Of(opportunity, record))
            .Where(deal => !deal.Is("IsClosed") && !(SalesforceValue.Instant(deal["SystemModstamp"]) >= reading.Started));
        foreach (SalesforceRecord[] some in gone.Chunk(RemovedAtOnce))
        {
            using MirrorWrite write = mirror.Begin();
            foreach (SalesforceRecord deal in some)
            {
                SalesforceMirror.RemoveOpportunity(write, deal.Id);
            }

            write.Commit();
        }

        using MirrorWrite end = mirror.Begin();
        Forget(end);
        end.Commit();
    }

    private SalesforceReading Begin(SalesforceShape shape, long number)
    {
        SalesforceReading reading = new(number, null, api.Now);
        using MirrorWrite write = mirror.Begin();
        write.Set(SalesforceMirror.Number(shape.Object.Name), number.ToString(CultureInfo.InvariantCulture));
        write.Set(Key, reading.ToText());
        write.Commit();
        return reading;
    }
}
