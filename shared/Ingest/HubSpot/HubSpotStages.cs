using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What the stages of all pipelines are called, and which of them close a deal.</summary>
internal sealed class HubSpotStages
{
    private readonly Dictionary<string, MappedStage> _byId = new(StringComparer.Ordinal);

    public HubSpotStages(Mirror mirror)
    {
        PipelineBody[] pipelines =
        [
            .. mirror.Records(HubSpotKind.Pipelines).Select(record => HubSpotBodies.Read<PipelineBody>(record.Body)).OrderBy(pipeline => pipeline.Order).ThenBy(pipeline => pipeline.Label, StringComparer.Ordinal),
        ];

        // Equal labels are the rule where there are several pipelines, and are stages of their own all the same.
        ILookup<string, PipelineBody> users = pipelines.SelectMany(pipeline => pipeline.Stages.Select(stage => (stage.Label, pipeline)))
            .ToLookup(one => one.Label, one => one.pipeline, StringComparer.OrdinalIgnoreCase);
        foreach (PipelineBody pipeline in pipelines)
        {
            foreach (StageBody stage in pipeline.Stages)
            {
                string label = users[stage.Label].Distinct().Count() > 1 ? $"{stage.Label} ({pipeline.Label})" : stage.Label;
                _byId.TryAdd(stage.Id, new MappedStage(label, stage.Won switch { true => Outcome.Won, false => Outcome.Lost, null => Outcome.Open }));
            }
        }

        Map = StageMap.Of(_byId.Values.DistinctBy(stage => stage.Name, StringComparer.OrdinalIgnoreCase).Select(stage => KeyValuePair.Create(stage.Name, stage)));
    }

    /// <summary>By label, in the pipelines' order.</summary>
    public StageMap Map { get; }

    /// <summary>A stage that was deleted since is known by its id alone.</summary>
    public string LabelOf(string id) => _byId.TryGetValue(id, out MappedStage? stage) ? stage.Name : id;

    /// <summary>Null for a stage that was deleted.</summary>
    public Outcome? OutcomeOf(string id) => _byId.GetValueOrDefault(id)?.Outcome;
}
