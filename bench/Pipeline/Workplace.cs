using System.Globalization;
using OneOnOne.Local;

namespace OneOnOne.Bench.Pipeline;

/// <summary>The bench's folder: a copy of the export, and the product's own data folder.</summary>
/// <param name="TakenAt">When the first snapshot was taken.</param>
internal sealed record Workplace(string Root, DateTimeOffset TakenAt)
{
    public string Export => Path.Combine(Root, "export");

    public DataFolder Data => new(Path.Combine(Root, "data"));

    /// <summary>Null where the export has the canonical names.</summary>
    public string? Mapping => File.Exists(MappingFile) ? MappingFile : null;

    public string MappingFile => Path.Combine(Root, "mapping.json");

    /// <summary>Seconds apart: in a longer time an activity that was booked becomes one that was missed, and its deal has changed.</summary>
    public DateTimeOffset UnchangedAt => TakenAt.AddSeconds(1);

    public DateTimeOffset ChangedAt => TakenAt.AddSeconds(2);

    public string[] ToArguments() => [Root, TakenAt.ToString("O", CultureInfo.InvariantCulture)];

    public static Workplace Of(string root, string takenAt) => new(root, DateTimeOffset.Parse(takenAt, CultureInfo.InvariantCulture));
}
