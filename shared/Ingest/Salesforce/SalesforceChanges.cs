using System.Globalization;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Reads what changed of an object since the last time; and all of it, where that is too long ago.</summary>
internal sealed class SalesforceChanges(SalesforceApi api, Mirror mirror, SalesforceReader reader)
{
    /// <summary>A long transaction is seen late, with a stamp of before.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>The recycle bin keeps what was deleted for 15 days. After that only a full read tells what is gone.</summary>
    private static readonly TimeSpan BinIsSure = TimeSpan.FromDays(10);

    public async Task ReadAsync(SalesforceShape shape, CancellationToken cancellation)
    {
        string kind = shape.Object.Name;
        for (bool again = true; again;)
        {
            SalesforceReading? kept = SalesforceReading.Of(mirror.State(SalesforceMirror.Reading(kind)));
            bool goesOn = kept is not null && mirror.State(SalesforceMirror.Fields(kind)) == shape.Selected;
            SalesforceReading reading = goesOn ? kept! : Begin(shape);
            await reader.RunAsync(Changed(shape), reading, cancellation);
            again = goesOn; // What was changed between its beginning and now is still to be read.
        }
    }

    private static SalesforceQuestion Changed(SalesforceShape shape)
    {
        string kind = shape.Object.Name;
        return new SalesforceQuestion(shape, All: true)
        {
            Key = SalesforceMirror.Reading(kind),
            Put = (write, record, number) => SalesforceMirror.Put(write, record, number),
            Complete = (write, reading) =>
            {
                write.Set(SalesforceMirror.Reading(kind), null);
                DateTimeOffset? newest = reading.Newest is { } read && reading.Started is { } started && started < read ? started : reading.Newest;
                write.Set(SalesforceMirror.Since(kind), (newest ?? reading.From + Overlap) is { } since ? SalesforceValue.Text(since) : null);
                write.Set(SalesforceMirror.CompleteAt(kind), reading.Started is { } at ? SalesforceValue.Text(at) : null);
                if (reading.IsFull)
                {
                    write.Sweep(kind, reading.Number);
                }
            },
        };
    }

    /// <summary>Everything, where nothing was read yet, fields have come since, or the recycle bin may have been emptied of what is gone.</summary>
    private SalesforceReading Begin(SalesforceShape shape)
    {
        string kind = shape.Object.Name;
        bool isFull = IsFullDue(shape);
        long number = isFull ? NextNumber() : long.Parse(mirror.State(SalesforceMirror.Number(kind))!, CultureInfo.InvariantCulture);
        SalesforceReading reading = new(number, isFull ? null : SalesforceValue.Instant(mirror.State(SalesforceMirror.Since(kind))) - Overlap, api.Now);
        using MirrorWrite write = mirror.Begin();
        write.Set(SalesforceMirror.Fields(kind), shape.Selected);
        write.Set(SalesforceMirror.Number(kind), number.ToString(CultureInfo.InvariantCulture));
        write.Set(SalesforceMirror.Reading(kind), reading.ToText());
        write.Commit();
        return reading;
    }

    /// <summary>Whether the next reading brings everything: one that is due, or that was cut off.</summary>
    public bool IsFull(SalesforceShape shape) => SalesforceReading.Of(mirror.State(SalesforceMirror.Reading(shape.Object.Name))) is { IsFull: true } || IsFullDue(shape);

    private bool IsFullDue(SalesforceShape shape)
    {
        string kind = shape.Object.Name;
        return mirror.State(SalesforceMirror.Since(kind)) is null
            || mirror.State(SalesforceMirror.Fields(kind)) != shape.Selected
            || (api.Now is { } now && SalesforceValue.Instant(mirror.State(SalesforceMirror.CompleteAt(kind))) is { } last && now - last > BinIsSure);
    }

    /// <summary>The next full reading's: it tells what that brought from what was there before.</summary>
    public long NextNumber()
    {
        long number = long.Parse(mirror.State(SalesforceMirror.Readings) ?? "0", CultureInfo.InvariantCulture) + 1;
        using MirrorWrite write = mirror.Begin();
        write.Set(SalesforceMirror.Readings, number.ToString(CultureInfo.InvariantCulture));
        write.Commit();
        return number;
    }
}
