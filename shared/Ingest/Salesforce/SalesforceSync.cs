using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Brings a mirror to what the org holds now. It asks for what changed since the last time, and for all of it where that is too long ago.</summary>
internal sealed class SalesforceSync
{
    private readonly SalesforceApi _api;
    private readonly Mirror _mirror;
    private readonly SalesforceSettings _settings;
    private readonly TimeProvider _clock;
    private readonly SalesforceReader _reader;
    private readonly SalesforceChanges _changes;
    private readonly SalesforceOpenDeals _open;

    public SalesforceSync(SalesforceApi api, Mirror mirror, SalesforceSettings settings, TimeProvider clock, IProgress<IngestProgress>? progress)
    {
        (_api, _mirror, _settings, _clock) = (api, mirror, settings, clock);
        _reader = new SalesforceReader(api, mirror, settings, clock, progress);
        _changes = new SalesforceChanges(api, mirror, _reader);
        _open = new SalesforceOpenDeals(api, mirror, _reader);
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        Dictionary<string, SalesforceShape> shapes = await DescribeAsync(cancellation);
        DateTimeOffset? started = _api.Now;
        List<string> read = [];
        Begin();
        foreach (SalesforceShape shape in SalesforceObject.All(_settings.ProductField).Where(one => shapes.ContainsKey(one.Name)).Select(one => shapes[one.Name]))
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

        new SalesforcePast(_mirror, _settings).Write(started);
        using MirrorWrite write = _mirror.Begin();
        write.Set(SalesforceMirror.Objects, string.Join(' ', read.Order(StringComparer.Ordinal)));
        write.SetReadAt(_api.Now ?? _clock.GetUtcNow());
        write.Commit();
    }

    private async Task<Dictionary<string, SalesforceShape>> DescribeAsync(CancellationToken cancellation)
    {
        Dictionary<string, SalesforceShape> shapes = [];
        foreach (SalesforceObject @object in SalesforceObject.All(_settings.ProductField))
        {
            if (await _api.DescribeAsync(@object, cancellation) is { } shape)
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
        string kept = string.Join('\n', SalesforceObject.All(_settings.ProductField).Select(one => $"{one.Name}: {string.Join(' ', one.Fields.Select(field => field.Name))}").Prepend(_api.Organization));
        bool isOther = _mirror.State(SalesforceMirror.Kept) != kept;
        using MirrorWrite write = _mirror.Begin();
        if (isOther)
        {
            write.Clear();
            write.Set(SalesforceMirror.Kept, kept);
        }

        write.Set(SalesforceMirror.Instance, _api.Instance.ToString());
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
            new SalesforceReading(_changes.NextNumber(), null, _api.Now),
            cancellation);
    }

    /// <summary>First the open ones, then what changed, so that one that was closed meanwhile is not taken for gone.</summary>
    private async Task ReadOpportunitiesAsync(SalesforceShape shape, CancellationToken cancellation)
    {
        if (_changes.IsFull(shape))
        {
            using (MirrorWrite write = _mirror.Begin())
            {
                SalesforceOpenDeals.Forget(write);
                write.Commit();
            }

            await _changes.ReadAsync(shape, cancellation);
            return;
        }

        SalesforceReading open = await _open.ReadAsync(shape, _changes.NextNumber, cancellation);
        await _changes.ReadAsync(shape, cancellation);
        _open.RemoveGone(shape.Object, open);
    }
}
