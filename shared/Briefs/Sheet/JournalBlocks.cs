using System.Collections.Immutable;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>What the two wrote down, as blocks of the agenda's parts. Whatever has nothing to say is not there.</summary>
internal static class JournalBlocks
{
    public static IEnumerable<Block> Commitments(BriefFacts facts, Voice voice)
    {
        if (facts.Journal is not { } journal || (journal.Commitments.IsEmpty && journal.Done.IsEmpty))
        {
            yield break;
        }

        yield return new Subheading("Commitments");
        if (!journal.Done.IsEmpty)
        {
            string since = facts.Meeting?.LastAt is null ? "since " + voice.Day(facts.Context.Movement.Since) : "since the last one-on-one";
            yield return new Para(Invariant($"Done {since}: {Listed(journal.Done, item => Wording.Of(item, voice))}. Well done."), Tone.Good);
        }

        foreach (Block block in Lines(journal.Commitments, item => Wording.Of(item, voice)).Concat(PatternBlocks.Kept(facts, voice)))
        {
            yield return block;
        }
    }

    public static IEnumerable<Block> Initiatives(BriefFacts facts, Voice voice) =>
        Under("Initiatives outside the pipeline", facts.Journal?.Initiatives ?? [], item => Wording.Of(item, voice));

    public static IEnumerable<Block> Topics(BriefFacts facts, Voice voice) => Under("To raise", facts.Journal?.Topics ?? [], item => Wording.Of(item, voice));

    public static IEnumerable<Block> Lessons(BriefFacts facts, Voice voice) => Under("Lessons that fit", facts.Journal?.Lessons ?? [], item => Wording.Of(item, voice));

    /// <summary>One line for all that was left out above.</summary>
    public static IEnumerable<Block> Snoozed(BriefFacts facts, Voice voice) =>
        facts.Snoozed.IsEmpty ? [] : [new Para(Invariant($"Snoozed, and left out above: {Listed(facts.Snoozed, item => Wording.Of(item, voice))}."), Tone.Soft)];

    private static IEnumerable<Block> Under<T>(string heading, ImmutableArray<T> items, Func<T, string> line) =>
        items.IsEmpty ? [] : [new Subheading(heading), .. Lines(items, line)];

    private static IEnumerable<Block> Lines<T>(ImmutableArray<T> items, Func<T, string> line)
    {
        if (!items.IsEmpty)
        {
            yield return new Bullets([.. items.Take(JournalRoom.MostLines).Select(line)]);
        }

        if (items.Length > JournalRoom.MostLines)
        {
            int more = items.Length - JournalRoom.MostLines;
            yield return new Para(Invariant($"And {Wording.Number(more)} more; {(more == 1 ? "it is" : "they are")} in the journal."), Tone.Soft);
        }
    }

    private static string Listed<T>(ImmutableArray<T> items, Func<T, string> line) =>
        string.Join("; ", items.Take(JournalRoom.MostLines).Select(line)) + (items.Length > JournalRoom.MostLines ? Invariant($"; and {Wording.Number(items.Length - JournalRoom.MostLines)} more") : "");
}
