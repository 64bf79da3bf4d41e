using OneOnOne.Analysis;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>The few deals most worth the time, with evidence, and the rest in a table.</summary>
internal static class CoachingSection
{
    private const int MostRows = 15;
    private const int MostUnchanged = 5;

    public static SheetSection Of(BriefFacts facts, Voice voice, Prompts prompts) => new("Coaching", SheetBuilder.Minutes(facts, AgendaKind.Coaching),
    [
        .. Warnings(facts, voice),
        .. Good(facts, voice),
        .. Deals(facts, voice, prompts, BriefFacts.MostDeals),
        .. Unchanged(facts, voice),
        .. JournalBlocks.Lessons(facts, voice),
        .. More(facts),
        .. JournalBlocks.Snoozed(facts, voice),
    ]);

    /// <summary>What could not be looked at, before anybody takes silence for good news.</summary>
    public static IEnumerable<Block> Warnings(BriefFacts facts, Voice voice) =>
    [
        .. facts.Missing.Select(part => new Para(Wording.Of(part), Tone.Warning)),
        .. facts.Notes.Where(note => note.Issue == DataIssue.ActivityStopped).Select(note => new Para(Wording.Of(note, voice), Tone.Warning)),
    ];

    public static IEnumerable<Block> Deals(BriefFacts facts, Voice voice, Prompts prompts, int most) =>
        facts.Deals.Take(most).Select((deal, index) => Deal(deal, index, voice, prompts, facts));

    private static IEnumerable<Block> Good(BriefFacts facts, Voice voice)
    {
        if (facts.NothingStalled && facts.Context.OpenCount > 0)
        {
            yield return new Para(Invariant($"Nothing is stalled: {(facts.Context.OpenCount == 1 ? "the one open deal is" : "all " + Wording.Number(facts.Context.OpenCount) + " open deals are")} being worked on.{(voice.ToRep ? " Good work." : " Good news, and worth saying out loud.")}"), Tone.Good);
        }

        if (facts.Deals.IsEmpty && facts.Unchanged.IsEmpty && facts.Missing.IsEmpty && facts.Notes.All(note => note.Issue != DataIssue.ActivityStopped))
        {
            yield return new Para((facts.Snoozed.IsEmpty ? "No deal needs rescue" : "Nothing was found but what is snoozed") + ", so pick one that could go faster and plan its next step together.");
        }
    }

    private static IEnumerable<Block> Unchanged(BriefFacts facts, Voice voice)
    {
        if (!facts.Unchanged.IsEmpty)
        {
            string deals = string.Join("; ", facts.Unchanged.Take(MostUnchanged).Select(deal => Invariant($"{Safe.Title(deal.Opportunity, 60)} ({string.Join("; ", deal.Findings.Select(Wording.Short))})")));
            string more = facts.Unchanged.Length > MostUnchanged ? Invariant($"; and {Wording.Number(facts.Unchanged.Length - MostUnchanged)} more") : "";
            yield return new Para(Invariant($"As four weeks ago: {deals}{more}. {(voice.ToRep ? "Decide what becomes of them" : "Agree what becomes of them")}, or snooze them."), Tone.Soft);
        }
    }

    private static DealBlock Deal(DealItem deal, int index, Voice voice, Prompts prompts, BriefFacts facts)
    {
        OpportunityRef opportunity = deal.Opportunity;
        string[] meta =
        [
            IsInTitle(opportunity) ? "" : Safe.Text(opportunity.Account, 120),
            Safe.Text(opportunity.Stage, 120),
            opportunity.Amount is { } money ? Wording.Of(money) : "no amount",
            opportunity.CloseDate is { } due ? (due < voice.Today ? "was to close " : "closes ") + voice.Date(due) : "no close date",
        ];
        return new DealBlock(
            index + 1,
            Safe.Title(opportunity),
            Safe.Link(opportunity.Url),
            string.Join(" · ", meta.Where(part => part.Length > 0)),
            Wording.Trend(deal),
            [
                .. deal.Findings.Select(finding => Wording.Evidence(finding, voice) + (voice.ToRep && finding is Stall stall ? Clears(stall, facts) : "")),
                .. Reasons.Of(opportunity, facts).Select(reason => Wording.Of(reason, voice)),
            ],
            prompts.Label,
            prompts.For(index));
    }

    private static string Clears(Stall stall, BriefFacts facts) => Wording.Clears(stall, facts.Thresholds) is { Length: > 0 } clears ? " " + clears : "";

    // Many teams name a deal after its account; a phone has no room to say it twice.
    private static bool IsInTitle(OpportunityRef opportunity) =>
        Safe.Title(opportunity).Contains(Safe.Text(opportunity.Account, 120), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Block> More(BriefFacts facts)
    {
        HashSet<OpportunityId> shown = [.. facts.Deals.Concat(facts.Unchanged).Select(deal => deal.Opportunity.Id)];
        MoreDeal[] rest =
        [
            .. Ranking.Deals(facts.Findings, new LastBrief(before: null, facts.AsOf, [])).Where(deal => !shown.Contains(deal.Opportunity.Id)).Select(Row),
        ];
        if (facts.MoreDeals == 0 && rest.Length == 0)
        {
            yield break;
        }

        yield return new Subheading(Invariant($"{Wording.Number(facts.MoreDeals)} more in the findings table"));
        yield return new MoreDeals([.. rest.Take(MostRows)]);
        if (rest.Length > MostRows)
        {
            yield return new Para(Invariant($"The table stops here; the findings export has {Wording.Number(rest.Length - MostRows)} more."), Tone.Soft);
        }
    }

    private static MoreDeal Row(DealItem deal)
    {
        OpportunityRef opportunity = deal.Opportunity;
        string amount = opportunity.Amount is { } money ? Wording.Of(money) : "no amount";
        return new MoreDeal(Safe.Title(opportunity, 60), Safe.Link(opportunity.Url), amount, string.Join("; ", deal.Findings.Select(Wording.Short)));
    }
}
