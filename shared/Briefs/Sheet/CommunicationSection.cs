using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

internal static class CommunicationSection
{
    private const int MostSlips = 10;

    public static SheetSection Of(BriefFacts facts, Voice voice) => new(voice.Say(nameof(BriefTexts.Communication)), SheetBuilder.Minutes(facts, AgendaKind.Communication, voice),
    [
        .. JournalBlocks.Commitments(facts, voice),
        .. ActionRows.Commitments(facts, voice),
        .. Slips(facts, voice),
        .. ActionRows.Slips(facts, voice),
        .. JournalBlocks.Initiatives(facts, voice),
        .. ActionRows.Initiatives(facts, voice),
        .. JournalBlocks.Topics(facts, voice),
        new Subheading(voice.Say(nameof(BriefTexts.OpenTheFloor))),
        new Bullets(
        [
            voice.Say(voice.Own(nameof(BriefTexts.FloorProspectsYou), nameof(BriefTexts.FloorProspects))),
            voice.Say(facts.Journal is { Initiatives.IsEmpty: false }
                ? voice.Own(nameof(BriefTexts.FloorInTheWayYou), nameof(BriefTexts.FloorInTheWay))
                : voice.Own(nameof(BriefTexts.FloorInitiativesYou), nameof(BriefTexts.FloorInitiatives))),
            voice.Say(voice.Own(nameof(BriefTexts.FloorNeedYou), nameof(BriefTexts.FloorTakeOff)), ("rep", voice.Rep)),
        ]),
    ]);

    private static IEnumerable<Block> Slips(BriefFacts facts, Voice voice)
    {
        yield return new Subheading(voice.Say(nameof(BriefTexts.PushedSinceLastTime)));
        if (facts.Missing.Contains(AnalysisPart.Slips))
        {
            yield return new Para(voice.Say(nameof(BriefTexts.PushesUnknown)), Tone.Warning);
        }
        else if (facts.SlipsToExplain.IsEmpty)
        {
            yield return facts.Snoozed.SelectMany(item => item.Findings).OfType<Slip>().Any(slip => slip.PushesSinceLastMeeting > 0)
                ? new Para(voice.Say(nameof(BriefTexts.PushesSnoozed)))
                : new Para(voice.Say(nameof(BriefTexts.PushesNone)), Tone.Good);
        }
        else
        {
            yield return new Para(voice.Say(Prompt(facts, voice)));
            int most = voice.Most(MostSlips);
            yield return new Bullets([.. facts.SlipsToExplain.Take(most).Select(slip => Line(slip, facts, voice))]);
            if (facts.SlipsToExplain.Length > most)
            {
                yield return new Para(voice.Count(nameof(BriefTexts.PushesMore), facts.SlipsToExplain.Length - most), Tone.Soft);
            }

            if (facts.PushHabit is { } habit)
            {
                yield return new Para(Wording.Of(habit, voice));
            }
        }
    }

    private static string Line(Slip slip, BriefFacts facts, Voice voice) =>
        Wording.ToExplain(slip, voice) + string.Concat(Reasons.For(slip, facts).Select(reason => " " + Wording.Of(reason, voice)));

    private static string Prompt(BriefFacts facts, Voice voice)
    {
        int open = facts.SlipsToExplain.Count(slip => !Reasons.Answer(slip, facts));
        return open == 0 ? nameof(BriefTexts.ReasonsGiven)
            : open == facts.SlipsToExplain.Length ? voice.Own(nameof(BriefTexts.ReasonsYou), nameof(BriefTexts.ReasonsHear))
            : voice.Own(nameof(BriefTexts.ReasonsLeftYou), nameof(BriefTexts.ReasonsLeftHear));
    }
}
