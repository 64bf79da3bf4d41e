using System.Globalization;
using OneOnOne.Briefs;
using static System.FormattableString;

namespace OneOnOne.Journal;

/// <summary>What an entry may be, whoever writes it and however it came.</summary>
internal static class EntryRules
{
    private const int LongestOpportunity = 200;

    /// <returns>One sentence that says what is wrong and what is allowed; null when all is well.</returns>
    /// <param name="today">UTC.</param>
    public static string? Refuse(EntryContent content, EntryState state, DateOnly today) =>
        (content is Held { Outcome: HeldOutcome.Met, Text: "" } ? null : Text("text", content.Text, EntryContent.LongestText))
        ?? (content.Concerns is { } opportunity ? Text("opportunity", opportunity.Value, LongestOpportunity) : null)
        ?? State(content, state)
        ?? content switch
        {
            Initiative { Status: { } status } => Text("status", status, EntryContent.LongestText),
            Lesson { Stage: { } stage } => Text("stage", stage, Lesson.LongestStage),
            Commitment { Due: { Year: < Instants.FirstYear or > Instants.LastYear } } when state == EntryState.Open => Invariant($"due must be a day of the years {Instants.FirstYear} to {Instants.LastYear}."),
            Held held => On(held, today),
            Snooze snooze when state == EntryState.Open => Until(snooze, today),
            _ => null,
        };

    /// <summary>Work is done; everything else is only ever dropped.</summary>
    private static string? State(EntryContent content, EntryState state) =>
        state == EntryState.Done && content is not (Commitment or Initiative) ? Invariant($"state of a {content.Kind} must be one of: open, dropped.") : null;

    private static string? Text(string name, string text, int longest) =>
        text.Length > longest || Safe.Text(text).Length == 0 ? Invariant($"{name} must have 1 to {longest} characters, and something to read among them.") : null;

    private static string? On(Held held, DateOnly today) => Math.Abs(held.On.DayNumber - today.DayNumber) > Held.FarthestDays
        ? string.Create(CultureInfo.InvariantCulture, $"on must be a day from {today.AddDays(-Held.FarthestDays):yyyy-MM-dd} to {today.AddDays(Held.FarthestDays):yyyy-MM-dd}.")
        : null;

    private static string? Until(Snooze snooze, DateOnly today) => snooze.Until < today || snooze.Until > today.AddDays(Snooze.LongestDays)
        ? string.Create(CultureInfo.InvariantCulture, $"until must be a day from {today:yyyy-MM-dd} to {today.AddDays(Snooze.LongestDays):yyyy-MM-dd}.")
        : null;
}
