using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>What the manager's other reps have learned, without whose it is.</summary>
internal static class TeamLessonBlocks
{
    private const int LongestStage = 60;
    private const int LongestText = 240;

    public static IEnumerable<Block> Of(ImmutableArray<TeamLesson> lessons, Voice voice) => lessons.IsEmpty
        ? []
        : [new Subheading(voice.Say(nameof(CoachingTexts.FromOtherOneOnOnes))), .. lessons.SelectMany(lesson => Of(lesson, voice))];

    private static IEnumerable<Block> Of(TeamLesson lesson, Voice voice) =>
    [
        new Para(voice.Count(nameof(CoachingTexts.LessonsOfReps), lesson.Reps, ("about", About(lesson, voice)))),
        new Bullets([.. lesson.Texts.Select(text => Wording.Ended(Safe.Text(text, LongestText)))]),
    ];

    private static string About(TeamLesson lesson, Voice voice)
    {
        string about = lesson.About switch
        {
            null => "",
            AnalysisPart.Stalls => voice.Say(nameof(CoachingTexts.LessonAboutStalls)),
            AnalysisPart.Slips => voice.Say(nameof(CoachingTexts.LessonAboutSlips)),
            _ => voice.Say(nameof(CoachingTexts.LessonAboutStageTime)),
        };
        return string.Join(", ", new[] { Safe.Text(lesson.Stage, LongestStage), about }.Where(part => part.Length > 0));
    }
}
