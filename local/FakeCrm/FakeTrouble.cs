namespace OneOnOne.Local.FakeCrm;

/// <summary>What goes wrong at a made-up CRM, in percent of its answers. Which ones is drawn from the seed: the same questions in the same order meet the same troubles.</summary>
internal sealed record FakeTrouble(int Seed = 1)
{
    public static FakeTrouble None { get; } = new();

    /// <summary>All of it, as much as a connector can meet and still come to its end.</summary>
    public static FakeTrouble Much(int seed) => new(seed) { TooMany = 8, Failing = 4, CutOff = 3, SignedOut = 2, SmallPages = 50, RepeatedRows = 20, LostCursor = 2, ClockAhead = TimeSpan.FromMinutes(-4) };

    /// <summary>429, or what the vendor says in its place.</summary>
    public int TooMany { get; init; }

    /// <summary>500, 502 and 503.</summary>
    public int Failing { get; init; }

    /// <summary>The connection ends in the middle of the answer.</summary>
    public int CutOff { get; init; }

    /// <summary>401: the token is no longer good, long before its time.</summary>
    public int SignedOut { get; init; }

    /// <summary>Pages of fewer rows than were asked for, each of another size.</summary>
    public int SmallPages { get; init; }

    /// <summary>Pages that repeat the last row of the one before.</summary>
    public int RepeatedRows { get; init; }

    /// <summary>Cursors that are no longer known when they are used.</summary>
    public int LostCursor { get; init; }

    /// <summary>How far the CRM's clock is ahead of everybody else's.</summary>
    public TimeSpan ClockAhead { get; init; }
}
