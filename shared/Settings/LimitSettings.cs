using System.Collections.Immutable;

namespace OneOnOne.Settings;

/// <summary>How much one caller may ask of one instance in a minute. See docs/settings.md.</summary>
public sealed record LimitSettings
{
    public int RequestsPerMinute { get; init; } = 300;

    public int ReportsPerMinute { get; init; } = 60;

    public int FailedSignInsPerMinute { get; init; } = 60;

    public int EventPostsPerMinute { get; init; } = 600;

    internal static ImmutableArray<Setting<LimitSettings>> All { get; } =
    [
        PerMinute("RequestsPerMinute", "300", "Requests that one person may make.", (all, value) => all with { RequestsPerMinute = value }),
        PerMinute("ReportsPerMinute", "60", "Of those, how many may be for what is computed on demand: briefs, findings, team pages, previews of thresholds.",
            (all, value) => all with { ReportsPerMinute = value }),
        PerMinute("FailedSignInsPerMinute", "60", "Requests from one address that are told 401; further ones are told 429. A good token counts all the same.",
            (all, value) => all with { FailedSignInsPerMinute = value }),
        PerMinute("EventPostsPerMinute", "600", "Posts from one address to the mail provider's webhook.", (all, value) => all with { EventPostsPerMinute = value }),
    ];

    private static Setting<LimitSettings> PerMinute(string key, string usual, string meaning, Func<LimitSettings, int, LimitSettings> set) =>
        new(key, usual, "a whole number from 1 to 100000", meaning, Values.Whole(1, 100_000, set));
}
