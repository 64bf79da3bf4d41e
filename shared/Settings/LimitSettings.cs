using System.Collections.Immutable;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Settings;

/// <summary>
/// How much of anything is taken in, and how much one caller may ask of one instance in a minute. See docs/settings.md; what no
/// setting moves stands in docs/promises.md (S7).
/// </summary>
public sealed record LimitSettings
{
    internal const string Section = "Limits";

    public CsvLimits Csv { get; init; } = CsvLimits.Default;

    public int BodyBytes { get; init; } = 1024 * 1024;

    public int RequestsPerMinute { get; init; } = 300;

    public int ReportsPerMinute { get; init; } = 60;

    public int FailedSignInsPerMinute { get; init; } = 60;

    public int EventPostsPerMinute { get; init; } = 600;

    internal static ImmutableArray<Setting<LimitSettings>> All { get; } =
    [
        new("FileGigabytes", "20", "a whole number from 1 to 1000", "Size of one file of an export; a larger one is refused.",
            Values.Whole<LimitSettings>(1, 1000, (all, value) => all with { Csv = all.Csv with { FileBytes = (long)value << 30 } })),
        new("FieldKilobytes", "64", "a whole number from 1 to 1024", "Size of one field of an export in UTF-8; a row with a larger one is set aside.",
            Values.Whole<LimitSettings>(1, 1024, (all, value) => all with { Csv = all.Csv with { FieldBytes = value << 10 } })),
        new("Columns", "200", "a whole number from 10 to 2000", "Columns of one file of an export; one with more is refused.",
            Values.Whole<LimitSettings>(10, 2000, (all, value) => all with { Csv = all.Csv with { Columns = value } })),
        new("BodyKilobytes", "1024", "a whole number from 768 to 10240", "Size of a request's body; a larger one is refused. The mail provider posts up to 768 KB.",
            Values.Whole<LimitSettings>(768, 10240, (all, value) => all with { BodyBytes = value << 10 })),
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
