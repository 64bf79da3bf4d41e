using System.Globalization;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Languages;
using static System.FormattableString;

namespace OneOnOne.Journal;

/// <summary>A journal for a terminal: one line for each entry, safe to print.</summary>
public static class JournalText
{
    private const int LongestStage = 60;

    public static string Line(JournalEntry entry)
    {
        string[] about = [.. About(entry.Content).Append(entry.State == EntryState.Open ? "" : entry.State.ToString().ToLowerInvariant()).Where(part => part.Length > 0)];
        return Invariant($"{entry.Id.Value,-4} {entry.Content.Kind,-10} {Safe.Text(entry.Content.Text)}{(about.Length == 0 ? "" : " [" + string.Join("; ", about) + "]")} ({Signed(entry.Changed ?? entry.Written)})");
    }

    private static IEnumerable<string> About(EntryContent content) => content switch
    {
        Commitment commitment => ["by the " + Lower(commitment.Owner), commitment.Due is { } due ? "due " + Day(due) : "", Deal(commitment.Opportunity)],
        Initiative initiative => [initiative.Status is { } status ? "status: " + Safe.Text(status) : ""],
        Reason reason => [Deal(reason.Opportunity), Kind(reason.About)],
        Snooze snooze => [Deal(snooze.Opportunity), Kind(snooze.About), "until " + Day(snooze.Until)],
        Held held => ["on " + Day(held.On), Lower(held.Outcome)],
        Lesson lesson => [lesson.Stage is { } stage ? "in " + Safe.Text(stage, LongestStage) : "", Kind(lesson.About)],
        _ => [],
    };

    private static string Signed(Signature signature) =>
        string.Create(CultureInfo.InvariantCulture, $"{Lower(signature.As)}, {signature.At.UtcDateTime:yyyy-MM-dd}");

    private static string Deal(OpportunityId? opportunity) => opportunity is { } id ? "deal " + Safe.Text(id.Value) : "";

    private static string Kind(Analysis.AnalysisPart? about) => about is { } part ? Wording.Name(part, Language.English) : "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Lower<T>(T name)
        where T : struct, Enum => name.ToString().ToLowerInvariant();
}
