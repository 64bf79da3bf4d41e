using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Journal;
using OneOnOne.Meetings;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>What a rep can do or look up before the meeting, the most useful first.</summary>
internal static class Preparation
{
    public static IEnumerable<string> Of(BriefFacts facts)
    {
        Voice voice = Voice.Of(facts, Audience.Rep);
        string[] stalls = Titles<Stall>(facts, stall => stall.WithoutActivity || stall.WithoutNextActivity);
        if (stalls.Length > 0)
        {
            yield return Invariant($"Clear what you can beforehand: a next step agreed and booked for {Wording.Few(stalls)}. A cleared stall needs no meeting time.");
        }

        string[] due = [.. (facts.Journal?.Commitments ?? []).Where(item => item.Owner == Side.Rep && IsDue(item, facts, voice)).Select(item => Wording.Unended(Safe.Text(item.Text, 60)))];
        if (due.Length > 0)
        {
            yield return Invariant($"Where you are with your {(due.Length == 1 ? "commitment" : "commitments")}: {Wording.Ended(Wording.Few(due))}");
        }

        Slip[] unexplained = [.. facts.SlipsToExplain.Where(slip => !Reasons.Answer(slip, facts))];
        if (unexplained.Length > 0)
        {
            string pushed = Array.Exists(unexplained, slip => slip.OwnPushes == 0) ? "that was pushed" : "you pushed";
            yield return Invariant($"The reason for each close date {pushed}: {Wording.Few([.. unexplained.Select(slip => Safe.Title(slip.Opportunity, 60))])}.");
        }

        string[] overdue = Titles<Slip>(facts, slip => slip.OverdueDays > 0);
        if (overdue.Length > 0)
        {
            yield return Invariant($"A close date that {(overdue.Length == 1 ? "the customer" : "each customer")} would agree with for {Wording.Few(overdue)}; the present one has passed.");
        }

        string[] outliers = Titles<StageOutlier>(facts, _ => true);
        if (outliers.Length > 0)
        {
            yield return Invariant($"For {Wording.Few(outliers)}: who has to do what for the stage to end, and where you want help.");
        }

        foreach (string line in Numbers(facts, voice))
        {
            yield return line;
        }

        string[] initiatives = [.. (facts.Journal?.Initiatives ?? []).Select(item => Wording.Unended(Safe.Text(item.Text, 60)))];
        yield return initiatives.Length == 0 ? "An update on your initiatives outside the pipeline." : Invariant($"An update on {Wording.Ended(Wording.Few(initiatives))}");
        yield return "One thing that prospects said lately and others here should hear.";
    }

    private static IEnumerable<string> Numbers(BriefFacts facts, Voice voice)
    {
        ActivityMetric[] off = [.. facts.Context.Activity.Where(ContextSection.IsRemarkable)];
        if (off.Length > 0)
        {
            yield return Invariant($"The why behind your week: {Wording.And([.. off.Select(metric => Invariant($"{ContextSection.Label(metric).ToLowerInvariant()} {ContextSection.Counted(metric)} ({ContextSection.Usual(metric)})"))])}.");
        }

        foreach (QuotaAttainment quota in facts.Context.Quotas.Where(quota => quota.Remaining > 0))
        {
            yield return Invariant($"Your plan for the {Wording.Of(new Crm.Money(quota.Remaining, quota.Target.Currency))} still to close by {voice.Date(quota.To)}.");
        }

        if (!facts.Context.Movement.FastWins.IsEmpty)
        {
            yield return Invariant($"What made {Wording.Few([.. facts.Context.Movement.FastWins.Select(win => Safe.First(60, win.Opportunity.Name, win.Opportunity.Account, win.Opportunity.Id.Value))])} go fast, and what of it can be repeated.");
        }
    }

    /// <summary>By the day of the one-on-one, or by today where there is none.</summary>
    private static bool IsDue(CommitmentItem item, BriefFacts facts, Voice voice) =>
        item.Due <= (facts.Meeting is { } meeting ? TimeZones.ToLocalDate(voice.DayZone, meeting.StartsAt) : voice.Today);

    // The deals of the agenda first: those are talked about.
    private static string[] Titles<T>(BriefFacts facts, Func<T, bool> which)
        where T : Finding =>
        [.. facts.Deals.SelectMany(deal => deal.Findings).Concat(facts.Findings).OfType<T>().Where(which).DistinctBy(one => one.Opportunity.Id).Select(one => Safe.Title(one.Opportunity, 60))];
}
