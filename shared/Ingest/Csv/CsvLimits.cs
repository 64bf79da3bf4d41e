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

    /// <summary>How much of a file is read and parsed at a time: it is in the processor's cache then, and so are the rows that are made of it.</summary>
    internal int BlockBytes { get; init; } = 64 << 10;

    /// <summary>Blocks that are read before they are asked for: while one is used, each processor has another to parse. More cost memory and bring nothing.</summary>
    internal int BlocksAhead { get; init; } = 12;
}
