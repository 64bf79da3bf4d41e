using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>Lists, batches, searches and associations of records.</summary>
internal sealed class FakeHubSpotReads(FakeHubSpotPortal portal, FakeHubSpotGuard guard, FakeHubSpotOptions options)
{
    private const int MostAssociated = 100;

    public JsonObject List(string type, IQueryCollection query)
    {
        ImmutableArray<string> history = Names(query["propertiesWithHistory"]);
        int limit = Limit(query, 10, history.IsEmpty ? 100 : 50);
        bool archived = query["archived"] == "true";
        return Page(portal.Of(type, archived), limit, query["after"], $"{type} {archived}", record => Json(record, Names(query["properties"]), history));
    }

    public JsonObject Owners(IQueryCollection query)
    {
        bool archived = query["archived"] == "true";
        return Page([.. portal.Owners.Where(owner => owner.Archived == archived)], Limit(query, 100, 500), query["after"], $"owners {archived}", owner => owner.Json());
    }

    public (int Status, JsonObject Body) Batch(string type, JsonObject body, IQueryCollection query)
    {
        ImmutableArray<string> history = Names(body["propertiesWithHistory"]);
        ImmutableArray<string> properties = Names(body["properties"]);
        ImmutableArray<JsonObject> inputs = Inputs(body, history.IsEmpty ? 100 : 50);
        bool archived = query["archived"] == "true";
        JsonArray results = [];
        JsonArray missing = [];
        foreach (string id in inputs.Select(input => Id(input)).Distinct(StringComparer.Ordinal))
        {
            if (portal.Find(type, id) is { } record && record.ArchivedAt is null != archived)
            {
                results.Add(Json(record, properties, history));
            }
            else
            {
                missing.Add(id);
            }
        }

        return missing.Count == 0 ? (200, Done(results)) : (207, Done(results, new JsonObject
        {
            ["status"] = "error",
            ["category"] = "OBJECT_NOT_FOUND",
            ["message"] = $"Could not get some {type.ToUpperInvariant()} objects, they may be deleted or not exist. Check that ids are valid.",
            ["context"] = new JsonObject { ["ids"] = missing },
        }));
    }

    public JsonObject Search(string type, JsonObject body)
    {
        FakeHubSpotSearch search = FakeHubSpotSearch.Read(body);
        List<FakeHubSpotRecord> found = search.Run(portal.SortedBy(search.SortBy ?? "hs_createdate", type));
        found = options.IndexLag == TimeSpan.Zero ? found : [.. found.Where(record => record.UpdatedAt <= portal.Now - options.IndexLag)];
        int start = search.Offset > 0 && guard.Repeats() ? search.Offset - 1 : search.Offset;
        int end = Math.Min(found.Count, search.Offset + guard.PageSize(search.Limit, found.Count - search.Offset));
        JsonObject answer = new() { ["total"] = found.Count, ["results"] = new JsonArray([.. found.Take(end).Skip(start).Select(record => (JsonNode)Json(record, search.Properties, []))]) };
        if (end < found.Count)
        {
            answer["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = end.ToString(CultureInfo.InvariantCulture) } };
        }

        return answer;
    }

    public (int Status, JsonObject Body) Associations(string from, string to, JsonObject body)
    {
        JsonArray results = [];
        List<JsonObject> errors = [];
        foreach (JsonObject input in Inputs(body, 1000))
        {
            string id = Id(input);
            SortedSet<string>? others = portal.Find(from, id) is { ArchivedAt: null } record ? record.Associated.GetValueOrDefault(to) : null;
            string[] live = [.. (others ?? []).Where(other => portal.Find(to, other) is { ArchivedAt: null })];
            int start = input["after"]?.ToString() is { } after ? Offset(after, $"{from} {to} {id}") : 0;
            if (live.Length == 0)
            {
                errors.Add(new JsonObject
                {
                    ["status"] = "error",
                    ["category"] = "OBJECT_NOT_FOUND",
                    ["subCategory"] = "crm.associations.NO_ASSOCIATIONS_FOUND",
                    ["message"] = $"No {to} is associated with {from} {id}.",
                    ["context"] = new JsonObject { ["fromObjectId"] = new JsonArray(id), ["fromObjectType"] = new JsonArray(from), ["toObjectType"] = new JsonArray(to) },
                });
                continue;
            }

            int end = Math.Min(live.Length, start + guard.PageSize(MostAssociated, live.Length - start));
            JsonObject result = new()
            {
                ["from"] = new JsonObject { ["id"] = id },
                ["to"] = new JsonArray([.. live.Take(end).Skip(start > 0 && guard.Repeats() ? start - 1 : start).Select(other => (JsonNode)new JsonObject
                {
                    ["toObjectId"] = long.Parse(other, CultureInfo.InvariantCulture),
                    ["associationTypes"] = new JsonArray(new JsonObject { ["category"] = "HUBSPOT_DEFINED", ["typeId"] = to == "companies" ? 5 : 205, ["label"] = to == "companies" ? "Primary" : null }),
                })]),
            };
            if (end < live.Length)
            {
                result["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = Cursor(end, $"{from} {to} {id}"), ["link"] = "?after=" + end } };
            }

            results.Add(result);
        }

        return errors.Count == 0 ? (200, Done(results)) : (207, Done(results, [.. errors]));
    }

    private JsonObject Page<T>(IReadOnlyList<T> all, int limit, string? after, string what, Func<T, JsonObject> json)
    {
        int start = string.IsNullOrEmpty(after) ? 0 : Offset(after, what);
        int end = Math.Min(all.Count, start + guard.PageSize(limit, all.Count - start));
        JsonObject answer = new() { ["results"] = new JsonArray([.. all.Take(end).Skip(start > 0 && guard.Repeats() ? start - 1 : start).Select(one => (JsonNode)json(one))]) };
        if (end < all.Count)
        {
            string next = Cursor(end, what);
            answer["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = next, ["link"] = "?after=" + Uri.EscapeDataString(next) } };
        }

        return answer;
    }

    private static JsonObject Json(FakeHubSpotRecord record, ImmutableArray<string> properties, ImmutableArray<string> history)
    {
        JsonObject values = [];
        foreach (string name in properties.Concat(history).Concat(["createdate", "hs_lastmodifieddate", "hs_object_id"]).Distinct(StringComparer.Ordinal).Where(record.Has))
        {
            values[name] = record.Value(name);
        }

        JsonObject json = new() { ["id"] = record.Id, ["properties"] = values };
        if (!history.IsEmpty)
        {
            json["propertiesWithHistory"] = new JsonObject(history.Where(record.History.ContainsKey).Select(name => KeyValuePair.Create<string, JsonNode?>(
                name,
                new JsonArray([.. record.History[name].Select(version => (JsonNode)new JsonObject
                {
                    ["value"] = version.Value ?? "",
                    ["timestamp"] = FakeHubSpotRecord.Text(version.At),
                    ["sourceType"] = version.Source,
                    ["sourceId"] = version.Source == "CRM_UI" ? "userId:1234567" : null,
                    ["updatedByUserId"] = version.Source == "CRM_UI" ? 1234567 : null,
                })]))));
        }

        json["createdAt"] = FakeHubSpotRecord.Text(record.CreatedAt);
        json["updatedAt"] = FakeHubSpotRecord.Text(record.UpdatedAt);
        json["archived"] = record.ArchivedAt is not null;
        if (record.ArchivedAt is { } archivedAt)
        {
            json["archivedAt"] = FakeHubSpotRecord.Text(archivedAt);
        }

        return json;
    }

    private JsonObject Done(JsonArray results, params ReadOnlySpan<JsonObject> errors)
    {
        JsonObject answer = new() { ["status"] = "COMPLETE", ["results"] = results };
        if (errors.Length > 0)
        {
            answer["numErrors"] = errors.Length;
            answer["errors"] = new JsonArray([.. errors]);
        }

        answer["startedAt"] = FakeHubSpotRecord.Text(portal.Now);
        answer["completedAt"] = FakeHubSpotRecord.Text(portal.Now);
        return answer;
    }

    private static string Cursor(int offset, string what) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{offset}|{what}"));

    private int Offset(string cursor, string what)
    {
        Span<byte> bytes = stackalloc byte[256];
        string[] parts = Convert.TryFromBase64String(cursor, bytes, out int length) ? Encoding.UTF8.GetString(bytes[..length]).Split('|', 2) : [];
        return parts is [{ } offset, { } whose] && whose == what && !guard.LosesCursor(cursor) ? int.Parse(offset, CultureInfo.InvariantCulture) : throw FakeHubSpotRefusal.NoSuchCursor(cursor);
    }

    private static int Limit(IQueryCollection query, int usual, int most) =>
        !query.TryGetValue("limit", out var text) ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit >= 1 && limit <= most ? limit
        : throw FakeHubSpotRefusal.Invalid($"limit must be between 1 and {most}");

    private static ImmutableArray<JsonObject> Inputs(JsonObject body, int most) => body["inputs"] is JsonArray inputs && inputs.Count >= 1 && inputs.Count <= most
        ? [.. inputs.Select(input => input!.AsObject())]
        : throw FakeHubSpotRefusal.Invalid($"inputs must have between 1 and {most} entries");

    private static string Id(JsonObject input) => input["id"] is JsonValue id && id.TryGetValue(out string? text) ? text : throw FakeHubSpotRefusal.Invalid("Each input needs an id, which is a string.");

    private static ImmutableArray<string> Names(IEnumerable<string?> lists) =>
        [.. lists.OfType<string>().SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static ImmutableArray<string> Names(JsonNode? list) => list is JsonArray names ? [.. names.Select(name => name!.GetValue<string>())] : [];
}
