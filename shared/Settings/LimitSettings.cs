using OneOnOne.Ingest.Csv;

namespace OneOnOne.Settings;

/// <summary>How much of anything is taken in. See docs/settings.md; what no setting moves stands in docs/promises.md (S7).</summary>
public sealed record LimitSettings
{
    public CsvLimits Csv { get; init; } = CsvLimits.Default;

    public int BodyBytes { get; init; } = 1024 * 1024;
}
