using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Settings;

/// <summary>The thresholds in force and where each came from: what <see cref="ThresholdSet"/> is made of.</summary>
internal sealed record ThresholdSource(SourcedThresholds Base)
{
    public static ThresholdSource Defaults { get; } = new(new SourcedThresholds(new Thresholds(), ImmutableDictionary<string, string>.Empty));

    public ImmutableDictionary<string, SourcedThresholds> Stages { get; init; } = ImmutableDictionary.Create<string, SourcedThresholds>(StringComparer.OrdinalIgnoreCase);

    public ImmutableDictionary<PersonId, ThresholdSource> Teams { get; init; } = ImmutableDictionary<PersonId, ThresholdSource>.Empty;

    /// <summary>The settings as they were given.</summary>
    public ImmutableArray<KeyValuePair<string, string?>> Entries { get; init; } = [];

    /// <summary>What holds for one team: its own where it has any, else the company's.</summary>
    public ThresholdSource For(PersonId? manager) => manager is { } id && Teams.TryGetValue(id, out ThresholdSource? team) ? team : this;

    public ThresholdSet ToSet() => new(Base.Values)
    {
        Stages = Stages.ToImmutableDictionary(stage => stage.Key, stage => stage.Value.Values, StringComparer.OrdinalIgnoreCase),
        Teams = Teams.ToImmutableDictionary(team => team.Key, team => team.Value.ToSet()),
    };

    /// <summary>What would be in force if these were set as well, read as they would be at a start.</summary>
    /// <param name="team">Null: for the company.</param>
    /// <param name="stage">Null: for all stages.</param>
    /// <exception cref="UserErrorException">A value is not allowed, or a name is not a setting.</exception>
    public ThresholdSource With(IEnumerable<KeyValuePair<string, string>> changes, PersonId? team, string? stage)
    {
        string[] path = [ThresholdSettings.Section, .. team is { } id ? [ThresholdSettings.Teams, id.Value] : Array.Empty<string>(), .. stage is null ? Array.Empty<string>() : [ThresholdSettings.Stages, stage]];
        return ThresholdSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(Entries)
            .AddInMemoryCollection(changes.Select(change => KeyValuePair.Create(ConfigurationPath.Combine([.. path, change.Key]), (string?)change.Value)))
            .Build());
    }
}

/// <param name="SetBy">By the threshold's name, the setting that supplied it; what is not in here is the default.</param>
internal sealed record SourcedThresholds(Thresholds Values, ImmutableDictionary<string, string> SetBy);
