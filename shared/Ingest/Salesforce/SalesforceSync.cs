using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Brings a mirror to what the org holds now. It asks for what changed since the last time, and for all of it where that is too long ago.</summary>
internal sealed class SalesforceSync(SalesforceApi api, Mirror mirror, SalesforceSettings settings, TimeProvider clock, IProgress<IngestProgress>? progress)
{
    private readonly SalesforceReader _reader = new(api, mirror, settings, clock, progress);
    private readonly SalesforceChanges _changes = new(api, mirror, new SalesforceReader(api, mirror, settings, clock, progress));

    public async Task RunAsync(CancellationToken cancellation)
    {
        Dictionary<string, SalesforceShape> shapes = await DescribeAsync(cancellation);
        DateTimeOffset? started = api.Now;
        List<string> read = [];
        Begin();
        foreach (SalesforceShape shape in SalesforceObject.All(settings.ProductField).Where(one => shapes.ContainsKey(one.Name)).Select(one => shapes[one.Name]))
        {
            try
            {
                await ReadAsync(shape, cancellation);
                read.Add(shape.Object.Name);
            }
            catch (CrmRefusedException) when (shape.Object is { Stamp: null, Lack: not null } or { Lack: "" })
            {
                // Described, and yet not to be asked for. What it is for says that it is lacking.
            }
            catch (CrmRefusedException refused)
            {
                throw refused.ToUser($"the query for {shape.Object.Name}");
            }
        }

        List<MirrorRecord> unrecorded = [.. new SalesforceLives(mirror, settings).Unrecorded(started)];
        using MirrorWrite write = mirror.Begin();
        foreach (MirrorRecord seen in unrecorded)
        {
            write.Put(SalesforceMirror.SeenCloseDate, seen);
        }

        write.Set(SalesforceMirror.Objects, string.Join(' ', read.Order(StringComparer.Ordinal)));
        write.SetReadAt(api.Now ?? clock.GetUtcNow());
        write.Commit();
    }

    private async Task<Dictionary<string, SalesforceShape>> DescribeAsync(CancellationToken cancellation)
    {
        Dictionary<string, SalesforceShape> shapes = [];
        foreach (SalesforceObject @object in SalesforceObject.All(settings.ProductField))
        {
            if (await api.DescribeAsync(@object, cancellation) is { } shape)
            {
                shapes[@object.Name] = @object.Lack is null ? shape.Checked() : shape;
            }
            else if (@object.Lack is null)
            {
                throw new UserErrorException($"Salesforce shows no object {@object.Name} to the user who signs in, and nothing can be read without it. Give its permission set read access to it; `connect salesforce` lists all that is missing.");
            }
        }

        // One that lacks a field which it needs is as good as not there.
        return shapes.Where(shape => shape.Value.Lacking.All(field => field.Lack is not null)).ToDictionary();
    }

    /// <summary>A mirror of another org is of no use, nor are records in another order of fields.</summary>
    private void Begin()
    {
        string kept = string.Join('\n', SalesforceObject.All(settings.ProductField).Select(one => $"{one.Name}: {string.Join(' ', one.Fields.Select(field => field.Name))}").Prepend(api.Organization));
        bool isOther = mirror.State(SalesforceMirror.Kept) != kept;
        using MirrorWrite write = mirror.Begin();
        if (isOther)
        {
            write.Clear();
            write.Set(SalesforceMirror.Kept, kept);
        }

        write.Set(SalesforceMirror.Instance, api.Instance.ToString());
        write.Commit();
    }

    private Task ReadAsync(SalesforceShape shape, CancellationToken cancellation) => shape.Object switch
    {
        { Stamp: null } => ReadWholeAsync(shape, cancellation),
        { Name: SalesforceMirror.Opportunity } => ReadOpportunitiesAsync(shape, cancellation),
        _ => _changes.ReadAsync(shape, cancellation),
    };

    private async Task ReadWholeAsync(SalesforceShape shape, CancellationToken cancellation)
    {
        string kind = shape.Object.Name;
        await _reader.RunAsync(
            new SalesforceQuestion(shape, All: false)
            {
                Put = (write, record, number) => write.Put(kind, record.ToMirror(), number),
                Complete = (write, reading) => write.Sweep(kind, reading.Number),
            },
            new SalesforceReading(_changes.NextNumber(), null, api.Now),
            cancellation);
    }

    /// <summary>
    /// Open ones are all read, too: their last activity moves without a stamp, and one that was deleted and taken out of the bin is told
    /// by nobody. Then what changed, so that one that was closed meanwhile is not taken for gone.
    /// </summary>
    private async Task ReadOpportunitiesAsync(SalesforceShape shape, CancellationToken cancellation)
    {
        bool isFull = SalesforceReading.Of(mirror.State(SalesforceMirror.Reading(shape.Object.Name))) is { IsFull: true } || _changes.IsFullDue(shape);
        DateTimeOffset? before = api.Now;
        HashSet<string> open = new(StringComparer.Ordinal);
        if (!isFull)
        {
            long number = long.Parse(mirror.State(SalesforceMirror.Number(shape.Object.Name))!, CultureInfo.InvariantCulture);
            await _reader.RunAsync(
                new SalesforceQuestion(shape, All: false)
                {
                    Condition = "IsClosed = false",
                    Put = (write, record, reading) =>
                    {
                        SalesforceMirror.Put(write, record, reading);
                        open.Add(record.Id);
                    },
                    Complete = (_, _) => { },
                },
                new SalesforceReading(number, null, before),
                cancellation);
        }

        await _changes.ReadAsync(shape, cancellation);
        if (!isFull)
        {
            RemoveGone(shape.Object, open, before);
        }
    }

    private void RemoveGone(SalesforceObject opportunity, HashSet<string> open, DateTimeOffset? before)
    {
        ImmutableArray<string> gone =
        [
            .. mirror.Records(opportunity.Name).Select(record => SalesforceRecord.Of(opportunity, record))
                .Where(deal => !deal.Is("IsClosed") && !(SalesforceValue.Instant(deal["SystemModstamp"]) >= before) && !open.Contains(deal.Id))
                .Select(deal => deal.Id),
        ];
        using MirrorWrite write = mirror.Begin();
        foreach (string id in gone)
        {
            SalesforceMirror.RemoveOpportunity(write, id);
        }

        write.Commit();
    }
}
