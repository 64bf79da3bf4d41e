using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>The one thing to know, for the subject, and what adds to it. Both show on locked screens: no amounts and no names of deals.</summary>
internal static class Gist
{
    public static string Of(BriefFacts facts, Voice voice)
    {
        int stalled = Deals<Stall>(facts, _ => true);
        int overdue = Deals<Slip>(facts, slip => slip.OverdueDays > 0);
        int slipping = Deals<Slip>(facts, _ => true);
        return stalled > 0 ? voice.Count(nameof(CoachingTexts.GistStalled), stalled)
            : facts.Findings.IsEmpty ? Nothing(facts, voice)
            : facts.Deals.IsEmpty ? voice.Say(nameof(CoachingTexts.GistNothingNew))
            : (facts.NothingStalled ? voice.Say(nameof(CoachingTexts.GistNothingStalled)) + ", " : "")
                + (overdue > 0 ? voice.Count(nameof(CoachingTexts.GistOverdue), overdue)
                    : slipping > 0 ? voice.Count(nameof(CoachingTexts.GistSlipping), slipping)
                    : voice.Count(nameof(CoachingTexts.GistLongInStage), Deals<StageOutlier>(facts, _ => true)));
    }

    /// <summary>What the subject has no room for.</summary>
    public static string More(BriefFacts facts, Voice voice)
    {
        int reasons = facts.SlipsToExplain.Count(slip => !Reasons.Answer(slip, facts));
        int late = (facts.Journal?.Commitments ?? []).Count(item => item.Overdue);
        int won = facts.Context.Movement.Won.Length;
        string[] parts =
        [
            .. new[]
            {
                (nameof(CoachingTexts.MoreWon), won), (nameof(CoachingTexts.MoreDeals), facts.Deals.Length), (nameof(CoachingTexts.MoreReasons), reasons), (nameof(CoachingTexts.MoreLate), late),
            }.Where(part => part.Item2 > 0).Select(part => voice.Count(part.Item1, part.Item2)),
        ];
        return parts.Length > 0 ? string.Join(" · ", parts)
            : !facts.Missing.IsEmpty ? string.Join(' ', facts.Missing.Select(part => Wording.NotInTime(part, voice)))
            : voice.Say(Header.HasData(facts) ? nameof(CoachingTexts.MoreNone) : nameof(BriefTexts.NothingKnown));
    }

    private static string Nothing(BriefFacts facts, Voice voice) => voice.Say(
        !facts.Missing.IsEmpty ? nameof(CoachingTexts.GistPartlyReady)
        : !Header.HasData(facts) ? nameof(CoachingTexts.GistNoData)
        : !facts.Snoozed.IsEmpty ? nameof(CoachingTexts.GistSnoozed)
        : facts.Context.OpenCount == 0 ? nameof(CoachingTexts.GistNoDeals)
        : facts.NothingStalled ? nameof(CoachingTexts.GistNothingStalled)
        : nameof(CoachingTexts.GistNothingFound));

    private static int Deals<T>(BriefFacts facts, Func<T, bool> which)
        where T : Finding => facts.Findings.OfType<T>().Where(which).DistinctBy(finding => finding.Opportunity.Id).Count();
}
