using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>
/// Deals with the history of their stages and close dates: all of them by list at first, then what was changed. Deals in the archive and
/// deals that were merged into others go.
/// </summary>
internal sealed class HubSpotDeals(HubSpotClient client, Mirror mirror, HubSpotSettings settings, IProgress<IngestProgress>? progress)
{
    private const string Listed = "deals listed";
    private const string After = "deals after";
    private const string Started = "deals list started";

    private static readonly string[] History = ["dealstage", "closedate"];

    /// <summary>Creating a deal takes HubSpot a moment; what is later than this after the creation was not there from the start.</summary>
    private static readonly TimeSpan FromTheStart = TimeSpan.FromDays(1);

    private readonly string[] _properties = [.. HubSpotKind.PropertiesOf(HubSpotKind.Deals), .. settings.ProductProperty is { } product ? new[] { product } : []];

    /// <summary>The stages by the property that says when a deal entered them. No list of properties has these; their names are made of the ids.</summary>
    private readonly Lazy<Dictionary<string, string>> _entered = new(() => mirror.Records(HubSpotKind.Pipelines).ToArray()
        .SelectMany(pipeline => HubSpotBodies.Read<PipelineBody>(pipeline.Body).Stages)
        .DistinctBy(stage => stage.Id).ToDictionary(stage => "hs_v2_date_entered_" + stage.Id.Replace('-', '_'), stage => stage.Id, StringComparer.Ordinal));

    private int _read;

    public async Task ReadAsync(CancellationToken cancellation)
    {
        HubSpotChanges changes = new(client, mirror, HubSpotKind.Deals);
        if (mirror.State(Listed) is null)
        {
            await ListAsync(changes, cancellation);
        }

        await changes.ReadAsync(client.Now, [], page => ChangedAsync(page, cancellation), cancellation);
    }

    private async Task ListAsync(HubSpotChanges changes, CancellationToken cancellation)
    {
        if (mirror.State(Started) is null)
        {
            using MirrorWrite begin = mirror.Begin();
            HubSpotMirror.Set(begin, Started, client.Now.ToUnixTimeMilliseconds());
            begin.Commit();
        }

        string path = $"{client.Paths.Objects(HubSpotKind.Deals)}?limit={HubSpotClient.BatchWithHistory}&archived=false&properties={string.Join(',', _properties)}&propertiesWithHistory={string.Join(',', History)}";
        await foreach (HubSpotPage<HubSpotObject> page in client.PagesAsync<HubSpotObject>(path, mirror.State(After), cancellation))
        {
            Action<MirrorWrite> write = await KeepAsync(page.Rows, cancellation);
            using MirrorWrite change = mirror.Begin();
            write(change);
            change.Set(After, page.After);
            change.Commit();
        }

        long started = HubSpotMirror.Number(mirror, Started)!.Value;
        using MirrorWrite end = mirror.Begin();
        changes.Begin(end, started);
        end.Set(Listed, "yes");
        end.Set(After, null);
        end.Set(Started, null);
        end.Commit();
    }

    /// <summary>A search brings no history, so what it finds is read by id.</summary>
    private async Task<Action<MirrorWrite>> ChangedAsync(IReadOnlyList<HubSpotObject> found, CancellationToken cancellation)
    {
        string[] ids = [.. found.Select(deal => deal.Id!)];
        List<HubSpotObject> deals = await client.BatchAsync(HubSpotKind.Deals, ids, _properties, History, cancellation);
        string[] gone = [.. ids.Except(deals.Select(deal => deal.Id!), StringComparer.Ordinal)];
        Action<MirrorWrite> keep = await KeepAsync(deals, cancellation);
        return write =>
        {
            keep(write);
            foreach (string id in gone)
            {
                HubSpotMirror.RemoveDeal(write, id);
            }
        };
    }

    private async Task<Action<MirrorWrite>> KeepAsync(IReadOnlyList<HubSpotObject> deals, CancellationToken cancellation)
    {
        Dictionary<string, DealBody> bodies = deals.Where(deal => deal.Id is not null).DistinctBy(deal => deal.Id)
            .ToDictionary(deal => deal.Id!, deal => DealBody.Of(deal, _properties), StringComparer.Ordinal);
        string[] cutOff = [.. bodies.Where(deal => IsCutOff(deal.Value)).Select(deal => deal.Key)];
        foreach (HubSpotObject deal in await client.BatchAsync(HubSpotKind.Deals, cutOff, _entered.Value.Keys, [], cancellation))
        {
            if (deal.Id is not null && bodies.TryGetValue(deal.Id, out DealBody? body))
            {
                bodies[deal.Id] = WithEarlierStages(body, deal);
            }
        }

        progress?.Report(new IngestProgress("Reading deals of HubSpot", _read += bodies.Count));
        return write =>
        {
            foreach ((string id, DealBody deal) in bodies)
            {
                HubSpotMirror.PutDeal(write, id, deal);
            }
        };
    }

    /// <summary>How many versions HubSpot keeps is written nowhere. Where the first is not the creation's, what was before is asked for.</summary>
    private static bool IsCutOff(DealBody deal) =>
        HubSpotTime.Read(deal["createdate"]) is { } created && (deal.Stages.IsEmpty || deal.Stages[0].At > created + FromTheStart);

    private DealBody WithEarlierStages(DealBody deal, HubSpotObject entered)
    {
        DateTimeOffset known = deal.Stages.IsEmpty ? DateTimeOffset.MaxValue : deal.Stages[0].At;
        IEnumerable<ValueAt> earlier = _entered.Value.Where(property => entered[property.Key] is not null)
            .Select(property => new ValueAt(property.Value, HubSpotTime.Read(entered[property.Key]) ?? known)).Where(entry => entry.At < known);
        return deal with { Stages = [.. earlier.Concat(deal.Stages).OrderBy(entry => entry.At).ThenBy(entry => entry.Value, StringComparer.Ordinal)] };
    }
}
