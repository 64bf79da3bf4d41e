using System.Collections.Immutable;
using System.Text;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv;

/// <summary>snapshot.json, which may stand beside the files: when they were exported, and the pipeline's stages in their order.</summary>
internal sealed record SnapshotFile(DateTimeOffset? TakenAt, ImmutableArray<string> Stages)
{
    public const string Name = "snapshot.json";

    private const int LargestFile = 1 << 20;

    public static SnapshotFile Read(string? path, CsvMapping mapping)
    {
        SnapshotFile snapshot = new(null, []);
        if (path is null)
        {
            return snapshot;
        }

        byte[] json = JsonNode.ReadSmall(path, LargestFile) ?? throw new UserErrorException($"{Name} is larger than 1 MB. It should only hold \"takenAt\" and \"stages\".");
        foreach (JsonNode property in JsonNode.Parse(json, Name).Properties("takenAt", "stages"))
        {
            snapshot = property.Name == "takenAt" ? snapshot with { TakenAt = Instant(property, mapping) }
                : snapshot with { Stages = OpenStages(property.Texts(), mapping.Stages) };
        }

        return snapshot;
    }

    private static DateTimeOffset Instant(JsonNode node, CsvMapping mapping) =>
        new TimeFormats(mapping.Culture, mapping.TimeZone, []).TryInstant(Encoding.UTF8.GetBytes(node.Text()), out DateTimeOffset instant)
            ? instant
            : throw node.Error("not an instant. Write it as in \"2026-11-20T18:00:00Z\".");

    private static ImmutableArray<string> OpenStages(List<string> stages, StageMap map) =>
        [.. stages.Select(stage => map.Find(stage.Trim())).Where(stage => stage.Outcome is null or Crm.Outcome.Open).Select(stage => stage.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
}
