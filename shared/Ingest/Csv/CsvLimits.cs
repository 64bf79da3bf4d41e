namespace OneOnOne.Ingest.Csv;

/// <summary>What an export may be at most: a hostile or broken file is refused before it fills memory or disk.</summary>
public sealed record CsvLimits
{
    public static CsvLimits Default { get; } = new();

    public long FileBytes { get; init; } = 20L << 30;

    /// <summary>In UTF-8. A longer field makes its row <see cref="QuarantineCode.TooLong"/>.</summary>
    public int FieldBytes { get; init; } = 64 << 10;

    public int Columns { get; init; } = 200;

    /// <summary>Names and texts are cut to this many characters.</summary>
    public int TextLength { get; init; } = 500;

    /// <summary>Ids are never cut, since two could become one: a longer one makes its row <see cref="QuarantineCode.TooLong"/>.</summary>
    public int IdBytes { get; init; } = 255;
}
