using static OneOnOne.Briefs.BriefQuestions;

namespace OneOnOne.Briefs;

internal static class ManagerQuestions
{
    public static ReadOnlySpan<string> For(Asked deal) => deal.Explained ? AfterTheReason(deal) : deal.Pattern switch
    {
        DealPattern.Fading => new[]
        {
            $"What would show by our next one-on-one whether {deal.Who} is still buying, and how can I help you to find out?",
            $"If you picked one thing to bring {deal.Who} back into the conversation this week, what would it be? And what would tell you to let it go?",
            $"If {deal.Who} decided today, what would they decide, and what is that based on?",
        },
        DealPattern.Drifting => [Stage(deal) + $" Which of that does {deal.Date} rest on?"],
        DealPattern.LongInStage => [Stage(deal)],
        DealPattern.UnsupportedDate => new[]
        {
            $"Which next step with {deal.Who} would make the close date one that you both believe in?",
            $"Working back from the day {deal.Who} needs this live, what has to be done by when, and what comes first?",
        },
        DealPattern.Quiet => new[]
        {
            $"What would {deal.Who} find worth an hour of their time right now, and who there would you offer it to?",
            $"Who else at {deal.Who} cares how this ends, and how could you reach them?",
            $"What is in the way of the next step with {deal.Who}, and which part of that can I take off you?",
        },
        DealPattern.NothingBooked => new[]
        {
            $"What is the next thing {deal.Who} should do, and when will the two of you agree on it?",
            $"How do you want the next conversation with {deal.Who} to end, and when is it?",
            $"Which date on {Wording.Possessive(deal.Who)} side drives this, and which step does it call for now?",
        },
        DealPattern.GoingBack => new[]
        {
            $"What would {deal.Who} need to see to take the last step again, and who there can tell you?",
            $"Which part of this does {deal.Who} still want as much as before, and what would a deal around that part look like?",
        },
        DealPattern.Overdue => new[]
        {
            $"Which date would {deal.Who} name themselves, and what on their side is it tied to?",
            $"What still has to be decided at {deal.Who}, by whom, and what date does that add up to?",
        },
        DealPattern.Habit => new[]
        {
            $"How does {deal.Who} see the way to {deal.Date}, step by step, and which step are you least sure of?",
            $"What does {deal.Who} lose if this comes later than {deal.Date}? How do you know?",
        },
        DealPattern.OnePush => new[]
        {
            $"What makes {deal.Date} firmer than the date before, seen from {Wording.Possessive(deal.Who)} side?",
            $"What early sign would tell you that {deal.Date} is at risk, and what would you do then?",
        },
        _ => [$"What would bring {deal.Who} one step closer this week?"],
    };

    /// <summary>The why is known: nobody is asked for it again.</summary>
    private static ReadOnlySpan<string> AfterTheReason(Asked deal) => deal.Pattern switch
    {
        DealPattern.Quiet => new[]
        {
            $"Given that reason, what would tell you that {deal.Who} is ready to go on, and when do you look again?",
            $"What can you prepare with {deal.Who} while the reason holds, and what can I do meanwhile?",
            $"Who at {deal.Who} can change that reason, and what would they need from us?",
        },
        DealPattern.LongInStage => new[]
        {
            $"Given that reason, what has to happen at {deal.Who} for this to leave {deal.Stage}, and which part of it can start now?",
            $"How long does that reason hold at {deal.Who}, and how will you know that it no longer does?",
        },
        _ => new[]
        {
            $"Given that reason, what makes {deal.Date} hold at {deal.Who}, and which sign would tell you early that it does not?",
            $"What follows from that reason for the steps until {deal.Date}, and who at {deal.Who} has agreed to them?",
            $"Who at {deal.Who} can take that reason out of the way, and what would they need from us?",
        },
    };

    private static string Stage(Asked deal) => deal.Kind switch
    {
        StageKind.Discovery => $"Which problem does {deal.Who} want solved badly enough to act on, and who there feels it most?",
        StageKind.Proof => $"What must {deal.Who} see to decide, who is the judge of it, and by which day?",
        StageKind.Proposal => $"Who at {deal.Who} has to say yes to the proposal, and what does each of them still need to do so?",
        StageKind.Negotiation => $"Which points are still open with {deal.Who}, and who on each side can settle them?",
        StageKind.Signing => $"Which steps lie between {Wording.Possessive(deal.Who)} yes and the signature, and who owns each of them?",
        _ => $"What does {deal.Who} have to do or decide for this to leave {deal.Stage}, and who there owns it?",
    };
}
