using OneOnOne.Languages;
using static OneOnOne.Briefs.BriefQuestions;

namespace OneOnOne.Briefs;

internal static class ManagerQuestions
{
    /// <returns>The names of texts that fit, to be taken in turn.</returns>
    public static string[] For(Asked deal) => deal.Explained ? AfterTheReason(deal.Pattern) : deal.Pattern switch
    {
        DealPattern.Fading => [nameof(QuestionTexts.ManagerFading1), nameof(QuestionTexts.ManagerFading2), nameof(QuestionTexts.ManagerFading3)],
        DealPattern.Drifting => [nameof(QuestionTexts.ManagerDrifting)],
        DealPattern.LongInStage => [Stage(deal.Kind), nameof(QuestionTexts.ManagerLong2), nameof(QuestionTexts.ManagerLong3)],
        DealPattern.UnsupportedDate => [nameof(QuestionTexts.ManagerUnsupportedDate1), nameof(QuestionTexts.ManagerUnsupportedDate2)],
        DealPattern.Quiet => [nameof(QuestionTexts.ManagerQuiet1), nameof(QuestionTexts.ManagerQuiet2), nameof(QuestionTexts.ManagerQuiet3)],
        DealPattern.NothingBooked => [nameof(QuestionTexts.ManagerNothingBooked1), nameof(QuestionTexts.ManagerNothingBooked2), nameof(QuestionTexts.ManagerNothingBooked3)],
        DealPattern.GoingBack => [nameof(QuestionTexts.ManagerGoingBack1), nameof(QuestionTexts.ManagerGoingBack2)],
        DealPattern.Overdue => [nameof(QuestionTexts.ManagerOverdue1), nameof(QuestionTexts.ManagerOverdue2)],
        DealPattern.Serial => [nameof(QuestionTexts.ManagerSerial1), nameof(QuestionTexts.ManagerSerial2)],
        DealPattern.Habit => [nameof(QuestionTexts.ManagerHabit1), nameof(QuestionTexts.ManagerHabit2)],
        DealPattern.OnePush => [nameof(QuestionTexts.ManagerOnePush1), nameof(QuestionTexts.ManagerOnePush2)],
        _ => [nameof(QuestionTexts.CloserThisWeek)],
    };

    /// <summary>The why is known: nobody is asked for it again.</summary>
    private static string[] AfterTheReason(DealPattern pattern) => pattern switch
    {
        DealPattern.Quiet => [nameof(QuestionTexts.ManagerExplainedQuiet1), nameof(QuestionTexts.ManagerExplainedQuiet2), nameof(QuestionTexts.ManagerExplainedQuiet3)],
        DealPattern.LongInStage => [nameof(QuestionTexts.ManagerExplainedLong1), nameof(QuestionTexts.ManagerExplainedLong2)],
        _ => [nameof(QuestionTexts.ManagerExplainedDate1), nameof(QuestionTexts.ManagerExplainedDate2), nameof(QuestionTexts.ManagerExplainedDate3)],
    };

    public static string Stage(StageKind kind) => kind switch
    {
        StageKind.Discovery => nameof(QuestionTexts.ManagerDiscovery),
        StageKind.Proof => nameof(QuestionTexts.ManagerProof),
        StageKind.Proposal => nameof(QuestionTexts.ManagerProposal),
        StageKind.Negotiation => nameof(QuestionTexts.ManagerNegotiation),
        StageKind.Signing => nameof(QuestionTexts.ManagerSigning),
        _ => nameof(QuestionTexts.ManagerOtherStage),
    };
}
