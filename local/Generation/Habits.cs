namespace OneOnOne.Local.Generation;

/// <summary>How a rep works. It is what makes one rep's numbers differ from another's.</summary>
internal sealed record Habits
{
    public static readonly Habits Steady = new();
    public static readonly Habits Quick = new() { Pace = 0.7, Neglect = 0.05, Effort = 1.4 };
    public static readonly Habits Slow = new() { Pace = 1.35, Neglect = 0.08, Effort = 0.7 };
    public static readonly Habits Slippy = new() { Optimism = 0.45, Neglect = 0.07, NoticesFrom = -6, NoticesTo = 2 };
    public static readonly Habits Diligent = new() { Neglect = 0, NoticesFrom = 8, NoticesTo = 15, BooksNext = true, Loses = 0.9 };
    public static readonly Habits New = new() { Pace = 0.8, TenureDays = 120, Share = 0.45 };

    private static readonly Habits[] Mix =
        [Steady, Quick, Slippy, Diligent, Slow, New, Steady, Slippy, Quick, Steady, Slow, Steady];

    /// <summary>Factor on how long a deal stays in a stage.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>Factor on the first close date: below 1 it is always too early.</summary>
    public double Optimism { get; init; } = 0.85;

    /// <summary>Chance per stage that a deal goes dark.</summary>
    public double Neglect { get; init; } = 0.06;

    /// <summary>Factor on the number of activities.</summary>
    public double Effort { get; init; } = 1;

    /// <summary>Factor on the chance to lose in each stage.</summary>
    public double Loses { get; init; } = 1;

    /// <summary>How many days before a close date the rep sees that it will not hold; negative is after it.</summary>
    public int NoticesFrom { get; init; } = 1;

    public int NoticesTo { get; init; } = 10;

    /// <summary>Never ends a conversation without the next one in the calendar.</summary>
    public bool BooksNext { get; init; }

    public int TenureDays { get; init; } = 730;

    /// <summary>Factor on the number of opportunities.</summary>
    public double Share { get; init; } = 1;

    public static Habits Of(int index) => Mix[index % Mix.Length];
}
