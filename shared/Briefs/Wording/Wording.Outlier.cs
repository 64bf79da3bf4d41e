using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Estimators;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(StageOutlier outlier, Voice voice) => outlier.Rung == BenchmarkRung.AdminDefault
        ? Age(outlier, voice) + Owned(outlier, voice) + " " + ByDefault(outlier, voice) + Lost(outlier, voice)
        : Age(outlier, voice) + Owned(outlier, voice) + " " + Won(outlier, voice) + Within(outlier) + "." + (Chance(outlier, voice) ?? Lost(outlier, voice));

    private static string Age(StageOutlier outlier, Voice voice)
    {
        string days = Count(outlier.AgeDays, "day");
        string stage = Safe.Text(outlier.Opportunity.Stage);
        return outlier.EntryKnown
            ? Invariant($"{(IsClose(outlier) ? "Just over " : "")}{days} in {stage}, since {voice.Day(outlier.EnteredAt)}.")
            : Invariant($"At least {days} in {stage}: it was already there when first seen, {voice.Day(outlier.EnteredAt)}.");
    }

    // The time before was somebody else's.
    private static string Owned(StageOutlier outlier, Voice voice) => outlier.OwnedSince is { } since
        ? Invariant($" {(voice.ToRep ? "Yours" : Possessive(voice.Rep))} since {voice.Day(since)}.")
        : "";

    private static string Won(StageOutlier outlier, Voice voice)
    {
        string whose = Whose(outlier.Rung, voice);
        return (outlier.WonVisits, outlier.WonVisitsShorter) switch
        {
            (1, 1) => Invariant($"The one stay there by {whose} won deals was shorter"),
            var (all, shorter) when all == shorter => Invariant($"All {Number(all)} stays there by {whose} won deals were shorter"),
            var (all, shorter) => Invariant($"Of {Number(all)} stays there by {whose} won deals, {Number(shorter)} {(shorter == 1 ? "was" : "were")} shorter"),
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
        Invariant($"The limit of {Up(outlier.LimitDays)} days is a default: there {(outlier.WonVisits == 1 ? "is" : "are")} {(outlier.WonVisits == 0 ? "no stays" : "only " + Count(outlier.WonVisits, "stay"))} there by {voice.Own} won deals to compare with.");

    private static string Lost(StageOutlier outlier, Voice voice) => (outlier.LostVisits, outlier.LostMedianDays) switch
    {
        (0, _) or (_, null) => "",
        (1, { } days) => Invariant($" The one by a lost deal lasted {Down(days)} days."),
        (var all, { } days) => Invariant($" Half of the {Number(all)} by lost deals lasted {Down(days)} days or longer."),
    };

    /// <summary>Raw counts of one rung, and only where they say what the estimate says: fewer are won from here than from the entry.</summary>
    private static string? Chance(StageOutlier outlier, Voice voice)
    {
        if (outlier is not { Chance: { } now, ChanceAtEntry: { } fresh, EntryKnown: true }
            || now.Known < Landmark.FewestClosed || now.AgeDays < outlier.AgeDays || now.HorizonDays < StageOutlierAnalysis.ChanceDays || now.Won >= fresh.Won)
        {
            return null;
        }

        string deals = Number(now.Known) + " deals";
        string theirs = now.Rung switch
        {
            BenchmarkRung.Rep => voice.Own + " " + deals,
            BenchmarkRung.Team => deals + " of the team",
            _ => deals + " of the company",
        };
        return Invariant($" Of {theirs} that stayed there this long, {(now.WonWithin == 0 ? "none" : Number(now.WonWithin))} {(now.WonWithin is 0 or 1 ? "was" : "were")} won within the next {StageOutlierAnalysis.ChanceDays} days.");
    }

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
}
