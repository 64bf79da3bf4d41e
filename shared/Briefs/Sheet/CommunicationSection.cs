using OneOnOne.Analysis;

namespace OneOnOne.Briefs;

internal static class CommunicationSection
{
    private const int MostSlips = 10;

    public static SheetSection Of(BriefFacts facts, Voice voice) => new("Communication", SheetBuilder.Minutes(facts, AgendaKind.Communication),
    [
        .. Slips(facts, voice),
        new Subheading("Open the floor"),
        new Bullets(voice.ToRep
            ? ["What have prospects said lately that others here should hear?", "Where do your initiatives outside the pipeline stand, and what is in the way?", "What do you need, and from whom?"]
            : ["What have prospects said lately that others should hear? Take it where it can be acted on.", "Where do the initiatives outside the pipeline stand, and what is in the way?", "What can you take off " + Wording.Possessive(voice.Rep) + " plate?"]),
    ]);

    private static IEnumerable<Block> Slips(BriefFacts facts, Voice voice)
    {
        yield return new Subheading("Close dates pushed since last time");
        if (facts.Missing.Contains(AnalysisPart.Slips))
        {
            yield return new Para("Unknown: the search for moved close dates did not finish in time.", Tone.Warning);
        }
        else if (facts.SlipsToExplain.IsEmpty)
        {
            yield return new Para("None on record.", Tone.Good);
        }
        else
        {
            yield return new Para(voice.ToRep ? "Each needs its reason, best from the customer's side:" : "Hear the reason for each. A reason from the customer's side is a good one:");
            yield return new Bullets([.. facts.SlipsToExplain.Take(MostSlips).Select(slip => Wording.ToExplain(slip, voice))]);
            if (facts.SlipsToExplain.Length > MostSlips)
            {
                yield return new Para("And " + Wording.Number(facts.SlipsToExplain.Length - MostSlips) + " more; they are in the findings export.", Tone.Soft);
            }
        }
    }
}
