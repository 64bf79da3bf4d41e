using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>
/// What belongs to which deal. It is read for deals that were changed, and anew each time for all that are open: nothing says that a
/// deal counts as changed when a call is put under it, and a call that is missed makes a deal look forgotten.
/// </summary>
internal sealed class HubSpotAssociations(HubSpotClient client, Mirror mirror, IProgress<IngestProgress>? progress)
{
    private const int DealsAtOnce = 400;

    /// <summary>The scopes without which companies cannot be read; null where they can.</summary>
    private string? _noCompanies;

    /// <param name="kinds">The activities that may be read.</param>
    /// <param name="anew">Of all deals, because more may be read than before.</param>
    /// <returns>The scopes without which companies cannot be read; null where they were.</returns>
    public async Task<string?> ReadAsync(IReadOnlyCollection<string> kinds, bool anew, CancellationToken cancellation)
    {
        foreach (MirrorRecord[] some in mirror.Records(HubSpotKind.Deals).Where(deal => anew || HubSpotBodies.Read<DealBody>(deal.Body).IsOpen).Chunk(DealsAtOnce))
        {
            Await(some);
        }

        int read = 0;
        while (mirror.Records(HubSpotKind.Pending).Take(DealsAtOnce).Select(deal => deal.Id).ToArray() is { Length: > 0 } deals)
        {
            await ReadAsync(deals, kinds, cancellation);
            progress?.Report(new IngestProgress("Reading associations of HubSpot's deals", read += deals.Length));
        }

        return _noCompanies;
    }

    private void Await(MirrorRecord[] deals)
    {
        using MirrorWrite write = mirror.Begin();
        foreach (MirrorRecord deal in deals)
        {
            write.Put(HubSpotKind.Pending, new MirrorRecord(deal.Id, null, []));
        }

        write.Commit();
    }

    private async Task ReadAsync(string[] deals, IReadOnlyCollection<string> kinds, CancellationToken cancellation)
    {
        Dictionary<string, List<HubSpotLink>>[] links = await Task.WhenAll(kinds.Append(HubSpotKind.Companies).Select(kind => LinksAsync(kind, deals, cancellation)));
        (string Kind, string Other, string Deal)[] all =
        [
            .. kinds.Zip(links).SelectMany(found => found.Second.SelectMany(deal => deal.Value.Select(link => (found.First, link.ToObjectId!, deal.Key)))).Where(link => link.Item2 is not null),
            .. links[^1].Where(deal => deal.Value.Count > 0).Select(deal => (HubSpotKind.Companies, Main(deal.Value), deal.Key)),
        ];
        List<(string Kind, HubSpotObject Record)> missing = await MissingAsync(all, cancellation);
        HashSet<string> found = [.. missing.Select(one => $"{one.Kind} {one.Record.Id}")];
        (string Kind, string Other, string Deal)[] kept = [.. all.Where(link => found.Contains($"{link.Kind} {link.Other}") || mirror.Has(link.Kind, link.Other))];
        using MirrorWrite write = mirror.Begin();
        foreach (string deal in deals)
        {
            HubSpotMirror.RemoveLinks(write, deal);
            write.Remove(HubSpotKind.Pending, deal);
        }

        foreach ((string kind, HubSpotObject record) in missing)
        {
            HubSpotMirror.PutActivity(write, kind, record);
        }

        foreach ((string kind, string other, string deal) in kept)
        {
            HubSpotMirror.PutLink(write, kind, other, deal);
        }

        write.Commit();
    }

    /// <summary>Activities that the mirror lacks, and all companies anew: they may have another name by now.</summary>
    private async Task<List<(string Kind, HubSpotObject Record)>> MissingAsync((string Kind, string Other, string Deal)[] links, CancellationToken cancellation)
    {
        (string Kind, string[] Ids)[] wanted =
        [
            .. links.GroupBy(link => link.Kind, StringComparer.Ordinal).Select(group => (group.Key,
                group.Select(link => link.Other).Distinct(StringComparer.Ordinal).Where(id => group.Key == HubSpotKind.Companies || !mirror.Has(group.Key, id)).ToArray())),
        ];
        List<(string, HubSpotObject)> records = [];
        foreach ((string kind, List<HubSpotObject> found) in await Task.WhenAll(wanted.Select(async one => (one.Kind, await BatchAsync(one.Kind, one.Ids, cancellation)))))
        {
            records.AddRange(found.Where(record => record.Id is not null).Select(record => (kind, record)));
        }

        return records;
    }

    private async Task<Dictionary<string, List<HubSpotLink>>> LinksAsync(string kind, string[] deals, CancellationToken cancellation)
    {
        try
        {
            return kind == HubSpotKind.Companies && _noCompanies is not null ? [] : await client.LinksAsync(HubSpotKind.Deals, kind, deals, cancellation);
        }
        catch (CrmRefusedException refused) when (kind == HubSpotKind.Companies)
        {
            _noCompanies = HubSpotManners.MissingScopes(refused) ?? "";
            return [];
        }
    }

    private async Task<List<HubSpotObject>> BatchAsync(string kind, string[] ids, CancellationToken cancellation)
    {
        try
        {
            return await client.BatchAsync(kind, ids, HubSpotKind.PropertiesOf(kind), [], cancellation);
        }
        catch (CrmRefusedException refused) when (kind == HubSpotKind.Companies)
        {
            _noCompanies = HubSpotManners.MissingScopes(refused) ?? "";
            return [];
        }
    }

    /// <summary>A deal may be of several companies; the one that HubSpot calls primary is its account.</summary>
    private static string Main(List<HubSpotLink> companies) => companies
        .OrderByDescending(company => !company.AssociationTypes.IsDefault && company.AssociationTypes.Any(type => type.Label == "Primary"))
        .ThenBy(company => company.ToObjectId, StringComparer.Ordinal).First().ToObjectId ?? "";
}
