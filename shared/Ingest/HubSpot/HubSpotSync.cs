using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>Brings a mirror to what HubSpot holds now. Whatever is cut off goes on at its last page; nothing is left out by going on.</summary>
internal sealed class HubSpotSync(HubSpotClient client, HubSpotSettings settings, Mirror mirror, IProgress<IngestProgress>? progress)
{
    /// <summary>What was not read, by kind, separated by commas.</summary>
    public const string Lacking = "lacking";

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
        HubSpotActivities activities = new(client, mirror, progress);
        HubSpotArchive archive = new(client, mirror);
        List<string> lacking = [];
        List<string> readable = [];
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

        await LackAsync(HubSpotKind.Goals, lists.GoalsAsync(mirror, cancellation), lacking);
        foreach (string kind in HubSpotKind.Activities)
        {
            if (await LackAsync(kind, activities.ReadAsync(kind, cancellation), lacking))
            {
                continue;
            }

            readable.Add(kind);
            await archive.RemoveAsync(kind, (write, id) => write.Remove(kind, id), cancellation);
        }

        bool anew = HubSpotRows.LackingKinds(mirror).Intersect(readable).Any();
        await new HubSpotAssociations(client, mirror, progress).ReadAsync(readable, anew, cancellation);
        using MirrorWrite end = mirror.Begin();
        end.Set(Lacking, string.Join(',', lacking));
        end.SetReadAt(client.Now);
        end.Commit();
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

    private async Task<bool> LackAsync(string kind, Task<string?> reading, List<string> lacking)
    {
        if (await reading is not { } scopes)
        {
            return false;
        }

        lacking.Add(kind);
        progress?.Report(new IngestProgress($"Left out, for the token lacks {(scopes.Length == 0 ? "the scope" : scopes)}: {kind}", 0));
        return true;
    }
}
