using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Evaluation;

namespace OneOnOne.Local.Evaluation;

/// <summary>An evaluation as tables, with what they show said above them.</summary>
internal static class Sheets
{
    private const string TooSmall = "n too small";
    private const int ClusterRounds = EvaluationReport.Rounds;

    public static string Heading(EvaluationReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Weeks} weeks from {Day(report.First)} to {Day(report.Last)}, each with what was on record then and {report.HorizonDays} days to see what came of it; records end on {Day(report.Until)}. Later weeks are left out, for their {report.HorizonDays} days have not passed. {report.Reps:N0} reps, {report.Deals:N0} deals, {report.DealWeeks:N0} deal-weeks. In brackets: 95 % intervals, by drawing deals {ClusterRounds} times (seed {report.Seed}).");

    public static IEnumerable<Sheet> Of(EvaluationReport report)
    {
        yield return Flags("What the product flags", "At the first week of each flag: share of flagged deals that were won, lost, and lost or pushed within the horizon, against deals without the flag in the same weeks. The lift compares lost or pushed; 1 says nothing.", report.Findings);
        yield return Flags("What fixed rules flag", "The same for rules with one number for everybody.", report.FixedRules);
        yield return Equal(report.EqualNumbers);
        foreach (Calibration calibration in report.Calibrations)
        {
            yield return Errors(calibration);
            if (!calibration.Bins.IsEmpty)
            {
                yield return Bins(calibration);
            }
        }
    }

    private static Sheet Flags(string title, string explanation, ImmutableArray<FlagRow> rows) => new(
        title, explanation,
        ["flag", "flags", "deals", "won", "others", "lost", "others", "lost or pushed", "others", "lift"],
        [
            .. rows.Select(row => (ImmutableArray<string>)
            [
                OneOnOne.Evaluation.Flags.NameOf(row.Flag), Number(row.Episodes), Number(row.Deals),
                .. row.Trouble is null
                    ? (IEnumerable<string>)[row.Deals == 0 ? "none" : TooSmall, "", "", "", "", "", ""]
                    : [Percent(row.Won), Bare(row.OthersWon), Percent(row.Lost), Bare(row.OthersLost), Percent(row.Trouble), Bare(row.OthersTrouble), Ratio(row.Lift)],
            ]),
        ]);

    private static Sheet Equal(ImmutableArray<EqualRow> rows) => new(
        "At the same number of flags",
        "Each week the product picks as many deals as the rule flags, those that it takes to be most at risk of either; in the last three columns, of a loss. Share of picks that were lost or pushed, and that were lost; the difference is the product's less the rule's, in points.",
        ["rule", "picks", "deals", "rule", "product", "difference", "rule: lost", "product: lost", "difference"],
        [
            .. rows.Select(row => (ImmutableArray<string>)
            [
                OneOnOne.Evaluation.Flags.NameOf(row.Baseline), Number(row.Picks), Number(row.Deals),
                .. row.Rule is null
                    ? (IEnumerable<string>)[row.Picks == 0 ? "none" : TooSmall, "", "", "", "", ""]
                    : [Bare(row.Rule), Bare(row.Product), Points(row.Difference), Bare(row.RuleLost), Bare(row.ProductLost), Points(row.LostDifference)],
            ]),
        ]);

    private static Sheet Errors(Calibration calibration) => new(
        $"Chance to be {calibration.Of}: error",
        "Brier score: mean squared error of the chances, and of always saying the share that was known at the time. Skill 0 is no better than that.",
        ["chances", calibration.Unit, "Brier score", "of the known share", "skill"],
        calibration.Brier is null
            ? [[Number(calibration.Predictions), Number(calibration.Deals), calibration.Deals == 0 ? "none" : TooSmall, "", ""]]
            : [[Number(calibration.Predictions), Number(calibration.Deals), Plain(calibration.Brier), Plain(calibration.BaseBrier), Plain(calibration.Skill)]]);

    private static Sheet Bins(Calibration calibration) => new(
        $"Chance to be {calibration.Of}: said and seen",
        "Chances in ascending order, in groups of the same size.",
        ["said, on average", "seen", "chances"],
        [.. calibration.Bins.Select(bin => (ImmutableArray<string>)[Percent(bin.Predicted), Percent(bin.Observed), Number(bin.Predictions)])]);

    private static string Percent(Estimate? estimate) => estimate is { } one
        ? Percent(one.Value) + (one.Limits is { } limits ? string.Create(CultureInfo.InvariantCulture, $" ({100 * limits.Lower:0}–{100 * limits.Upper:0})") : "")
        : "–";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private static string Bare(Estimate? estimate) => estimate is { } one ? Percent(one.Value) : "–";

    private static string Ratio(Estimate? estimate) => estimate is { } one
        ? string.Create(CultureInfo.InvariantCulture, $"{one.Value:0.00}") + (one.Limits is { } limits ? string.Create(CultureInfo.InvariantCulture, $" ({limits.Lower:0.00}–{limits.Upper:0.00})") : "")
        : "–";

    private static string Plain(Estimate? estimate) => estimate is { } one
        ? string.Create(CultureInfo.InvariantCulture, $"{one.Value:0.000}") + (one.Limits is { } limits ? string.Create(CultureInfo.InvariantCulture, $" ({limits.Lower:0.000} to {limits.Upper:0.000})") : "")
        : "–";

    private static string Points(Estimate? estimate) => estimate is { } one
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * one.Value:+0;-0;0}") + (one.Limits is { } limits ? string.Create(CultureInfo.InvariantCulture, $" ({100 * limits.Lower:+0;-0;0} to {100 * limits.Upper:+0;-0;0})") : "")
        : "–";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
