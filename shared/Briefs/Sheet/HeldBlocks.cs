using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>How the last one-on-one went, as one of the two said.</summary>
internal static class HeldBlocks
{
    public static IEnumerable<Block> Of(BriefFacts facts, Voice voice)
    {
        if (facts.Journal?.Held is not { } held)
        {
            foreach (Block row in ActionRows.LastTime(facts, voice))
            {
                yield return row;
            }

            yield break;
        }

        string what = voice.Language[held.Outcome switch
        {
            HeldOutcome.Met => nameof(FormTexts.WasMet),
            HeldOutcome.Moved => nameof(FormTexts.WasMoved),
            _ => nameof(FormTexts.WasCancelled),
        }];
        string text = Safe.Text(held.Text);
        string name = text.Length == 0 ? nameof(FormTexts.HeldPlain) : nameof(FormTexts.HeldBecause);
        yield return new Para(voice.Language.Say(name, ("what", what), ("because", Wording.Unended(text)), ("who", voice.Name(held.By))), held.Outcome == HeldOutcome.Met ? Tone.Plain : Tone.Warning);
    }
}
