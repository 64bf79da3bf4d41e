using System.Globalization;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>Tries everything that a read needs, with one small question each.</summary>
internal sealed class HubSpotCheck(HubSpotClient client, HubSpotSettings settings)
{
    private const int Named = 5;

    private readonly List<CrmCheckLine> _lines = [];
    private readonly List<CrmCost> _costs = [];

    public async Task<CrmCheck> RunAsync(CancellationToken cancellation)
    {
        HubSpotLists lists = new(client);
        AccountBody account = await lists.AccountAsync(cancellation);
        await TryAsync("Pipelines of deals", null, async () => await lists.PipelinesAsync(cancellation).LongCountAsync(cancellation));
        await OwnersAsync(lists, cancellation);
        await DealsAsync(cancellation);
        foreach (string kind in HubSpotKind.Activities)
        {
            await ActivitiesAsync(kind, cancellation);
        }

        await TryAsync(HubSpotKind.NameOf(HubSpotKind.Companies), HubSpotLack.Consequence(HubSpotKind.Companies), () => CountAsync(HubSpotKind.Companies, [], cancellation));
        if (await TryAsync(HubSpotKind.NameOf(HubSpotKind.Goals), HubSpotLack.Consequence(HubSpotKind.Goals), () => CountAsync(HubSpotKind.Goals, [], cancellation)) is { } goals)
        {
            _costs.Add(new CrmCost("goals", goals, Pages(goals), Pages(goals)));
        }

        return new CrmCheck($"account {account.Portal}, {account.TimeZone}, {account.Currency ?? "no currency"}", [.. _lines], [.. _costs])
        {
            Allowance = client.Daily is { } daily ? string.Create(CultureInfo.InvariantCulture, $"{daily.Limit:N0} requests a day are allowed, {daily.Left:N0} are left today.") : null,
        };
    }

    private async Task OwnersAsync(HubSpotLists lists, CancellationToken cancellation)
    {
        List<(string Id, OwnerBody Owner)> owners = [];
        if (await TryAsync("Owners", null, async () =>
            {
                await foreach (MirrorRecord record in lists.OwnersAsync(cancellation))
                {
                    owners.RemoveAll(one => one.Id == record.Id);
                    owners.Add((record.Id, HubSpotBodies.Read<OwnerBody>(record.Body)));
                }

                return owners.Count;
            }) is not { } count)
        {
            return;
        }

        _costs.Add(new CrmCost("owners", count, Pages(count) + 1, Pages(count) + 1));
        HashSet<string> managers = [.. settings.Managers.Values];
        (string Id, OwnerBody Owner)[] unmanaged = [.. owners.Where(one => one.Owner.Active && !settings.Managers.ContainsKey(one.Id) && !managers.Contains(one.Id)).OrderBy(one => one.Owner.Name, StringComparer.Ordinal)];
        if (unmanaged.Length > 0)
        {
            string names = string.Join(", ", unmanaged.Take(Named).Select(one => $"{one.Owner.Name ?? "unnamed"} ({one.Id})")) + (unmanaged.Length > Named ? " and others" : "");
            _lines.Add(new CrmCheckLine(CrmCheckState.Lacking, $"Managers: {unmanaged.Length} owners have none", $"They get no one-on-ones: {names}. HubSpot does not know managers; set HubSpot__Managers__<owner id> to the manager's owner id."));
        }

        string[] unknown = [.. settings.Managers.SelectMany(one => new[] { one.Key, one.Value }).Distinct(StringComparer.Ordinal).Where(id => owners.TrueForAll(owner => owner.Id != id))];
        if (unknown.Length > 0)
        {
            _lines.Add(new CrmCheckLine(CrmCheckState.Lacking, $"Managers: no owner has the id {string.Join(", ", unknown)}", "Correct HubSpot__Managers__<owner id>: the id of an owner is not that of a user."));
        }
    }

    private async Task DealsAsync(CancellationToken cancellation)
    {
        if (await TryAsync("Deals", null, () => CountAsync(HubSpotKind.Deals, [], cancellation)) is not { } deals)
        {
            return;
        }

        long open = await CountAsync(HubSpotKind.Deals, [Filter("hs_is_closed", "NEQ", "true")], cancellation);
        long changed = await CountAsync(HubSpotKind.Deals, [Since(TimeSpan.FromDays(1))], cancellation);
        long links = (HubSpotKind.Activities.Length + 1) * ((deals / 200) + 1);
        long openLinks = (HubSpotKind.Activities.Length + 1) * ((open / 200) + 1);
        _costs.Add(new CrmCost("deals", deals, (deals / HubSpotClient.BatchWithHistory) + 1 + links, (changed / HubSpotClient.BatchWithHistory) + (changed / 200) + 2 + openLinks));
        long unowned = await CountAsync(HubSpotKind.Deals, [new { propertyName = "hubspot_owner_id", @operator = "NOT_HAS_PROPERTY" }], cancellation);
        if (unowned > 0)
        {
            _lines.Add(new CrmCheckLine(CrmCheckState.Lacking, string.Create(CultureInfo.InvariantCulture, $"{unowned:N0} deals have no owner"), "They are nobody's, and are left out until they have one."));
        }

        await PropertiesAsync(cancellation);
    }

    private async Task PropertiesAsync(CancellationToken cancellation)
    {
        HubSpotPage<HubSpotProperty>? page = null;
        await TryAsync("Properties of deals", "Nothing can be said about them beforehand.", async () => (page = await client.GetAsync<HubSpotPage<HubSpotProperty>>(client.Paths.Properties, cancellation)).Rows.Length);
        if (page is null)
        {
            return;
        }

        HashSet<string?> known = [.. page.Rows.Select(property => property.Name)];
        foreach ((string property, CrmCheckState state, string consequence) in Needed().Where(one => !known.Contains(one.Property)))
        {
            _lines.Add(new CrmCheckLine(state, $"Property {property} of deals is not there", consequence));
        }
    }

    private IEnumerable<(string Property, CrmCheckState State, string Consequence)> Needed()
    {
        yield return ("dealstage", CrmCheckState.Missing, "Without stages there is nothing to say about deals.");
        yield return ("hubspot_owner_id", CrmCheckState.Missing, "Without owners no deal is anybody's.");
        yield return ("closedate", CrmCheckState.Lacking, "Slips cannot be seen.");
        yield return ("amount", CrmCheckState.Lacking, "Deals are not ordered by money.");
        yield return ("deal_currency_code", CrmCheckState.Lacking, "All amounts count in the account's currency.");
        yield return ("createdate", CrmCheckState.Lacking, "It is not known how old deals are.");
        yield return ("hs_is_closed", CrmCheckState.Lacking, "The stages alone say which deals are closed.");
        yield return ("hs_is_closed_won", CrmCheckState.Lacking, "The stages alone say which deals are won.");
        yield return ("hs_next_step", CrmCheckState.Lacking, "Briefs show no next step.");
        if (settings.ProductProperty is { } product)
        {
            yield return (product, CrmCheckState.Lacking, "HubSpot__ProductProperty names it: set it to the internal name of a property, or to nothing.");
        }
    }

    private async Task ActivitiesAsync(string kind, CancellationToken cancellation)
    {
        if (await TryAsync(HubSpotKind.NameOf(kind), HubSpotLack.Consequence(kind), () => CountAsync(kind, [Since(HubSpotActivities.LooksBack)], cancellation)) is { } count)
        {
            long daily = await CountAsync(kind, [Since(TimeSpan.FromDays(1))], cancellation);
            _costs.Add(new CrmCost(kind, count, (count / 200) + 2, (daily / 200) + 2));
        }
    }

    /// <param name="consequence">What goes without it; null: nothing does.</param>
    private async Task<long?> TryAsync(string what, string? consequence, Func<Task<long>> question)
    {
        try
        {
            long count = await question();
            _lines.Add(new CrmCheckLine(CrmCheckState.Fine, string.Create(CultureInfo.InvariantCulture, $"{what}: {count:N0}")));
            return count;
        }
        catch (CrmRefusedException refused) when (HubSpotManners.MissingScopes(refused) is { } scopes)
        {
            string grant = HubSpotLack.Grant(scopes);
            _lines.Add(new CrmCheckLine(consequence is null ? CrmCheckState.Missing : CrmCheckState.Lacking, what, consequence is null ? grant : $"{grant} {consequence}"));
            return null;
        }
    }

    private async Task<long> CountAsync(string kind, object[] filters, CancellationToken cancellation)
    {
        HubSpotPage<HubSpotObject> page = await client.PostAsync<HubSpotObject>(
            client.Paths.Search(kind), new { filterGroups = filters.Length == 0 ? [] : new[] { new { filters } }, properties = Array.Empty<string>(), limit = 1 }, cancellation);
        return page.Total ?? page.Rows.Length;
    }

    private object Since(TimeSpan back) => Filter("hs_lastmodifieddate", "GTE", (client.Now - back).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    private static object Filter(string property, string how, string value) => new { propertyName = property, @operator = how, value };

    private static long Pages(long records) => (records / HubSpotClient.Batch) + 1;
}
