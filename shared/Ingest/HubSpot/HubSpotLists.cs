using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What is small enough to be read anew each time: the account, its pipelines, owners and goals.</summary>
internal sealed class HubSpotLists(HubSpotClient client)
{
    public async Task<AccountBody> AccountAsync(CancellationToken cancellation)
    {
        HubSpotAccount account = await client.GetAsync<HubSpotAccount>(client.Paths.Account, cancellation);
        return new AccountBody(account.PortalId ?? "", account.TimeZone ?? "UTC", account.CompanyCurrency, account.UiDomain ?? "app.hubspot.com");
    }

    public async Task ReadAsync(Mirror mirror, AccountBody account, CancellationToken cancellation)
    {
        long round = HubSpotMirror.RoundOf(mirror) + 1;
        using (MirrorWrite begin = mirror.Begin())
        {
            HubSpotMirror.BeginRound(begin, round);
            begin.Put(HubSpotKind.Account, new MirrorRecord(HubSpotKind.Account, null, HubSpotBodies.Write(account)));
            begin.Commit();
        }

        await PutAsync(mirror, HubSpotKind.Pipelines, round, PipelinesAsync(cancellation), cancellation);
        await PutAsync(mirror, HubSpotKind.Owners, round, OwnersAsync(cancellation), cancellation);
    }

    /// <returns>The scopes without which goals cannot be read; null where they were.</returns>
    public async Task<string?> GoalsAsync(Mirror mirror, CancellationToken cancellation)
    {
        try
        {
            await PutAsync(mirror, HubSpotKind.Goals, HubSpotMirror.RoundOf(mirror), ReadGoalsAsync(cancellation), cancellation);
            return null;
        }
        catch (CrmRefusedException refused) when (HubSpotManners.MissingScopes(refused) is { } scopes)
        {
            return scopes;
        }
    }

    public async IAsyncEnumerable<MirrorRecord> PipelinesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        HubSpotPage<HubSpotPipeline> page = await client.GetAsync<HubSpotPage<HubSpotPipeline>>(client.Paths.Pipelines, cancellation);
        foreach (HubSpotPipeline pipeline in page.Rows.Where(pipeline => pipeline.Id is not null))
        {
            IEnumerable<StageBody> stages = (pipeline.Stages.IsDefault ? [] : pipeline.Stages).Where(stage => stage.Id is not null)
                .OrderBy(stage => stage.DisplayOrder).ThenBy(stage => stage.Label, StringComparer.Ordinal)
                .Select(stage => new StageBody(stage.Id!, stage.Label ?? stage.Id!, Won(stage)));
            yield return new MirrorRecord(pipeline.Id!, null, HubSpotBodies.Write(new PipelineBody(pipeline.Label ?? pipeline.Id!, pipeline.DisplayOrder, [.. stages])));
        }
    }

    public async IAsyncEnumerable<MirrorRecord> OwnersAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Whoever came back stands in both lists; what comes last counts.
        foreach (bool archived in new[] { true, false })
        {
            await foreach (HubSpotPage<HubSpotOwner> page in client.PagesAsync<HubSpotOwner>($"{client.Paths.Owners}?limit={HubSpotClient.Batch}&archived={(archived ? "true" : "false")}", null, cancellation))
            {
                foreach (HubSpotOwner owner in page.Rows.Where(owner => owner.Id is not null && !string.Equals(owner.Type, "QUEUE", StringComparison.OrdinalIgnoreCase)))
                {
                    string name = $"{owner.FirstName} {owner.LastName}".Trim();
                    yield return new MirrorRecord(owner.Id!, null, HubSpotBodies.Write(new OwnerBody(name.Length == 0 ? null : name, string.IsNullOrEmpty(owner.Email) ? null : owner.Email, !(owner.Archived ?? archived))));
                }
            }
        }
    }

    private async IAsyncEnumerable<MirrorRecord> ReadGoalsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string path = $"{client.Paths.Objects(HubSpotKind.Goals)}?limit={HubSpotClient.Batch}&archived=false&properties={string.Join(',', HubSpotKind.PropertiesOf(HubSpotKind.Goals))}";
        await foreach (HubSpotPage<HubSpotObject> page in client.PagesAsync<HubSpotObject>(path, null, cancellation))
        {
            foreach (HubSpotObject goal in page.Rows.Where(goal => goal.Id is not null))
            {
                yield return new MirrorRecord(goal.Id!, null, HubSpotBodies.Write(HubSpotBodies.Values(goal, HubSpotKind.PropertiesOf(HubSpotKind.Goals))));
            }
        }
    }

    private static async Task PutAsync(Mirror mirror, string kind, long round, IAsyncEnumerable<MirrorRecord> records, CancellationToken cancellation)
    {
        using MirrorWrite write = mirror.Begin();
        await foreach (MirrorRecord record in records.WithCancellation(cancellation))
        {
            write.Put(kind, record, round);
        }

        write.Sweep(kind, round);
        write.Commit();
    }

    /// <summary>isClosed says it; where it is missing, certainty does.</summary>
    private static bool? Won(HubSpotStage stage)
    {
        decimal? chance = decimal.TryParse(Text(stage, "probability"), CultureInfo.InvariantCulture, out decimal probability) ? probability : null;
        bool closed = Text(stage, "isClosed") is { } said ? said.Equals("true", StringComparison.OrdinalIgnoreCase) : chance is 0 or 1;
        return closed ? chance == 1 : null;
    }

    private static string? Text(HubSpotStage stage, string name) => stage.Metadata is not null && stage.Metadata.TryGetValue(name, out JsonElement value) ? AnyText.Of(value) : null;
}
