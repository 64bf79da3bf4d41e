using System.Collections.Immutable;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>
/// The manager's agenda for a rep who is on a performance plan: what was agreed, what can be seen of it, what help there is, and when
/// the two look again. It is made of the same facts, and of the manager's view alone.
/// </summary>
internal static class PlanSections
{
    /// <summary>Fewer deals, and for each what is expected by when.</summary>
    public const int MostDeals = 2;

    private const int LongestPlan = 240;

    public static ImmutableArray<SheetSection> Of(ManagerView view, PlanItem plan, Voice voice, Prompts prompts)
    {
        BriefFacts facts = view.Facts;
        int minutes = facts.Agenda.Sum(part => part.Minutes);
        int quarter = minutes / 4;
        int check = Math.Max(1, minutes / 8);
        return
        [
            Section(nameof(CoachingTexts.PlanAgreed), quarter,
            [
                new Para(voice.Say(nameof(FormTexts.OnPlan), ("name", voice.Rep), ("day", voice.Day(plan.Since)), ("text", Wording.Ended(Safe.Text(plan.Text, LongestPlan))))),
                new Para(voice.Say(nameof(CoachingTexts.PlanAskAgreed))),
                .. JournalBlocks.Commitments(facts, voice),
                .. ActionRows.Commitments(facts, voice),
                .. JournalBlocks.Initiatives(facts, voice),
                .. ActionRows.Initiatives(facts, voice),
            ]),
            Section(nameof(CoachingTexts.PlanEvidence), minutes - quarter - quarter - check,
            [
                .. SinceSection.Of(facts, voice).Blocks,
                .. ContextSection.Of(facts, voice).Blocks,
                .. CoachingSection.Warnings(facts, voice),
                .. facts.Deals.IsEmpty ? Array.Empty<Block>() : [new Subheading(voice.Say(nameof(CoachingTexts.PlanDealsHeading)))],
                .. CoachingSection.Deals(facts, voice, prompts, MostDeals),
                .. Others(facts, voice),
            ]),
            Section(nameof(CoachingTexts.PlanSupport), quarter,
            [
                new Bullets([voice.Say(nameof(CoachingTexts.PlanAskNeed), ("name", voice.Rep)), voice.Say(nameof(CoachingTexts.PlanAskGive))]),
                .. JournalBlocks.Topics(facts, voice),
                .. JournalBlocks.Lessons(facts, voice),
            ]),
            Section(nameof(CoachingTexts.PlanCheck), check,
            [
                .. NextCheck(facts, voice),
                new Para(voice.Say(nameof(CoachingTexts.PlanAskCheck))),
            ]),
        ];

        SheetSection Section(string name, int part, ImmutableArray<Block> blocks) =>
            new(voice.Say(name), facts.Meeting is null ? null : voice.Say(nameof(BriefTexts.Minutes), ("n", part)), blocks);
    }

    private static IEnumerable<Block> Others(BriefFacts facts, Voice voice)
    {
        int others = Math.Max(0, facts.Deals.Length - MostDeals) + facts.MoreDeals + facts.Unchanged.Length;
        return others == 0 ? [] : [new Para(voice.Count(nameof(CoachingTexts.PlanOtherDeals), others), Tone.Soft)];
    }

    /// <summary>The rhythm of the two goes on: as many days after this one-on-one as this one comes after the last.</summary>
    private static IEnumerable<Block> NextCheck(BriefFacts facts, Voice voice) => facts.Meeting is { On: { } on, LastOn: { } last } && on > last
        ? [new Para(voice.Say(nameof(CoachingTexts.PlanNextCheck), ("day", voice.Weekday(on.AddDays(on.DayNumber - last.DayNumber)))))]
        : [];
}
