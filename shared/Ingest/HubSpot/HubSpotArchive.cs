using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What was deleted: search and lists are silent about it. HubSpot keeps it for 90 days, in no order, so it is read whole.</summary>
internal sealed class HubSpotArchive(HubSpotClient client, Mirror mirror)
{
    /// <param name="remove">Takes one record out of the mirror.</param>
    public async Task RemoveAsync(string kind, Action<MirrorWrite, string> remove, CancellationToken cancellation)
    {
        await foreach (HubSpotPage<HubSpotObject> page in client.PagesAsync<HubSpotObject>($"{client.Paths.Objects(kind)}?limit={HubSpotClient.Batch}&archived=true", null, cancellation))
        {
            using MirrorWrite write = mirror.Begin();
            foreach (string id in page.Rows.Where(record => record.Archived == true).Select(record => record.Id).OfType<string>())
            {
                remove(write, id);
            }

            write.Commit();
        }
    }
}
