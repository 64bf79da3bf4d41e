using System.Collections.Immutable;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>What the manager alone reads. It takes a manager's view, so that no rep's sheet can have it.</summary>
internal static class ManagerSection
{
    public static ImmutableArray<SheetSection> Of(ManagerView view, Voice voice)
    {
        ImmutableArray<Block> blocks = [.. PatternBlocks.Of(view, voice), .. TeamLessonBlocks.Of(view.Own.Lessons, voice)];
        return blocks.IsEmpty ? [] : [new SheetSection(voice.Say(nameof(CoachingTexts.ForYouAlone)), null, [Private(voice), .. blocks])];
    }

    private static Para Private(Voice voice) => new(voice.Say(nameof(CoachingTexts.NotInTheRepsHalf), ("whose", voice.Language.Possessive(voice.Rep))), Tone.Soft);
}
