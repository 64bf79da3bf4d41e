using OneOnOne.Analysis;

namespace OneOnOne.Briefs;

internal static class CommunicationSection
{
    private const int MostSlips = 10;

    public static SheetSection Of(BriefFacts facts, Voice voice) => new("Communication", SheetBuilder.Minutes(facts, AgendaKind.Communication),
    [
        .. JournalBlocks.Commitments(facts, voice),
        .. ActionRows.Commitments(facts, voice),
        .. Slips(facts, voice),
        .. ActionRows.Slips(facts, voice),
        .. JournalBlocks.Initiatives(facts, voice),
        .. ActionRows.Initiatives(facts, voice),
        .. JournalBlocks.Topics(facts, voice),
        new Subheading("Open the floor"),
        new Bullets(voice.ToRep
            ? ["What have prospects said lately that others here should hear?", Initiatives(facts, "your"), "What do you need, and from whom?"]
            : ["What have prospects said lately that others should hear? Take it where it can be acted on.", Initiatives(facts, "the"), "What can you take off " + Wording.Possessive(voice.Rep) + " plate?"]),
    ]);

    private static string Initiatives(BriefFacts facts, string whose) => facts.Journal is { Initiatives.IsEmpty: false }
        ? "What is in the way of " + whose + " initiatives?"
        : "Where do " + whose + " initiatives outside the pipeline stand, and what is in the way?";

    private static IEnumerable<Block> Slips(BriefFacts facts, Voice voice)
    {
        yield return new Subheading("Close dates pushed since last time");
        if (facts.Missing.Contains(AnalysisPart.Slips))
        {
            yield return new Para("Unknown: the search for moved close dates did not finish in time.", Tone.Warning);
        }
        else if (facts.SlipsToExplain.IsEmpty)
        {
            yield return facts.Snoozed.SelectMany(item => item.Findings).OfType<Slip>().Any(slip => slip.PushesSinceLastMeeting > 0)
                ? new Para("None but what is snoozed.")
                : new Para("None on record.", Tone.Good);
        }
        else
        {
            yield return new Para(Prompt(facts, voice));
            yield return new Bullets([.. facts.SlipsToExplain.Take(MostSlips).Select(slip => Line(slip, facts, voice))]);
            if (facts.SlipsToExplain.Length > MostSlips)
            {
                yield return new Para("And " + Wording.Number(facts.SlipsToExplain.Length - MostSlips) + " more; they are in the findings export.", Tone.Soft);
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
        return (open == facts.SlipsToExplain.Length, open, voice.ToRep) switch
        {
            (_, 0, _) => "Each has its reason. What follows from it?",
            (true, _, true) => "Each needs its reason, best from the customer's side:",
            (true, _, false) => "Hear the reason for each. A reason from the customer's side is a good one:",
            (_, _, true) => "Each without one needs its reason, best from the customer's side:",
            _ => "Hear the reason for each that has none yet. A reason from the customer's side is a good one:",
        };
    }
}
