using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>An answer that is none, in HubSpot's form.</summary>
internal sealed class FakeHubSpotRefusal(int status, string category, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>More members of the answer than all refusals have.</summary>
    public JsonObject More { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public static FakeHubSpotRefusal Invalid(string message) => new(400, "VALIDATION_ERROR", message);

    public static FakeHubSpotRefusal NoSuchCursor(string after) => Invalid($"Unable to parse value for query parameter 'after': {after}");

    public static FakeHubSpotRefusal NotSignedIn() => new(
        401, "INVALID_AUTHENTICATION", "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview");

    public static FakeHubSpotRefusal MissingScopes(params ReadOnlySpan<string> scopes) => new(
        403, "MISSING_SCOPES", "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.")
    {
        More = new JsonObject
        {
            ["errors"] = new JsonArray(new JsonObject
            {
                ["message"] = "One or more of the following scopes are required.",
                ["context"] = new JsonObject { ["requiredGranularScopes"] = new JsonArray([.. scopes.ToArray().Select(scope => (JsonNode)scope)]) },
            }),
            ["links"] = new JsonObject { ["scopes"] = "https://developers.hubspot.com/scopes" },
        },
    };

    /// <param name="policy">TEN_SECONDLY_ROLLING, SECONDLY or DAILY.</param>
    public static FakeHubSpotRefusal TooMany(string policy, TimeSpan? retryAfter = null) => new(429, "RATE_LIMITS", $"You have reached your {policy.ToLowerInvariant()} limit.")
    {
        RetryAfter = retryAfter,
        More = new JsonObject { ["errorType"] = "RATE_LIMIT", ["policyName"] = policy, ["requestId"] = "3d3e35b7-0dae-4b9f-a6e3-9c230cbcf8dd" },
    };

    public JsonObject Json()
    {
        JsonObject json = new() { ["status"] = "error", ["message"] = Message, ["correlationId"] = "4f2071b3-bf52-4e77-8dbe-6f80ad4f3a5f" };
        foreach ((string name, JsonNode? value) in More)
        {
            json[name] = value?.DeepClone();
        }

        json["category"] = category;
        return json;
    }
}
