using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Journal;

namespace OneOnOne.Briefs;

/// <summary>Lessons that several of the manager's reps drew in the same place, and that fit a deal of the agenda.</summary>
/// <param name="Reps">How many reps they come from.</param>
/// <param name="Texts">Newest first; none names anybody or any deal.</param>
public sealed record TeamLesson(string? Stage, AnalysisPart? About, int Reps, ImmutableArray<string> Texts);

internal static class TeamLessons
{
    /// <summary>With fewer, a manager would know whose it was, and so might the rep.</summary>
    public const int FewestReps = 3;

    private const int Most = 2;
    private const int MostTexts = 3;

    /// <summary>Whether a lesson says what it is about; one that does not fits everything and nothing.</summary>
    public static bool IsTagged(JournalEntry entry) => entry is { State: EntryState.Open, Content: Lesson lesson } && (lesson.Stage is not null || lesson.About is not null);

    /// <summary>Lessons of the same tags, with those of enough reps.</summary>
    public static IEnumerable<IGrouping<(string? Stage, AnalysisPart? About), JournalEntry>> Shared(IEnumerable<JournalEntry> lessons) => lessons
        .Where(IsTagged)
        .GroupBy(entry => (((Lesson)entry.Content).Stage is { } stage ? Plain.Of(stage) : null, ((Lesson)entry.Content).About))
        .Where(group => group.Select(entry => entry.Rep).Distinct().Count() >= FewestReps);

    /// <param name="own">The deals of the rep whom the brief is for.</param>
    public static ImmutableArray<TeamLesson> For(ImmutableArray<DealItem> agenda, TeamMaterial? team, IEnumerable<DealName> own)
    {
        if (team is null)
        {
            return [];
        }

        NameGuard guard = new(team.Team, team.People, [.. own, .. team.Mates.SelectMany(mate => mate.Deals)]);
        return
        [
            .. Shared(team.Mates.SelectMany(mate => mate.Lessons).Where(entry => IsTagged(entry) && agenda.Any(deal => ((Lesson)entry.Content).Fits(deal)) && !guard.Reveals(entry.Content.Text)))
                .Select(Told)
                .OrderByDescending(lesson => lesson.Reps).ThenBy(lesson => lesson.Stage, StringComparer.Ordinal).ThenBy(lesson => lesson.About)
                .Take(Most),
        ];
    }

    private static TeamLesson Told(IEnumerable<JournalEntry> group)
    {
        JournalEntry[] newest = [.. group.OrderByDescending(entry => entry.Written.At).ThenBy(entry => entry.Rep).ThenBy(entry => entry.Id)];
        Lesson first = (Lesson)newest[0].Content;
        return new TeamLesson(
            first.Stage,
            first.About,
            newest.Select(entry => entry.Rep).Distinct().Count(),
            [.. newest.Select(entry => entry.Content.Text).DistinctBy(Plain.Of).Take(MostTexts)]);
    }

    /// <summary>The deal is in the stage, and has been found to be what the lesson is about.</summary>
    public static bool Fits(this Lesson lesson, DealItem deal) =>
        (lesson.Stage is not { } stage || stage.Equals(deal.Opportunity.Stage, StringComparison.OrdinalIgnoreCase))
        && (lesson.About is not { } about || deal.Findings.Any(finding => FindingKind.Of(finding) == about));
}
