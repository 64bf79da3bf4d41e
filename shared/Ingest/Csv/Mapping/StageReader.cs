using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Mapping;

internal static class StageReader
{
    public static StageMap Read(JsonNode stages) =>
        StageMap.Of(stages.Entries().Select(stage => KeyValuePair.Create(stage.Name.Trim(), stage.IsText ? new MappedStage(stage.Name.Trim(), Outcome(stage)) : Renamed(stage))));

    private static MappedStage Renamed(JsonNode stage)
    {
        MappedStage mapped = new(stage.Name.Trim(), null);
        foreach (JsonNode property in stage.Properties("name", "outcome"))
        {
            mapped = property.Name == "name" ? mapped with { Name = property.Text().Trim() } : mapped with { Outcome = Outcome(property) };
        }

        return mapped.Name.Length == 0 ? throw stage.Error("a stage's name may not be empty.") : mapped;
    }

    private static Outcome Outcome(JsonNode node) => node.Text() switch
    {
        "open" => Crm.Outcome.Open,
        "won" => Crm.Outcome.Won,
        "lost" => Crm.Outcome.Lost,
        _ => throw node.Error("must be \"open\", \"won\" or \"lost\"."),
    };
}
