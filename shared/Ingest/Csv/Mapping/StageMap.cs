using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Mapping;

/// <param name="Outcome">Null: the name decides.</param>
internal sealed record MappedStage(string Name, Outcome? Outcome);

/// <summary>What the export's stages are called here, and which of them close an opportunity.</summary>
internal sealed class StageMap
{
    private readonly Dictionary<string, MappedStage> _stages = new(StringComparer.OrdinalIgnoreCase);

    private StageMap(IEnumerable<KeyValuePair<string, MappedStage>> stages)
    {
        List<MappedStage> inOrder = [];
        foreach ((string exported, MappedStage stage) in stages)
        {
            MappedStage known = stage with { Outcome = stage.Outcome ?? ByName(exported) ?? ByName(stage.Name) };
            _stages.TryAdd(exported, known);
            inOrder.Add(known);
        }

        // Two names of one stage: the renamed one must be known as well, for files that use it already.
        foreach (MappedStage stage in inOrder)
        {
            _stages.TryAdd(stage.Name, stage);
        }

        Open = [.. inOrder.Where(stage => stage.Outcome is null or Outcome.Open).Select(stage => stage.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public static StageMap None { get; } = new([]);

    /// <summary>The stages that a deal passes through, in their order. Closed ones are outcomes and have no place in it.</summary>
    public ImmutableArray<string> Open { get; }

    public static StageMap Of(IEnumerable<KeyValuePair<string, MappedStage>> stages) => new(stages);

    public MappedStage Find(string exported) => _stages.TryGetValue(exported, out MappedStage? stage) ? stage : new MappedStage(exported, ByName(exported));

    private static Outcome? ByName(string stage) => stage.ToUpperInvariant() switch
    {
        "WON" or "CLOSED WON" => Outcome.Won,
        "LOST" or "CLOSED LOST" => Outcome.Lost,
        _ => null,
    };
}
