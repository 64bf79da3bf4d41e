using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OneOnOne.Local.FakeCrm;

/// <summary>Which addresses there are, in either form of the API's version, and what scope each needs.</summary>
internal sealed partial class FakeHubSpotPaths(FakeHubSpotOptions options)
{
    private static readonly string[] Objects = ["deals", "calls", "emails", "meetings", "tasks", "notes", "companies", "goal_targets"];

    /// <summary>The address without its version: <c>/crm/v3/objects/deals</c> and <c>/crm/objects/2026-03/0-3</c> are the same.</summary>
    /// <returns>Such as <c>/objects/deals</c>; what is no address here comes back as it is.</returns>
    public static string Normal(string path)
    {
        Match match = Versioned().Match(path);
        if (!match.Success)
        {
            return path;
        }

        string area = match.Groups["area"].Value;
        bool rightVersion = match.Groups["version"].Value switch
        {
            "v3" => area != "associations",
            "v4" => area == "associations",
            _ => true,
        };
        return rightVersion ? $"/{area}{match.Groups["rest"].Value.Replace("/0-3", "/deals", StringComparison.Ordinal)}" : path;
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
        if (scope is not null && !options.Scopes.Contains(scope))
        {
            throw FakeHubSpotRefusal.MissingScopes(scope);
        }
    }

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

    [GeneratedRegex("^(/crm/(?<version>v[34])/(?<area>objects|properties|pipelines|owners|associations)|/crm/(?<area>objects|properties|pipelines|owners|associations)/(?<version>20[0-9]{2}-(03|09))|/(?<area>account-info)/(?<version>v3|20[0-9]{2}-(03|09)))(?<rest>/.*|)$", RegexOptions.CultureInvariant)]
    private static partial Regex Versioned();
}
