using System.Collections.Immutable;

namespace OneOnOne.Briefs;

/// <summary>
/// The question a manager may open a deal with, the check a rep makes alone first, and what the rep brings. Open questions that
/// look ahead; none asks for an excuse.
/// </summary>
public static class BriefQuestions
{
    private const int LongestName = 60;

    public static string ForManager(DealItem deal, BriefFacts facts) => Pick(ManagerQuestions.For(Asked.Of(deal, facts)), deal, facts);

    public static string ForRep(DealItem deal, BriefFacts facts) => Pick(SelfChecks.For(Asked.Of(deal, facts)), deal, facts);

    public static ImmutableArray<string> Prepare(BriefFacts facts) => [.. Preparation.Of(facts)];

    private static string Pick(ReadOnlySpan<string> variants, DealItem deal, BriefFacts facts) => variants[DealPatterns.Earlier(deal, facts) % variants.Length];

    /// <summary>What a question needs to know of its deal.</summary>
    internal sealed record Asked(DealPattern Pattern, StageKind Kind, string Stage, string Who, string Date, bool Explained)
    {
        public static Asked Of(DealItem deal, BriefFacts facts)
        {
            Voice voice = Voice.Of(facts, Audience.Rep);
            string who = Safe.First(LongestName, deal.Opportunity.Account, "the customer");
            string date = deal.Opportunity.CloseDate is { } due && due >= voice.Today ? voice.Date(due) : "the close date";
            bool explained = Reasons.Explain(deal, facts);
            return new Asked(DealPatterns.Of(deal, explained), StageKinds.Of(deal.Opportunity.Stage), Safe.Text(deal.Opportunity.Stage, LongestName), who, date, explained);
        }
    }
}
