using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>The few deals most worth the time, with evidence, and the rest in a table.</summary>
internal static class CoachingSection
{
    private const int MostRows = 12;
    private const int MostUnchanged = 5;

    public static SheetSection Of(BriefFacts facts, Voice voice, Prompts prompts) => new(voice.Say(nameof(BriefTexts.Coaching)), SheetBuilder.Minutes(facts, AgendaKind.Coaching, voice),
    [
        .. Warnings(facts, voice),
        .. Good(facts, voice),
        .. Deals(facts, voice, prompts, BriefFacts.MostDeals),
        .. Unchanged(facts, voice),
        .. JournalBlocks.Snoozed(facts, voice),
        .. JournalBlocks.Lessons(facts, voice),
        .. More(facts, voice),
    ]);

    /// <summary>What could not be looked at, before anybody takes silence for good news.</summary>
    public static IEnumerable<Block> Warnings(BriefFacts facts, Voice voice) =>
    [
        .. facts.Missing.Select(part => new Para(Wording.Of(part, voice), Tone.Warning)),
        .. facts.Notes.Where(note => note.Issue == DataIssue.ActivityStopped).Select(note => new Para(Wording.Of(note, voice), Tone.Warning)),
    ];

    public static IEnumerable<Block> Deals(BriefFacts facts, Voice voice, Prompts prompts, int most) =>
        facts.Deals.Take(most).Select((deal, index) => Deal(deal, index, voice, prompts, facts));

    private static IEnumerable<Block> Good(BriefFacts facts, Voice voice)
    {
        if (facts.NothingStalled && facts.Context.OpenCount > 0)
        {
            yield return new Para(voice.Count(voice.Own(nameof(BriefTexts.NothingStalledYou), nameof(BriefTexts.NothingStalled)), facts.Context.OpenCount), Tone.Good);
        }

        if (facts.Deals.IsEmpty && facts.Unchanged.IsEmpty && facts.Missing.IsEmpty && facts.Notes.All(note => note.Issue != DataIssue.ActivityStopped))
        {
            yield return new Para(voice.Say(
                !Header.HasData(facts) ? nameof(BriefTexts.TalkFromMemory)
                : facts.Context.OpenCount == 0 ? nameof(BriefTexts.PlanTheNext)
                : facts.Snoozed.IsEmpty ? nameof(BriefTexts.PickOne)
                : nameof(BriefTexts.PickOneBesideSnoozed)));
        }
    }

    private static IEnumerable<Block> Unchanged(BriefFacts facts, Voice voice)
    {
        if (!facts.Unchanged.IsEmpty)
        {
            string[] deals = [.. facts.Unchanged.Select(deal => voice.Title(deal.Opportunity, 60) + " (" + Wording.Short(deal.Findings, voice) + ")")];
            yield return new Para(
                voice.Say(voice.Own(nameof(BriefTexts.AsFourWeeksAgoYou), nameof(BriefTexts.AsFourWeeksAgo)), ("deals", Wording.Listed(deals, voice.Most(MostUnchanged), voice))), Tone.Soft);
        }
    }

    private static DealBlock Deal(DealItem deal, int index, Voice voice, Prompts prompts, BriefFacts facts)
    {
        OpportunityRef opportunity = deal.Opportunity;
        string[] meta =
        [
            IsInTitle(opportunity, voice) ? "" : Safe.Text(opportunity.Account, 120),
            Safe.Text(opportunity.Stage, 120),
            Amount(opportunity, voice),
            opportunity.CloseDate is { } due
                ? voice.Say(due < voice.Today ? nameof(BriefTexts.WasToClose) : nameof(BriefTexts.Closes), ("day", voice.Date(due)))
                : voice.Say(nameof(BriefTexts.NoCloseDate)),
        ];
        return new DealBlock(
            index + 1,
            voice.Title(opportunity),
            Safe.Link(opportunity.Url),
            string.Join(" · ", meta.Where(part => part.Length > 0)),
            Wording.Trend(deal, voice),
            [
                .. deal.Findings.Select(finding => Evidence(finding, [.. facts.Deals.Take(index).SelectMany(one => one.Findings)], voice) + (voice.ToRep && finding is Stall stall ? Clears(stall, facts, voice) : "")),
                .. Reasons.Of(opportunity, facts).Select(reason => Wording.Of(reason, voice)),
            ],
            prompts.Label,
            prompts.For(index))
        { Actions = ActionRows.Deal(deal, facts, voice) };
    }

    /// <summary>What a deal is compared with is said with the first one that it is said of: the second has nothing to add to it.</summary>
    private static string Evidence(Finding finding, Finding[] above, Voice voice) => finding switch
    {
        Slip { Serial: true, Alike: { } alike } slip when above.OfType<Slip>().Any(other => other.Serial && other.Alike == alike) => Wording.Evidence(slip with { Alike = null }, voice),
        StageOutlier outlier when above.OfType<StageOutlier>().Any(other => IsComparedWithTheSame(other, outlier)) => Wording.Again(outlier, voice),
        _ => Wording.Evidence(finding, voice),
    };

    // A limit of another one may be near enough to the age to be told to the tenth of a day.
    private static bool IsComparedWithTheSame(StageOutlier one, StageOutlier other) =>
        (one.Opportunity.Stage, one.Rung, one.LimitDays, one.WonVisits, one.WonVisitsShorter, one.LostVisits) == (other.Opportunity.Stage, other.Rung, other.LimitDays, other.WonVisits, other.WonVisitsShorter, other.LostVisits)
        && Math.Ceiling(other.LimitDays) < other.AgeDays;

    private static string Clears(Stall stall, BriefFacts facts, Voice voice) => Wording.Clears(stall, facts.Thresholds, voice) is { } clears ? " " + clears : "";

    private static string Amount(OpportunityRef opportunity, Voice voice) => opportunity.Amount is { } money ? voice.Language.Of(money) : voice.Say(nameof(BriefTexts.NoAmount));

    // Many teams name a deal after its account; a phone has no room to say it twice.
    private static bool IsInTitle(OpportunityRef opportunity, Voice voice) =>
        voice.Title(opportunity).Contains(Safe.Text(opportunity.Account, 120), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Block> More(BriefFacts facts, Voice voice)
    {
        HashSet<OpportunityId> shown = [.. facts.Deals.Concat(facts.Unchanged).Select(deal => deal.Opportunity.Id)];
        MoreDeal[] rest =
        [
            .. Ranking.Deals(facts.Findings, new LastBrief(before: null, facts.AsOf, [])).Where(deal => !shown.Contains(deal.Opportunity.Id)).Select(deal => Row(deal, voice)),
        ];
        if (facts.MoreDeals == 0 && rest.Length == 0)
        {
            yield break;
        }

        int most = voice.Most(MostRows);
        yield return new Subheading(voice.Count(nameof(BriefTexts.MoreFindings), facts.MoreDeals));
        yield return new MoreDeals(
            [voice.Say(nameof(BriefTexts.ColumnDeal)), voice.Say(nameof(BriefTexts.ColumnAtStake)), voice.Say(nameof(BriefTexts.ColumnFound))], [.. rest.Take(most)]);
        if (rest.Length > most)
        {
            yield return new Para(voice.Count(nameof(BriefTexts.TableStops), rest.Length - most), Tone.Soft);
        }
    }

    private static MoreDeal Row(DealItem deal, Voice voice) =>
        new(voice.Title(deal.Opportunity, 60), Safe.Link(deal.Opportunity.Url), Amount(deal.Opportunity, voice), Wording.Short(deal.Findings, voice));
}
