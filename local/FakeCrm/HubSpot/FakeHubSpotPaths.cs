using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>Which addresses there are, in either form of the API's version, and what scope each needs.</summary>
internal sealed class FakeHubSpotPaths(IReadOnlySet<string> scopes)
{
    private static readonly string[] Objects = ["deals", "calls", "emails", "meetings", "tasks", "notes", "companies", "goal_targets"];

    private static readonly string[] Areas = ["account-info", "objects", "properties", "pipelines", "owners", "associations"];

    /// <summary>The address without its version: <c>/crm/v3/objects/deals</c> and <c>/crm/objects/2026-03/0-3</c> are the same.</summary>
    /// <returns>Such as <c>/objects/deals</c>; what is no address here comes back as it is.</returns>
    public static string Normal(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        (string area, string version, string[] rest) = parts switch
        {
            ["account-info", { } its, .. { } behind] => ("account-info", its == "v3" ? its : Dated(its), behind),
            ["crm", "v3", { } one, .. { } behind] when one != "associations" => (one, "v3", behind),
            ["crm", "v4", "associations", .. { } behind] => ("associations", "v4", behind),
            ["crm", { } one, { } its, .. { } behind] => (one, Dated(its), behind),
            _ => ("", "", []),
        };
        return version.Length > 0 && Areas.Contains(area) ? string.Join('/', ["", area, .. rest.Select(part => part == "0-3" ? "deals" : part)]) : path;
    }

    /// <exception cref="FakeHubSpotRefusal">There is no such address, or the token may not use it.</exception>
    public void Check(string method, string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool posts = parts is ["objects" or "associations", .., "read" or "search"];
        if (parts is ["objects", { } type, ..] && !Objects.Contains(type))
        {
            throw FakeHubSpotRefusal.Invalid($"Unable to infer object type from: {type}");
        }

        if (method != (posts ? "POST" : "GET"))
        {
            throw new FakeHubSpotRefusal(405, "VALIDATION_ERROR", $"{method} is not allowed here");
        }

        string? scope = (parts.FirstOrDefault(), parts.ElementAtOrDefault(1)) switch
        {
            ("objects", "deals") or ("associations" or "properties" or "pipelines", _) => FakeHubSpotOptions.Deals,
            ("objects", "emails") => FakeHubSpotOptions.Emails,
            ("objects", "companies") => FakeHubSpotOptions.Companies,
            ("objects", "goal_targets") => FakeHubSpotOptions.Goals,
            ("objects", _) => FakeHubSpotOptions.Contacts,
            ("owners", _) => FakeHubSpotOptions.Owners,
            _ => null,
        };
        if (scope is not null && !scopes.Contains(scope))
        {
            throw FakeHubSpotRefusal.MissingScopes(scope);
        }
    }

    /// <returns>The version; empty for what is none.</returns>
    private static string Dated(string version) => version is ['2', '0', _, _, '-', '0', '3' or '9'] ? version : "";

    /// <summary>The properties that deals have here. Those of single stages (hs_v2_...) are never listed.</summary>
    public static JsonArray DealProperties(FakeHubSpotPortal portal) => new(
    [
        .. portal.Of("deals", archived: false).SelectMany(deal => deal.Properties.Keys).Append("hs_object_id").Append("hs_lastmodifieddate")
            .Where(name => !name.StartsWith("hs_v2_", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Select(name => (JsonNode)new JsonObject
            {
                ["name"] = name,
                ["label"] = name,
                ["type"] = name.EndsWith("date", StringComparison.Ordinal) ? "datetime" : "string",
                ["fieldType"] = "text",
                ["description"] = "",
                ["groupName"] = "dealinformation",
                ["options"] = new JsonArray(),
                ["hubspotDefined"] = name != "product_line",
            }),
    ]);
}
