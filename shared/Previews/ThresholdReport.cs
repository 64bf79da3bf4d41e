using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneOnOne.Crm;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Previews;

/// <summary>Every threshold in force, and why.</summary>
public sealed record ThresholdReport(ImmutableArray<ThresholdScope> Scopes)
{
    public static ThresholdReport Of(OneOnOneSettings settings) => OfAll(settings.ThresholdSource);

    /// <summary>The whole company's, and each team's that has any of its own.</summary>
    internal static ThresholdReport OfAll(ThresholdSource source) => new(
    [
        .. ScopesOf(null, source),
        .. source.Teams.OrderBy(team => team.Key).SelectMany(team => ScopesOf(team.Key, team.Value)),
    ]);

    /// <summary>What holds for some teams, whether set for them or for the company; without any team, the company's.</summary>
    internal static ThresholdReport OfTeams(ThresholdSource source, IReadOnlyCollection<PersonId> teams) => new(teams.Count == 0
        ? [.. ScopesOf(null, source)]
        : [.. teams.Order().SelectMany(team => ScopesOf(team, source.For(team)))]);

    private static IEnumerable<ThresholdScope> ScopesOf(PersonId? team, ThresholdSource source) =>
    [
        Scope(team, null, source.Base),
        .. source.Stages.OrderBy(stage => stage.Key, StringComparer.OrdinalIgnoreCase).Select(stage => Scope(team, stage.Key, stage.Value)),
    ];

    private static ThresholdScope Scope(PersonId? team, string? stage, SourcedThresholds source)
    {
        JsonObject values = Written(source.Values);
        JsonObject defaults = Written(new OneOnOne.Analysis.Thresholds());
        return new ThresholdScope(team, stage,
        [
            .. ThresholdSettings.All.Select(one => new ThresholdInForce(
                one.Key, Of(values, one.Key), Of(defaults, one.Key), one.Allowed, one.Meaning, source.SetBy.GetValueOrDefault(one.Key))),
        ]);
    }

    private static JsonObject Written(OneOnOne.Analysis.Thresholds thresholds) => JsonSerializer.SerializeToNode(thresholds, Json.Options)!.AsObject();

    private static JsonElement? Of(JsonObject values, string key) => values[JsonNamingPolicy.CamelCase.ConvertName(key)]?.GetValue<JsonElement>();
}

/// <param name="Team">The manager's id; absent for the company.</param>
/// <param name="Stage">Absent for all stages that have nothing of their own.</param>
public sealed record ThresholdScope(PersonId? Team, string? Stage, ImmutableArray<ThresholdInForce> Thresholds);

/// <param name="Value">A number, or true or false; absent where there is none.</param>
/// <param name="Allowed">What the setting may be, in words.</param>
/// <param name="SetBy">The app setting that supplied the value; absent for the default.</param>
public sealed record ThresholdInForce(string Name, JsonElement? Value, JsonElement? Default, string Allowed, string Meaning, string? SetBy);
