using System.Text;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>A mapping file over a sound export.</summary>
internal sealed class MappingTarget : FuzzTarget
{
    private readonly ExportFolder _export = new();

    public override int Usual => 1_000;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "maven_crm.mapping.json")),
        Encoding.UTF8.GetBytes("""
            {
              "encoding": "windows-1252", "culture": "de-DE", "delimiter": ",", "timeZone": "Europe/Berlin", "dateFormats": ["dd.MM.yyyy", "M/d/yyyy", "excel"], "currency": "EUR",
              "stages": { "Proposal": { "name": "Angebot", "outcome": "open" }, "Closed Won": "won", "Lost": "lost" },
              "tables": {
                "opportunities": { "file": "opportunities.csv", "columns": { "opportunity_id": "opportunity_id", "owner_id": "owner_id", "stage": "stage", "amount": { "value": "5" },
                  "product": { "column": "product", "values": { "X": "Y", "Z": "ignore" } }, "name": { "join": ["name", "account"], "with": " of " } }, "stageEntered": { "Discovery": "created_at" } },
                "stage_history": { "repeats": "keep" }
              }
            }
            """),
        """{ "culture": "en-US", "timeZone": "UTC", "tables": { "quotas": { "file": "quotas.csv", "columns": { "person_id": "person_id", "from": "from", "to": "to", "amount": "amount" } } } }"""u8.ToArray(),
    ];

    public override async Task CheckAsync(byte[] input)
    {
        await File.WriteAllBytesAsync(_export["crm.json"], input);
        await _export.ReadAsync(_export["crm.json"]);
    }

    public override ValueTask DisposeAsync()
    {
        _export.Dispose();
        return ValueTask.CompletedTask;
    }
}
