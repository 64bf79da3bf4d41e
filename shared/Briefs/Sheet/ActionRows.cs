using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;

namespace OneOnOne.Briefs;

/// <summary>The links by which a reader answers, beside what they are about. Without links there are no rows.</summary>
internal static class ActionRows
{
    private const int LongestName = 24;

    /// <summary>In one row; a mail must stay small with dozens of links, and the API has the rest.</summary>
    private const int MostNamed = 4;

    public static ImmutableArray<Actions> Deal(DealItem deal, BriefFacts facts, Voice voice)
    {
        string id = deal.Opportunity.Id.Value;
        bool why = !IsExplained(deal.Opportunity.Id, facts);
        Actions?[] rows =
        [
            why && voice.ToRep ? Row(voice, nameof(FormTexts.WhyIsIt), Reasons(id, PartOf(deal), voice)) : null,
            Row(
                voice,
                nameof(FormTexts.WhatNext),
                (nameof(FormTexts.LinkCommit), voice.Links?.To(FormKind.Commitment, id)),
                (nameof(FormTexts.LinkSnooze), voice.Links?.To(FormKind.Snooze, id)),
                (nameof(FormTexts.LinkReason), why && !voice.ToRep ? voice.Links?.To(FormKind.Reason, id, PartOf(deal)) : null)),
        ];
        return [.. rows.OfType<Actions>()];
    }

    /// <summary>Pushed ones without a reason that are not among the deals with rows of their own.</summary>
    public static IEnumerable<Block> Slips(BriefFacts facts, Voice voice)
    {
        HashSet<OpportunityId> deals = [.. facts.Deals.Select(deal => deal.Opportunity.Id)];
        return Named(voice, nameof(FormTexts.WhyPushed), facts.SlipsToExplain
            .Where(slip => !deals.Contains(slip.Opportunity.Id) && !IsExplained(slip.Opportunity.Id, facts))
            .Select(slip => (voice.Title(slip.Opportunity, LongestName), voice.Links?.To(FormKind.Reason, slip.Opportunity.Id.Value, AnalysisPart.Slips))));
    }

    /// <summary>What the reader may say about: a rep their own.</summary>
    public static IEnumerable<Block> Commitments(BriefFacts facts, Voice voice) => Named(voice, nameof(FormTexts.DoneYet), (facts.Journal?.Commitments ?? [])
        .Take(voice.Most(JournalRoom.MostLines)).Where(item => !voice.ToRep || item.Owner == Side.Rep)
        .Select(item => (Safe.Text(item.Text, LongestName), voice.Links?.To(FormKind.CommitmentState, item.Id.Value))));

    public static IEnumerable<Block> Initiatives(BriefFacts facts, Voice voice) => Named(voice, nameof(FormTexts.WhereItStands), (facts.Journal?.Initiatives ?? [])
        .Take(voice.Most(JournalRoom.MostLines)).Select(item => (Safe.Text(item.Text, LongestName), voice.Links?.To(FormKind.InitiativeStatus, item.Id.Value))));

    /// <summary>Where nobody has said how the last one-on-one went.</summary>
    public static IEnumerable<Block> LastTime(BriefFacts facts, Voice voice) => Held(facts.Meeting?.LastOn, nameof(FormTexts.HowLast), voice);

    public static IEnumerable<Block> Plan(ManagerHalf own, Voice voice) =>
        own.Plan is { } plan && Row(voice, nameof(FormTexts.PlanOver), (nameof(FormTexts.LinkPlanEnd), voice.Links?.To(FormKind.PlanEnd, plan.Id.Value))) is { } row ? [row] : [];

    public static IEnumerable<SheetSection> Afterwards(BriefFacts facts, Voice voice)
    {
        (string, string?)[] shared =
        [
            (nameof(FormTexts.LinkCommitment), voice.Links?.To(FormKind.Commitment)),
            (nameof(FormTexts.LinkTopic), voice.Links?.To(FormKind.Topic)),
            (nameof(FormTexts.LinkLesson), voice.Links?.To(FormKind.Lesson)),
            (nameof(FormTexts.LinkInitiative), voice.Links?.To(FormKind.Initiative)),
        ];
        (string, string?)[] own = voice.ToRep ? [] : [(nameof(FormTexts.LinkNote), voice.Links?.To(FormKind.Note)), (nameof(FormTexts.LinkPlan), voice.Links?.To(FormKind.Plan))];
        Block[] rows = [.. Held(facts.Meeting?.On, nameof(FormTexts.HowNow), voice), .. Some(Row(voice, nameof(FormTexts.WriteDown), shared)), .. Some(Row(voice, nameof(FormTexts.ForYourselfAlone), own))];
        return rows.Length == 0 ? [] : [new SheetSection(voice.Language[nameof(FormTexts.Afterwards)], null, [.. rows])];
    }

    private static IEnumerable<Block> Held(DateOnly? on, string label, Voice voice)
    {
        string? Link(HeldOutcome outcome) => on is { } day
            ? voice.Links?.To(FormKind.Held, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), choice: "outcome=" + outcome.ToString().ToLowerInvariant())
            : null;
        return Some(Row(voice, label, (nameof(FormTexts.OutcomeMet), Link(HeldOutcome.Met)), (nameof(FormTexts.OutcomeMoved), Link(HeldOutcome.Moved)), (nameof(FormTexts.OutcomeCancelled), Link(HeldOutcome.Cancelled))));
    }

    /// <summary>The likeliest of the usual reasons are one tap away; the form has them all.</summary>
    private static (string, string?)[] Reasons(string deal, AnalysisPart? part, Voice voice) =>
    [
        .. UsualReasons.Of(part).Take(2).Select(reason => (reason.Text, voice.Links?.To(FormKind.Reason, deal, part, UsualReasons.Field + "=" + reason.Value))),
        (nameof(FormTexts.LinkOtherReason), voice.Links?.To(FormKind.Reason, deal, part)),
    ];

    /// <summary>A deal that slips and stands still is explained by why it slips; a reason for one kind says nothing of the others.</summary>
    private static AnalysisPart? PartOf(DealItem deal) => deal.Findings.Select(FindingKind.Of).Distinct().ToArray() is [var only] ? only : null;

    private static bool IsExplained(OpportunityId deal, BriefFacts facts) => facts.Journal?.Reasons.Any(reason => reason.Opportunity.Id == deal && !reason.Answers.IsEmpty) == true;

    private static IEnumerable<Block> Some(Actions? row) => row is null ? [] : [row];

    private static Actions? Row(Voice voice, string label, params (string Text, string? Href)[] links) =>
        Of(voice.Language[label], links.Select(link => (voice.Language[link.Text], link.Href)));

    private static IEnumerable<Block> Named(Voice voice, string label, IEnumerable<(string Text, string? Href)> links) => Some(Of(voice.Language[label], links.Take(MostNamed)));

    private static Actions? Of(string label, IEnumerable<(string Text, string? Href)> links)
    {
        ImmutableArray<PageLink> there = [.. links.Where(link => link.Href is not null).Select(link => new PageLink(link.Text, link.Href!))];
        return there.IsEmpty ? null : new Actions(label, there);
    }
}
