using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>
/// Calls, emails, meetings and tasks, whether they are of a deal or not: what people do counts for them. What is older than any brief
/// looks is read only where a deal has it.
/// </summary>
internal sealed class HubSpotActivities(HubSpotClient client, Mirror mirror, IProgress<IngestProgress>? progress)
{
    public static readonly TimeSpan LooksBack = TimeSpan.FromDays(400);

    /// <returns>The scopes without which it cannot be read; null where it was.</returns>
    /// <exception cref="UserErrorException">It was read before: without it everybody would look idle.</exception>
    public async Task<string?> ReadAsync(string kind, CancellationToken cancellation)
    {
        int read = 0;
        try
        {
            await new HubSpotChanges(client, mirror, kind).ReadAsync(
                client.Now - LooksBack,
                HubSpotKind.PropertiesOf(kind),
                records =>
                {
                    progress?.Report(new IngestProgress($"Reading {kind} of HubSpot", read += records.Count));
                    return Task.FromResult<Action<MirrorWrite>>(write =>
                    {
                        foreach (HubSpotObject record in records)
                        {
                            HubSpotMirror.PutActivity(write, kind, record);
                        }
                    });
                },
                cancellation);
            return null;
        }
        catch (CrmRefusedException refused) when (HubSpotManners.MissingScopes(refused) is { } scopes)
        {
            return mirror.Count(kind) == 0 ? scopes : throw new UserErrorException(
                $"HubSpot's token may no longer read {kind}{(scopes.Length == 0 ? "" : $" ({scopes})")}, which it could before: everybody would look as if they had stopped. Grant it again, or delete the mirror file to go on without.", refused);
        }
    }
}
