using static OneOnOne.Briefs.BriefQuestions;

namespace OneOnOne.Briefs;

internal static class SelfChecks
{
    public static ReadOnlySpan<string> For(Asked deal) => deal.Pattern switch
    {
        DealPattern.Fading => new[]
        {
            $"When did {deal.Who} last do something for this deal unasked? If you cannot say, what would you try once more before you let it go?",
            $"Would you start this deal today, knowing what you know? If yes, what is the one step that says so to {deal.Who}?",
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
