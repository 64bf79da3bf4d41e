namespace OneOnOne.Crm;

/// <summary>
/// What anybody could see of an open deal at one instant, in bands. The bands are those of a conversation and not of a fit: a week, a
/// fortnight, a month.
/// </summary>
/// <param name="Age">Days in the stage: below 14, 30, 60, more, not known.</param>
/// <param name="Idle">Days since the last completed activity: below 7, 14, 28, more, none on record.</param>
/// <param name="Pushes">Of the close date so far: 0, 1, 2, more.</param>
/// <param name="Due">The close date lies further ahead than 30 days, within them, has passed, is not known.</param>
public readonly record struct DealSignals(int Age, int Idle, int Pushes, int Due)
{
    public const int Ages = 5;
    public const int Idles = 5;
    public const int PushCounts = 4;
    public const int Dues = 4;

    /// <summary>Every <see cref="Code"/> is below it.</summary>
    public const int Codes = Ages * Idles * PushCounts * Dues;

    private const int Unknown = Ages - 1;
    private const int None = Idles - 1;
    private const int NoDate = Dues - 1;

    /// <summary>One number for all four, for documents.</summary>
    public int Code => (((((Age * Idles) + Idle) * PushCounts) + Pushes) * Dues) + Due;

    public static DealSignals OfCode(int code) => new(code / (Idles * PushCounts * Dues), code / (PushCounts * Dues) % Idles, code / Dues % PushCounts, code % Dues);

    /// <param name="visit">The one that it is in at that instant.</param>
    /// <param name="lastActivity">The day of the last completed activity by then; null: none on record.</param>
    /// <param name="pushes">By then.</param>
    /// <param name="closeDate">As it stood then.</param>
    public static DealSignals At(DateTimeOffset at, StageVisit visit, DateOnly? lastActivity, int pushes, DateOnly? closeDate)
    {
        int today = DateOnly.FromDateTime(at.UtcDateTime).DayNumber;
        return new DealSignals(
            visit.EntryKnown ? (at - visit.EnteredAt).TotalDays switch { < 14 => 0, < 30 => 1, < 60 => 2, _ => 3 } : Unknown,
            lastActivity is { } day ? (today - day.DayNumber) switch { < 7 => 0, < 14 => 1, < 28 => 2, _ => 3 } : None,
            Math.Min(pushes, PushCounts - 1),
            closeDate is { } due ? (due.DayNumber - today) switch { > 30 => 0, >= 0 => 1, _ => 2 } : NoDate);
    }
}

/// <summary>Weeks of closed deals that showed the same signals in the same stage, and what followed within <see cref="HorizonDays"/>.</summary>
/// <param name="Code">Of the <see cref="DealSignals"/>.</param>
/// <param name="Lost">Weeks that were followed by a loss.</param>
/// <param name="Pushed">Weeks that were followed by a push, of those that were not followed by a loss.</param>
public readonly record struct SignalCell(int Code, int Weeks, int Lost, int Pushed)
{
    public const int HorizonDays = 90;
}
