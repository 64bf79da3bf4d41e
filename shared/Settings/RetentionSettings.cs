namespace OneOnOne.Settings;

/// <summary>How long things are kept that nobody needs any more. Books are kept for as long as the person is: the analyses compare with the past. See docs/privacy.md.</summary>
public sealed record RetentionSettings
{
    private const int YearAndAMonth = 400;

    /// <summary>Runs with their findings, pairs, deliveries and events, by the day of their one-on-one; dead letters by theirs.</summary>
    public TimeSpan Runs { get; init; } = TimeSpan.FromDays(YearAndAMonth);

    /// <summary>Entries of a journal, from when they were closed or ran out.</summary>
    public TimeSpan Journal { get; init; } = TimeSpan.FromDays(YearAndAMonth);

    /// <summary>Records of who read what.</summary>
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(YearAndAMonth);
}
