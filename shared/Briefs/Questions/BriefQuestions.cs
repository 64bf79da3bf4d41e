using System.Collections.Immutable;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>
/// The question a manager may open a deal with, the check a rep makes alone first, and what the rep brings, each in its reader's
/// language. Open questions that look ahead; none asks for an excuse.
/// </summary>
public static class BriefQuestions
{
    private const int LongestName = 60;

    public static string ForManager(DealItem deal, BriefFacts facts)
    {
        Asked asked = Asked.Of(deal, facts);
        return Pick(ManagerQuestions.For(asked), ManagerQuestions.Stage(asked.Kind), deal, facts, Audience.Manager);
    }

    public static string ForRep(DealItem deal, BriefFacts facts)
    {
        Asked asked = Asked.Of(deal, facts);
        return Pick(SelfChecks.For(asked), SelfChecks.Stage(asked.Kind), deal, facts, Audience.Rep);
    }

    public static ImmutableArray<string> Prepare(BriefFacts facts) => [.. Preparation.Of(facts)];

    private static string Pick(ReadOnlySpan<string> variants, string stageQuestion, DealItem deal, BriefFacts facts, Audience audience)
    {
        Voice voice = Voice.Of(facts, audience);
        ReadOnlySpan<(string, object)> parts =
        [
            ("who", Safe.First(LongestName, deal.Opportunity.Account, voice.Say(nameof(QuestionTexts.TheCustomer)))),
            ("date", deal.Opportunity.CloseDate is { } due && due >= voice.Today
                ? voice.Say(nameof(QuestionTexts.CloseDateOn), ("day", voice.Date(due)))
                : voice.Say(nameof(QuestionTexts.TheCloseDate))),
            ("stage", Safe.Text(deal.Opportunity.Stage, LongestName)),
        ];
        return voice.Say(variants[DealPatterns.Earlier(deal, facts) % variants.Length], [.. parts, ("question", voice.Say(stageQuestion, parts))]);
    }

    /// <summary>What the choice of a question depends on.</summary>
    internal sealed record Asked(DealPattern Pattern, StageKind Kind, bool Explained)
    {
        public static Asked Of(DealItem deal, BriefFacts facts)
        {
            bool explained = Reasons.Explain(deal, facts);
            return new Asked(DealPatterns.Of(deal, explained), StageKinds.Of(deal.Opportunity.Stage), explained);
        }
    }
}
