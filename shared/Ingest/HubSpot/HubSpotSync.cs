using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>Brings a mirror to what HubSpot holds now. Whatever is cut off goes on at its last page; nothing is left out by going on.</summary>
internal sealed class HubSpotSync(HubSpotClient client, HubSpotSettings settings, Mirror mirror, IProgress<IngestProgress>? progress)
{
    private const string Of = "of";
    private const string Begun = "begun";

    /// <summary>Raise it when records are kept otherwise, or with more properties, than before.</summary>
    private const string Shape = "1";

    /// <summary>
    /// A mirror begins anew after that long: HubSpot's archive keeps what was deleted for 90 days, so who asks later would never hear of it;
    /// and what no stamp of a change tells, such as what came back out of the archive, is known again.
    /// </summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(60);

    public async Task RunAsync(CancellationToken cancellation)
    {
        HubSpotLists lists = new(client);
        HubSpotArchive archive = new(client, mirror);
        SortedDictionary<string, string> lacking = new(StringComparer.Ordinal);
        try
        {
            AccountBody account = await lists.AccountAsync(cancellation);
            Begin(account);
            await lists.ReadAsync(mirror, account, cancellation);
            await new HubSpotDeals(client, mirror, settings, progress).ReadAsync(cancellation);
            await archive.RemoveAsync(HubSpotKind.Deals, HubSpotMirror.RemoveDeal, cancellation);
        }
        catch (CrmRefusedException refused) when (HubSpotManners.MissingScopes(refused) is { } scopes)
        {
            throw new UserErrorException(
                $"HubSpot's token may not read deals, their pipelines or owners{(scopes.Length == 0 ? "" : $": it lacks {scopes}")}. Grant it to the private app (docs/connectors.md lists the scopes) and run the same again.", refused);
        }

        Lack(lacking, HubSpotKind.Goals, await lists.GoalsAsync(mirror, cancellation));
        string?[] scopesOf = await ActivitiesAsync(archive, cancellation);
        foreach ((string kind, string? scopes) in HubSpotKind.Activities.Zip(scopesOf))
        {
            Lack(lacking, kind, scopes);
        }

        string[] readable = [.. HubSpotKind.Activities.Except(lacking.Keys)];
        bool anew = HubSpotLack.Kinds(mirror).Intersect(readable).Any();
        Lack(lacking, HubSpotKind.Companies, await new HubSpotAssociations(client, mirror, progress).ReadAsync(readable, anew, cancellation));
        using MirrorWrite end = mirror.Begin();
        HubSpotLack.Write(end, lacking);
        end.SetReadAt(client.Now);
        end.Commit();
    }

    /// <summary>
    /// All kinds at once: a search is asked for page after page, and only another kind's does not have to wait for it. The mirror is for one
    /// thread at a time, so what runs between two answers runs alone.
    /// </summary>
    /// <returns>Of each kind the scopes without which it cannot be read; null where it was.</returns>
    private async Task<string?[]> ActivitiesAsync(HubSpotArchive archive, CancellationToken cancellation)
    {
        TaskScheduler alone = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        return await Task.WhenAll(HubSpotKind.Activities.Select(kind =>
            Task.Factory.StartNew(() => ActivitiesAsync(kind, archive, cancellation), CancellationToken.None, TaskCreationOptions.None, alone).Unwrap()));
    }

    private async Task<string?> ActivitiesAsync(string kind, HubSpotArchive archive, CancellationToken cancellation)
    {
        string? scopes = await new HubSpotActivities(client, mirror, progress).ReadAsync(kind, cancellation);
        if (scopes is null)
        {
            await archive.RemoveAsync(kind, (write, id) => write.Remove(kind, id), cancellation);
        }

        return scopes;
    }

    /// <summary>So does a mirror of another account or of other properties.</summary>
    private void Begin(AccountBody account)
    {
        string now = $"{account.Portal} {Shape} {settings.ProductProperty}";
        if (mirror.State(Of) == now && HubSpotMirror.Number(mirror, Begun) > (client.Now - Oldest).ToUnixTimeMilliseconds())
        {
            return;
        }

        using MirrorWrite write = mirror.Begin();
        write.Clear();
        write.Set(Of, now);
        HubSpotMirror.Set(write, Begun, client.Now.ToUnixTimeMilliseconds());
        write.Commit();
    }

    private static void Lack(SortedDictionary<string, string> lacking, string kind, string? scopes)
    {
        if (scopes is not null)
        {
            lacking[kind] = scopes;
        }
    }
}
