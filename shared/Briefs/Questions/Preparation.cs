using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Meetings;

namespace OneOnOne.Briefs;

/// <summary>What a rep can do or look up before the meeting, the most useful first.</summary>
internal static class Preparation
{
    public static IEnumerable<string> Of(BriefFacts facts)
    {
        Voice voice = Voice.Of(facts, Audience.Rep);
        string[] stalls = Titles<Stall>(facts, voice, stall => stall.WithoutActivity || stall.WithoutNextActivity);
        if (stalls.Length > 0)
        {
            yield return voice.Say(nameof(QuestionTexts.PrepareStalls), ("deals", Wording.Few(stalls, voice)));
        }

        string[] due = [.. (facts.Journal?.Commitments ?? []).Where(item => item.Owner == Side.Rep && IsDue(item, facts, voice)).Select(item => Wording.Unended(Safe.Text(item.Text, 60)))];
        if (due.Length > 0)
        {
            yield return voice.Count(nameof(QuestionTexts.PrepareCommitments), due.Length, ("what", Wording.Ended(Wording.Few(due, voice))));
        }

        Slip[] unexplained = [.. facts.SlipsToExplain.Where(slip => !Reasons.Answer(slip, facts))];
        if (unexplained.Length > 0)
        {
            yield return voice.Say(
                Array.Exists(unexplained, slip => slip.OwnPushes == 0) ? nameof(QuestionTexts.PrepareReasonsPushed) : nameof(QuestionTexts.PrepareReasons),
                ("deals", Wording.Few([.. unexplained.Select(slip => voice.Title(slip.Opportunity, 60))], voice)));
        }

        string[] overdue = Titles<Slip>(facts, voice, slip => slip.OverdueDays > 0);
        if (overdue.Length > 0)
        {
            yield return voice.Count(nameof(QuestionTexts.PrepareOverdue), overdue.Length, ("deals", Wording.Few(overdue, voice)));
        }

        string[] outliers = Titles<StageOutlier>(facts, voice, _ => true);
        if (outliers.Length > 0)
        {
            yield return voice.Say(nameof(QuestionTexts.PrepareStages), ("deals", Wording.Few(outliers, voice)));
        }

        foreach (string line in Numbers(facts, voice))
        {
            yield return line;
        }

        string[] initiatives = [.. (facts.Journal?.Initiatives ?? []).Select(item => Wording.Unended(Safe.Text(item.Text, 60)))];
        yield return initiatives.Length == 0
            ? voice.Say(nameof(QuestionTexts.PrepareInitiatives))
            : voice.Say(nameof(QuestionTexts.PrepareInitiativesNamed), ("what", Wording.Ended(Wording.Few(initiatives, voice))));
        yield return voice.Say(nameof(QuestionTexts.PrepareProspects));
    }

    private static IEnumerable<string> Numbers(BriefFacts facts, Voice voice)
    {
        string[] off =
        [
            .. facts.Context.Activity.Where(ContextSection.IsRemarkable).Select(metric => voice.Say(
                nameof(QuestionTexts.PrepareMetric),
                ("metric", ContextSection.Name(metric, voice)), ("count", ContextSection.Counted(metric, voice)), ("usual", ContextSection.Usual(metric, voice)))),
        ];
        if (off.Length > 0)
        {
            yield return voice.Say(nameof(QuestionTexts.PrepareWeek), ("metrics", voice.Language.And(off)));
        }

        foreach (QuotaAttainment quota in facts.Context.Quotas.Where(quota => quota is { Remaining: > 0, Outlook: not { Standing: QuotaStanding.OnTrack } }))
        {
            yield return voice.Say(
                nameof(QuestionTexts.PrepareQuota), ("amount", voice.Language.Of(new Crm.Money(quota.Remaining, quota.Target.Currency))), ("day", voice.Date(quota.To)));
        }

        if (!facts.Context.Movement.FastWins.IsEmpty)
        {
            string[] wins = [.. facts.Context.Movement.FastWins.Select(win => Safe.First(60, win.Opportunity.Name, win.Opportunity.Account, win.Opportunity.Id.Value))];
            yield return voice.Say(nameof(QuestionTexts.PrepareFast), ("deals", Wording.Few(wins, voice)));
        }
    }

    /// <summary>By the day of the one-on-one, or by today where there is none.</summary>
    private static bool IsDue(CommitmentItem item, BriefFacts facts, Voice voice) =>
        item.Due <= (facts.Meeting is { } meeting ? TimeZones.ToLocalDate(voice.DayZone, meeting.StartsAt) : voice.Today);

    // The deals of the agenda first: those are talked about.
    private static string[] Titles<T>(BriefFacts facts, Voice voice, Func<T, bool> which)
        where T : Finding =>
        [.. facts.Deals.SelectMany(deal => deal.Findings).Concat(facts.Findings).OfType<T>().Where(which).DistinctBy(one => one.Opportunity.Id).Select(one => voice.Title(one.Opportunity, 60))];
}
