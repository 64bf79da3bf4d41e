using System.Collections.Immutable;
using OneOnOne.Languages;

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

        yield return new Subheading(voice.Say(nameof(BriefTexts.Commitments)));
        if (!journal.Done.IsEmpty)
        {
            yield return new Para(
                voice.Say(
                    facts.Meeting?.LastAt is null ? nameof(BriefTexts.DoneSince) : nameof(BriefTexts.DoneSinceMeeting),
                    ("day", voice.Day(facts.Context.Movement.Since)), ("items", Listed(journal.Done, item => Wording.Of(item, voice), voice))),
                Tone.Good);
        }

        foreach (Block block in Lines(journal.Commitments, item => Wording.Of(item, voice), voice).Concat(PatternBlocks.Kept(facts, voice)))
        {
            yield return block;
        }
    }

    public static IEnumerable<Block> Initiatives(BriefFacts facts, Voice voice) =>
        Under(nameof(BriefTexts.Initiatives), facts.Journal?.Initiatives ?? [], item => Wording.Of(item, voice), voice);

    public static IEnumerable<Block> Topics(BriefFacts facts, Voice voice) => Under(nameof(BriefTexts.ToRaise), facts.Journal?.Topics ?? [], item => Wording.Of(item, voice), voice);

    public static IEnumerable<Block> Lessons(BriefFacts facts, Voice voice) => Under(nameof(BriefTexts.LessonsThatFit), facts.Journal?.Lessons ?? [], item => Wording.Of(item, voice), voice);

    /// <summary>One line for all that was left out above.</summary>
    public static IEnumerable<Block> Snoozed(BriefFacts facts, Voice voice) => facts.Snoozed.IsEmpty
        ? []
        : [new Para(voice.Say(nameof(BriefTexts.SnoozedLeftOut), ("items", Listed(facts.Snoozed, item => Wording.Of(item, voice), voice))), Tone.Soft)];

    private static IEnumerable<Block> Under<T>(string heading, ImmutableArray<T> items, Func<T, string> line, Voice voice) =>
        items.IsEmpty ? [] : [new Subheading(voice.Say(heading)), .. Lines(items, line, voice)];

    private static IEnumerable<Block> Lines<T>(ImmutableArray<T> items, Func<T, string> line, Voice voice)
    {
        if (!items.IsEmpty)
        {
            yield return new Bullets([.. items.Take(voice.Most(JournalRoom.MostLines)).Select(line)]);
        }

        if (items.Length > voice.Most(JournalRoom.MostLines))
        {
            yield return new Para(voice.Count(nameof(BriefTexts.MoreInJournal), items.Length - voice.Most(JournalRoom.MostLines)), Tone.Soft);
        }
    }

    private static string Listed<T>(ImmutableArray<T> items, Func<T, string> line, Voice voice) => Wording.Listed([.. items.Select(line)], voice.Most(JournalRoom.MostLines), voice);
}
