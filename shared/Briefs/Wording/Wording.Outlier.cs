using OneOnOne.Analysis;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(StageOutlier outlier, Voice voice)
    {
        bool compared = outlier.Rung != BenchmarkRung.AdminDefault;
        string?[] sentences =
        [
            Age(outlier, voice),
            Owned(outlier.OwnedSince, voice),
            compared ? Within(outlier, voice) : ByDefault(outlier, voice),
            (compared ? Chance(outlier, voice) : null) ?? Lost(outlier, voice),
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    /// <summary>The same for a deal below another one of the same stage, where the comparison has been said.</summary>
    public static string Again(StageOutlier outlier, Voice voice) => string.Join(
        ' ', new[] { Age(outlier, voice), Owned(outlier.OwnedSince, voice), voice.Say(nameof(BriefTexts.LimitAsAbove), ("limit", Up(outlier.LimitDays, voice))), Chance(outlier, voice) }.OfType<string>());

    private static string Age(StageOutlier outlier, Voice voice) => voice.Count(
        !outlier.EntryKnown ? nameof(BriefTexts.AtLeastDaysIn) : IsClose(outlier) ? nameof(BriefTexts.JustOverDaysIn) : nameof(BriefTexts.DaysIn),
        outlier.AgeDays,
        ("stage", Safe.Text(outlier.Opportunity.Stage)), ("day", voice.Day(outlier.EnteredAt)));

    private static string Within(StageOutlier outlier, Voice voice)
    {
        double? half = outlier.Percentile != 0.5 ? outlier.WonMedianDays : null;
        string name = (half, outlier.Percentile) switch
        {
            (null, null) => nameof(BriefTexts.WithinNothing),
            (_, null) => nameof(BriefTexts.WithinHalf),
            (null, _) => nameof(BriefTexts.WithinShare),
            _ => nameof(BriefTexts.WithinHalfAndShare),
        };
        return voice.Say(
            name,
            ("shorter", Shorter(outlier, voice)),
            ("half", half is { } days ? Up(days, voice) : ""),
            ("share", outlier.Percentile is { } share ? InWords(share, voice) : ""),
            ("limit", IsClose(outlier) ? Tenths(outlier.LimitDays, voice) : Up(outlier.LimitDays, voice)));
    }

    private static string Shorter(StageOutlier outlier, Voice voice) => (outlier.WonVisits, outlier.WonVisitsShorter) switch
    {
        (1, 1) => voice.Say(nameof(BriefTexts.OneShorter), ("deals", WonDeals(outlier.Rung, voice))),
        var (all, shorter) when all == shorter => voice.Count(nameof(BriefTexts.AllShorter), all, ("deals", WonDeals(outlier.Rung, voice))),
        var (all, shorter) => voice.Count(nameof(BriefTexts.SomeShorter), shorter, ("all", all), ("deals", WonDeals(outlier.Rung, voice))),
    };

    private static string ByDefault(StageOutlier outlier, Voice voice) => voice.Count(
        outlier.WonVisits == 0 ? nameof(BriefTexts.DefaultLimitNone) : nameof(BriefTexts.DefaultLimit), outlier.WonVisits,
        ("limit", Up(outlier.LimitDays, voice)), ("deals", WonDeals(BenchmarkRung.Rep, voice)));

    private static string WonDeals(BenchmarkRung rung, Voice voice) => voice.Say(
        voice.Whose(rung, nameof(BriefTexts.WonDealsYours), nameof(BriefTexts.WonDealsRep), nameof(BriefTexts.WonDealsTeam), nameof(BriefTexts.WonDealsCompany)), ("rep", voice.Rep));

    private static string? Lost(StageOutlier outlier, Voice voice) => (outlier.LostVisits, outlier.LostMedianDays) switch
    {
        (0, _) or (_, null) => null,
        (1, { } days) => voice.Say(nameof(BriefTexts.OneLostStay), ("days", Down(days, voice))),
        (var all, { } days) => voice.Count(nameof(BriefTexts.LostStays), all, ("days", Down(days, voice))),
    };

    /// <summary>Raw counts of one rung, and only where they say what the estimate says: fewer are won from here than from the entry.</summary>
    private static string? Chance(StageOutlier outlier, Voice voice)
    {
        if (outlier is not { Chance: { } now, ChanceAtEntry: { } fresh, EntryKnown: true }
            || now.Known < Landmark.FewestClosed || now.AgeDays < outlier.AgeDays || now.HorizonDays < StageOutlierAnalysis.ChanceDays || now.Won >= fresh.Won)
        {
            return null;
        }

        string deals = voice.Count(
            voice.Whose(now.Rung, nameof(BriefTexts.StayedLongYours), nameof(BriefTexts.StayedLongRep), nameof(BriefTexts.StayedLongTeam), nameof(BriefTexts.StayedLongCompany)),
            now.Known,
            ("rep", voice.Rep));
        return voice.Count(
            now.WonWithin == 0 ? nameof(BriefTexts.NoneWonWithin) : nameof(BriefTexts.WonWithin), now.WonWithin, ("deals", deals), ("days", StageOutlierAnalysis.ChanceDays));
    }

    // "31 days; nine in ten within 31" would read like a contradiction, so a near miss is said to be one.
    private static bool IsClose(StageOutlier outlier) => Math.Ceiling(outlier.LimitDays) >= outlier.AgeDays;
}
