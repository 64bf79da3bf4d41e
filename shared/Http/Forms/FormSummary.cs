using OneOnOne.Briefs;
using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Http.Forms;

/// <summary>What an entry says, as whoever answered reads it back.</summary>
internal static class FormSummary
{
    public static IEnumerable<string> Lines(JournalEntry entry, Language language)
    {
        string?[] lines =
        [
            entry.Content is Held held ? language[HeldForm.TextOf(held.Outcome)] : null,
            Safe.Text(entry.Content.Text),
            entry.Content switch
            {
                Initiative { Status: { } status } => Safe.Text(status),
                Snooze snooze => language.Say(nameof(FormTexts.QuietUntil), ("day", language.Day(snooze.Until, snooze.Until))),
                Commitment commitment => language[commitment.Owner == Side.Rep ? nameof(FormTexts.ByRep) : nameof(FormTexts.ByManager)]
                    + (commitment.Due is { } due ? ", " + language.Say(nameof(FormTexts.DueOn), ("day", language.Day(due, due))) : ""),
                Lesson { Stage: { } stage } => language.Say(nameof(FormTexts.ForStage), ("stage", Safe.Text(stage, 100))),
                _ => null,
            },
            entry.State switch { EntryState.Done => language[nameof(FormTexts.StateDone)], EntryState.Dropped => language[entry.Content is Plan ? nameof(FormTexts.PlanIsOver) : nameof(FormTexts.StateDropped)], _ => null },
        ];
        return lines.OfType<string>().Where(line => line.Length > 0);
    }
}
