using System.Globalization;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What was changed of one kind since it was asked for last, page by page into the mirror. A read that was cut off goes on at its last page.</summary>
internal sealed class HubSpotChanges(HubSpotClient client, Mirror mirror, string kind)
{
    /// <summary>Search knows a change only after a while, so the end of the last read is searched once more.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private readonly string _since = kind + " since";
    private readonly string _started = kind + " started";
    private readonly string _from = kind + " from";

    /// <param name="first">From when on where nothing was read before.</param>
    /// <param name="properties">What a search brings of each record.</param>
    /// <param name="keep">Gets a page's records, each once, and says what to write of them.</param>
    public async Task ReadAsync(
        DateTimeOffset first, IEnumerable<string> properties, Func<IReadOnlyList<HubSpotObject>, Task<Action<MirrorWrite>>> keep, CancellationToken cancellation)
    {
        if (HubSpotMirror.Number(mirror, _from) is not { } from)
        {
            long? since = HubSpotMirror.Number(mirror, _since);
            from = since is { } known ? known - (long)Overlap.TotalMilliseconds : first.ToUnixTimeMilliseconds();
            using MirrorWrite begin = mirror.Begin();
            HubSpotMirror.Set(begin, _from, from);
            HubSpotMirror.Set(begin, _started, client.Now.ToUnixTimeMilliseconds());
            begin.Commit();
        }

        await foreach (WalkedPage page in new HubSpotWalk(client, kind, properties).FromAsync(from, cancellation))
        {
            Action<MirrorWrite> write = await keep([.. page.Records.DistinctBy(record => record.Id)]);
            using MirrorWrite change = mirror.Begin();
            write(change);
            HubSpotMirror.Set(change, _from, page.From);
            change.Commit();
        }

        long? started = HubSpotMirror.Number(mirror, _started);
        using MirrorWrite end = mirror.Begin();
        HubSpotMirror.Set(end, _since, started);
        HubSpotMirror.Set(end, _started, null);
        HubSpotMirror.Set(end, _from, null);
        end.Commit();
    }

    /// <summary>It was read up to this instant already, in another way.</summary>
    public void Begin(MirrorWrite write, long since) => write.Set(_since, since.ToString(CultureInfo.InvariantCulture));
}
