using static OneOnOne.Briefs.BriefQuestions;

namespace OneOnOne.Briefs;

internal static class SelfChecks
{
    public static ReadOnlySpan<string> For(Asked deal) => deal.Explained ? AfterTheReason(deal) : deal.Pattern switch
    {
        DealPattern.Fading => new[]
        {
            $"When did {deal.Who} last do something for this deal unasked? If you cannot say, what would you try once more before you let it go?",
            $"Would you start this deal today, knowing what you know? If yes, what is the one step that says so to {deal.Who}?",
            $"If {deal.Who} decided today, what would they decide, and who there told you so?",
        },
        DealPattern.Drifting => [Stage(deal) + $" Is {deal.Date} their date or yours?"],
        DealPattern.LongInStage => [Stage(deal)],
        DealPattern.UnsupportedDate => new[]
        {
            $"What is {deal.Date} built on while no step is under way? Which step would {deal.Who} agree to this week?",
            $"Does {deal.Who} know your close date, and would they agree with it?",
        },
        DealPattern.Quiet => new[]
        {
            $"Do you know what {deal.Who} is doing about this right now? Who could tell you today?",
            $"What could you give {deal.Who} that helps them even if they never buy?",
            $"What is in your way with {deal.Who}, and what help would you ask for?",
        },
        DealPattern.NothingBooked => new[]
        {
            $"What have you and {deal.Who} agreed as the next step, and is it in both calendars?",
            $"What will you propose to {deal.Who} as the next step, and on which day?",
            $"Who at {deal.Who} expects to hear from you next, and when?",
        },
        DealPattern.GoingBack => new[]
        {
            $"What is different at {deal.Who} from when this stood further on, and who there told you so?",
            $"Which part of this does {deal.Who} still want as much as before, and how do you know?",
        },
        DealPattern.Overdue => new[]
        {
            $"Which date would {deal.Who} give, if asked today? Put that one into the CRM.",
            $"What has to happen at {deal.Who} before they can sign, and what date does that add up to?",
        },
        DealPattern.Habit => new[]
        {
            $"Who gave you {deal.Date}: {deal.Who}, or you? What are they doing to keep it?",
            $"What does it cost {deal.Who} to wait past {deal.Date}? If nothing, what would make it matter?",
        },
        DealPattern.OnePush => new[]
        {
            $"What did you learn about how {deal.Who} buys that makes {deal.Date} safer than the date before?",
            $"Which early sign would tell you that {deal.Date} will not hold?",
        },
        _ => [$"What would bring {deal.Who} one step closer this week?"],
    };

    /// <summary>You have said why: what matters now is what follows from it.</summary>
    private static ReadOnlySpan<string> AfterTheReason(Asked deal) => deal.Pattern switch
    {
        DealPattern.Quiet => new[]
        {
            $"Does your reason still hold at {deal.Who}, and when will you check it again?",
            $"What can you give {deal.Who} while they wait, so that they come back to you first?",
            $"Would {deal.Who} give the same reason, if asked today?",
        },
        DealPattern.LongInStage => new[]
        {
            $"What has to end at {deal.Who} for your reason to fall away, and on which day do you ask?",
            $"Which part of {deal.Stage} can go on at {deal.Who} although your reason holds?",
        },
        _ => new[]
        {
            $"Does {deal.Date} leave room for your reason to come up again? Who at {deal.Who} says so?",
            $"Which step at {deal.Who} shows that your reason is out of the way, and when is it due?",
            $"Would {deal.Who} give the same reason for the new date as you did?",
        },
    };

    private static string Stage(Asked deal) => deal.Kind switch
    {
        StageKind.Discovery => $"Can you say in {Wording.Possessive(deal.Who)} words what this costs them while it stays unsolved?",
        StageKind.Proof => $"Do you and {deal.Who} have in writing what has to be shown, to whom and by when?",
        StageKind.Proposal => $"Can you name everyone at {deal.Who} who has to say yes, and when you last spoke to each?",
        StageKind.Negotiation => $"Can you list the open points with {deal.Who}, and for each who settles it and by when?",
        StageKind.Signing => $"Do you know every step from {Wording.Possessive(deal.Who)} yes to the signature, and who there walks it?",
        _ => $"What has to happen at {deal.Who} for this to leave {deal.Stage}, and who there is doing it?",
    };
}
