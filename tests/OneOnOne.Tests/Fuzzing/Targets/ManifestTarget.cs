using System.Text;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>snapshot.json beside a sound export.</summary>
internal sealed class ManifestTarget : FuzzTarget
{
    private const string Manifest = "snapshot.json";

    private readonly ExportFolder _export = new();

    public override int Usual => 500;

    protected override IReadOnlyList<byte[]> Seeds { get; } = [Encoding.UTF8.GetBytes(ExportFolder.Files[Manifest]), """{ "stages": [ "A", "B" ], /* when */ "takenAt": "2026-03-02 06:00", }"""u8.ToArray()];

    public override async Task CheckAsync(byte[] input)
    {
        await File.WriteAllBytesAsync(_export[Manifest], input);
        await _export.ReadAsync(null);
    }

    public override ValueTask DisposeAsync()
    {
        _export.Dispose();
        return ValueTask.CompletedTask;
    }
}
