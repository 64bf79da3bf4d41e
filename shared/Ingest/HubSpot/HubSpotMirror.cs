using System.Globalization;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What is written into the mirror for HubSpot's records, and what is remembered between two reads.</summary>
internal static class HubSpotMirror
{
    private const string Round = "round";

    /// <summary>The number of the read that is under way.</summary>
    public static long RoundOf(Mirror mirror) => Number(mirror, Round) ?? 0;

    public static void BeginRound(MirrorWrite write, long round) => write.Set(Round, round.ToString(CultureInfo.InvariantCulture));

    public static long? Number(Mirror mirror, string name) => mirror.State(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public static void Set(MirrorWrite write, string name, long? value) => write.Set(name, value?.ToString(CultureInfo.InvariantCulture));

    public static void PutDeal(MirrorWrite write, string id, DealBody deal)
    {
        foreach (string absorbed in deal.Merged.Where(one => one != id))
        {
            RemoveDeal(write, absorbed);
        }

        if (!deal.HasOwner)
        {
            RemoveDeal(write, id);
            return;
        }

        write.Put(HubSpotKind.Deals, new MirrorRecord(id, null, HubSpotBodies.Write(deal)));
        write.Put(HubSpotKind.Pending, new MirrorRecord(id, null, []));
    }

    public static void RemoveDeal(MirrorWrite write, string id)
    {
        write.Remove(HubSpotKind.Deals, id);
        write.Remove(HubSpotKind.Pending, id);
        RemoveLinks(write, id);
    }

    public static void RemoveLinks(MirrorWrite write, string deal)
    {
        foreach (string kind in HubSpotKind.Activities.Append(HubSpotKind.Companies))
        {
            write.RemoveOf(HubSpotKind.LinksOf(kind), deal);
        }
    }

    public static void PutLink(MirrorWrite write, string kind, string other, string deal) =>
        write.Put(HubSpotKind.LinksOf(kind), new MirrorRecord($"{other}/{deal}", deal, []));

    public static void PutActivity(MirrorWrite write, string kind, HubSpotObject record) =>
        write.Put(kind, new MirrorRecord(record.Id!, null, HubSpotBodies.Write(HubSpotBodies.Values(record, HubSpotKind.PropertiesOf(kind)))));
}
