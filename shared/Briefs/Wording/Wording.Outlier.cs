using System.Globalization;
using OneOnOne.Analysis;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(StageOutlier outlier, Voice voice) => outlier.Rung == BenchmarkRung.AdminDefault
        ? Age(outlier, voice) + " " + ByDefault(outlier, voice) + Lost(outlier, voice)
        : Age(outlier, voice) + " " + Won(outlier, voice) + Within(outlier) + "." + Lost(outlier, voice);

    private static string Age(StageOutlier outlier, Voice voice)
    {
        string days = Count(outlier.AgeDays, "day");
        string stage = Safe.Text(outlier.Opportunity.Stage);
        return outlier.EntryKnown
            ? Invariant($"{(IsClose(outlier) ? "Just over " : "")}{days} in {stage}, since {voice.Day(outlier.EnteredAt)}.")
            : Invariant($"At least {days} in {stage}: it was already there when first seen, {voice.Day(outlier.EnteredAt)}.");
    }

    private static string Won(StageOutlier outlier, Voice voice)
    {
        string whose = Whose(outlier.Rung, voice);
        return (outlier.WonVisits, outlier.WonVisitsShorter) switch
        {
            (1, 1) => Sentence(whose) + " one won deal was through it sooner",
            var (all, shorter) when all == shorter => Invariant($"All {Number(all)} of {whose} won deals were through it sooner"),
            var (all, shorter) => Invariant($"{Number(shorter)} of {whose} {Number(all)} won deals were through it sooner"),
        };
    }

    private static string Within(StageOutlier outlier)
    {
        string median = outlier.WonMedianDays is { } half && outlier.Percentile != 0.5 ? Invariant($"; half within {Up(half)} days") : "";
        return outlier.Percentile is { } share
            ? Invariant($"{median}{(median.Length == 0 ? ";" : ",")} {InWords(share)} within {Limit(outlier)}") + (median.Length == 0 ? " days" : "")
            : median;
    }

    private static string ByDefault(StageOutlier outlier, Voice voice) =>
        Invariant($"The limit of {Up(outlier.LimitDays)} days is a default: {(outlier.WonVisits == 0 ? "none" : "only " + Number(outlier.WonVisits))} of {voice.Own} won deals passed through this stage, too few to compare with.");

    private static string Lost(StageOutlier outlier, Voice voice) => (outlier.LostVisits, outlier.LostMedianDays) switch
    {
        (0, _) or (_, null) => "",
        (1, { } days) => Invariant($" The one lost deal stayed {Down(days)} days."),
        (var all, { } days) => Invariant($" Half of {Whose(outlier.Rung, voice)} {Number(all)} lost deals stayed {Down(days)} days or longer."),
    };

    public static string Whose(BenchmarkRung rung, Voice voice) => rung switch
    {
        BenchmarkRung.Team => "the team's",
        BenchmarkRung.Company => "the company's",
        _ => voice.Own,
    };

    /// <summary>"nine in ten" where people say so, else "85 in 100".</summary>
    public static string InWords(double share) => Math.Round(share * 1000) switch
    {
        500 => "half",
        750 => "three in four",
        800 => "four in five",
        900 => "nine in ten",
        950 => "19 in 20",
        990 => "99 in 100",
        _ => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " in 100",
    };

    // "31 days; nine in ten within 31" would read like a contradiction, so a near miss is said to be one.
    private static bool IsClose(StageOutlier outlier) => Math.Ceiling(outlier.LimitDays) >= outlier.AgeDays;

    private static string Limit(StageOutlier outlier) =>
        IsClose(outlier) ? Tenths(outlier.LimitDays) : Up(outlier.LimitDays);

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
