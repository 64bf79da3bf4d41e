using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>One pipeline of deals, with the stages of a company.</summary>
/// <param name="Stages">In their order.</param>
internal sealed record FakeHubSpotPipeline(string Id, string Label, ImmutableArray<FakeHubSpotStage> Stages)
{
    /// <summary>Stages that no opportunity is open in are closed ones.</summary>
    public static FakeHubSpotPipeline Of(FakeCompany company)
    {
        Dictionary<string, Outcome> outcomes = new(StringComparer.Ordinal);
        foreach (string open in company.Stages)
        {
            outcomes[open] = Outcome.Open;
        }

        foreach (OpportunityRow row in company.Opportunities.OrderBy(row => row.Outcome))
        {
            outcomes.TryAdd(row.Stage, row.Outcome);
        }

        foreach (StageHistoryRow row in company.StageHistory.SelectMany(group => group))
        {
            outcomes.TryAdd(row.Entry.Stage, Outcome.Open);
        }

        return new FakeHubSpotPipeline("default", "Sales Pipeline", [.. outcomes.Select(stage => new FakeHubSpotStage(IdOf(stage.Key), stage.Key, stage.Value))]);
    }

    public (string Id, bool Closed, bool Won) Stage(string label)
    {
        FakeHubSpotStage stage = Stages.First(one => one.Label == label);
        return (stage.Id, stage.Outcome != Outcome.Open, stage.Outcome == Outcome.Won);
    }

    /// <summary>Its stages stand in no order but that of displayOrder.</summary>
    public JsonObject Json(int order) => new()
    {
        ["label"] = Label,
        ["displayOrder"] = order,
        ["id"] = Id,
        ["stages"] = new JsonArray([.. Stages.Index().Reverse().Select(stage => (JsonNode)new JsonObject
        {
            ["label"] = stage.Item.Label,
            ["displayOrder"] = stage.Index,
            ["metadata"] = new JsonObject
            {
                ["isClosed"] = stage.Item.Outcome == Outcome.Open ? "false" : "true",
                ["probability"] = stage.Item.Outcome switch { Outcome.Won => "1.0", Outcome.Lost => "0.0", _ => (stage.Index * 0.1).ToString("0.0", CultureInfo.InvariantCulture) },
            },
            ["id"] = stage.Item.Id,
            ["createdAt"] = "1970-01-01T00:00:00Z",
            ["updatedAt"] = "2025-03-04T05:06:07.089Z",
            ["archived"] = false,
            ["writePermissions"] = "CRM_PERMISSIONS_ENFORCEMENT",
        })]),
        ["createdAt"] = "1970-01-01T00:00:00Z",
        ["updatedAt"] = "2025-03-04T05:06:07.089Z",
        ["archived"] = false,
    };

    /// <summary>HubSpot's own stages have a name for an id, those that somebody added a number.</summary>
    private static string IdOf(string label) => FakeHubSpotIds.Spread(label, 2) == 0
        ? string.Concat(label.Where(char.IsAsciiLetter)).ToLowerInvariant()
        : FakeHubSpotIds.Of("stage " + label)[..10];
}

internal sealed record FakeHubSpotStage(string Id, string Label, Outcome Outcome);
