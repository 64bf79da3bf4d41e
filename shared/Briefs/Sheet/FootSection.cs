using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>What the claims rest on, so that either reader can check or doubt them.</summary>
internal static class FootSection
{
    public static SheetSection Of(BriefFacts facts, Voice voice) => new("What this rests on", null,
    [
        new Bullets([.. Rules(facts), .. Claims(facts, voice)]),
        .. Notes(facts, voice),
        new Para(Invariant($"Snapshot: {Safe.Text(facts.SnapshotId, 100)}. Ages measured at {voice.Moment(facts.AsOf)}. Both halves carry the same numbers."), Tone.Soft),
    ]);

    private static IEnumerable<string> Rules(BriefFacts facts)
    {
        Thresholds set = facts.Thresholds;
        yield return Stalled(set) + (facts.HolidaysOf is { } country ? Invariant($" Public holidays that are no business days: {country}.") : "");
        if (facts.Findings.OfType<Stall>().Any(stall => stall.GoesBack))
        {
            yield return "Going back: two of an earlier stage, a smaller amount and a later close date than four weeks ago, or than at the last one-on-one where that is longer ago.";
        }

        yield return Invariant($"Slipping: close date pushed {Wording.Times(set.SlipCount)} or by {Wording.Count(set.SlipDays, "day")} in all, pushed out of the fiscal quarter, or passed.{Slips(facts)}");
        yield return Invariant($"Long in stage: longer than {Wording.InWords(set.OutlierPercentile)} stays of won deals in that stage. The rep's own where there are at least {Wording.Number(set.MinimumWonVisits)}, else the team's, else the company's, else ")
            + (set.OutlierDefaultDays is { } days ? Invariant($"{Wording.Count(days, "day")} as a default.") : "nothing is claimed.");
        if (facts.Deals.Any(deal => deal.ChanceLost is not null))
        {
            yield return "Order of the deals: the amount times the win chance lost since the deal entered its stage, by what became of deals like it.";
        }

        if (QuotaBlocks.Rule(facts.Context.Quotas) is { } quota)
        {
            yield return quota;
        }

        string[] own = [.. facts.Findings.Select(finding => Override(finding, set)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (own.Length > 0)
        {
            yield return Invariant($"Set apart: {Wording.Few(own, 8)}.");
        }
    }

    // Only where it matters: most briefs have neither.
    private static string Slips(BriefFacts facts)
    {
        Slip[] slips = [.. facts.Findings.OfType<Slip>()];
        string graced = slips.All(slip => slip.Graced.IsEmpty) ? "" : Invariant($" Changes in a deal's first {Wording.Number(CloseDateLedger.GraceDays)} days, by closing it, or of {Wording.Number(BulkEdit.FewestDeals)} deals within a minute are not counted.");
        return graced + (slips.Any(slip => slip.Serial) ? " A serial slipper was pushed three times or more, or more often than one in 20 of the rep's deals would be in its time." : "");
    }

    private static string Stalled(Thresholds set)
    {
        string quiet = Wording.Count(set.StallBusinessDays, "business day") + " without completed activity";
        return (set.StallWithoutNextActivity, set.StallDespiteNextActivity) switch
        {
            (true, true) => Invariant($"Stalled: no next activity booked, or {quiet}."),
            (true, false) => Invariant($"Stalled: no next activity booked, or {quiet}. A booked next activity outweighs a quiet time."),
            (false, true) => Invariant($"Stalled: {quiet}, whether or not the next is booked."),
            (false, false) => Invariant($"Stalled: {quiet} and nothing booked."),
        };
    }

    private static string? Override(Finding finding, Thresholds set) => finding switch
    {
        Stall stall when stall.ThresholdBusinessDays != set.StallBusinessDays =>
            Invariant($"{Safe.Text(stall.Opportunity.Stage, 60)} stalls after {Wording.Count(stall.ThresholdBusinessDays, "business day")}"),
        Slip slip when slip.ThresholdCount != set.SlipCount || slip.ThresholdDays != set.SlipDays =>
            Invariant($"{Safe.Text(slip.Opportunity.Stage, 60)} slips at {Wording.Count(slip.ThresholdCount, "push", "pushes")} or {Wording.Count(slip.ThresholdDays, "day")}"),
        _ => null,
    };

    // One line for each stage and rung: the sample behind every claim about time.
    private static IEnumerable<string> Claims(BriefFacts facts, Voice voice) => facts.Findings.OfType<StageOutlier>()
        .GroupBy(outlier => (Stage: Safe.Text(outlier.Opportunity.Stage, 60), outlier.Rung))
        .OrderBy(group => group.Key.Stage, StringComparer.Ordinal).ThenBy(group => group.Key.Rung)
        .Take(20)
        .Select(group => group.Key.Rung == BenchmarkRung.AdminDefault
            ? Invariant($"{group.Key.Stage}: the default of {Wording.Up(group.First().LimitDays)} days; {Wording.Count(group.First().WonVisits, "own won stay")}, too few.")
            : Invariant($"{group.Key.Stage}: {Wording.Whose(group.Key.Rung, voice)} {Wording.Count(group.First().WonVisits, "stay")} of won deals and {(group.First().LostVisits == 0 ? "none" : Wording.Number(group.First().LostVisits))} of lost deals; the limit is {Wording.Up(group.First().LimitDays)} days."));

    private static IEnumerable<Block> Notes(BriefFacts facts, Voice voice)
    {
        ImmutableArray<string> notes = [.. facts.Missing.Select(part => "Missing, since it did not finish in time: " + Wording.Name(part) + "."), .. facts.Notes.Where(note => note.Issue != DataIssue.ActivityStopped).Select(note => Wording.Of(note, voice))];
        return notes.IsEmpty ? [] : [new Subheading("Mind the data"), new Bullets(notes)];
    }
}
