using OneOnOne.Languages;
using static OneOnOne.Briefs.BriefQuestions;

namespace OneOnOne.Briefs;

internal static class SelfChecks
{
    /// <returns>The names of texts that fit, to be taken in turn.</returns>
    public static string[] For(Asked deal) => deal.Explained ? AfterTheReason(deal.Pattern) : deal.Pattern switch
    {
        DealPattern.Fading => [nameof(QuestionTexts.RepFading1), nameof(QuestionTexts.RepFading2), nameof(QuestionTexts.RepFading3)],
        DealPattern.Drifting => [nameof(QuestionTexts.RepDrifting)],
        DealPattern.LongInStage => [Stage(deal.Kind), nameof(QuestionTexts.RepLong2), nameof(QuestionTexts.RepLong3)],
        DealPattern.UnsupportedDate => [nameof(QuestionTexts.RepUnsupportedDate1), nameof(QuestionTexts.RepUnsupportedDate2)],
        DealPattern.Quiet => [nameof(QuestionTexts.RepQuiet1), nameof(QuestionTexts.RepQuiet2), nameof(QuestionTexts.RepQuiet3)],
        DealPattern.NothingBooked => [nameof(QuestionTexts.RepNothingBooked1), nameof(QuestionTexts.RepNothingBooked2), nameof(QuestionTexts.RepNothingBooked3)],
        DealPattern.GoingBack => [nameof(QuestionTexts.RepGoingBack1), nameof(QuestionTexts.RepGoingBack2)],
        DealPattern.Overdue => [nameof(QuestionTexts.RepOverdue1), nameof(QuestionTexts.RepOverdue2)],
        DealPattern.Serial => [nameof(QuestionTexts.RepSerial1), nameof(QuestionTexts.RepSerial2)],
        DealPattern.Habit => [nameof(QuestionTexts.RepHabit1), nameof(QuestionTexts.RepHabit2)],
        DealPattern.OnePush => [nameof(QuestionTexts.RepOnePush1), nameof(QuestionTexts.RepOnePush2)],
        _ => [nameof(QuestionTexts.CloserThisWeek)],
    };

    /// <summary>You have said why: what matters now is what follows from it.</summary>
    private static string[] AfterTheReason(DealPattern pattern) => pattern switch
    {
        DealPattern.Quiet => [nameof(QuestionTexts.RepExplainedQuiet1), nameof(QuestionTexts.RepExplainedQuiet2), nameof(QuestionTexts.RepExplainedQuiet3)],
        DealPattern.LongInStage => [nameof(QuestionTexts.RepExplainedLong1), nameof(QuestionTexts.RepExplainedLong2)],
        _ => [nameof(QuestionTexts.RepExplainedDate1), nameof(QuestionTexts.RepExplainedDate2), nameof(QuestionTexts.RepExplainedDate3)],
    };

    public static string Stage(StageKind kind) => kind switch
    {
        StageKind.Discovery => nameof(QuestionTexts.RepDiscovery),
        StageKind.Proof => nameof(QuestionTexts.RepProof),
        StageKind.Proposal => nameof(QuestionTexts.RepProposal),
        StageKind.Negotiation => nameof(QuestionTexts.RepNegotiation),
        StageKind.Signing => nameof(QuestionTexts.RepSigning),
        _ => nameof(QuestionTexts.RepOtherStage),
    };
}
