using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Http.Deals;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Links;
using OneOnOne.Meetings;

namespace OneOnOne.Http.Pages;

/// <summary>What happened to a deal, in the words that the drawing and the table share.</summary>
internal sealed class DealTexts(Language language, Frame frame)
{
    public string Stay(StageVisit visit)
    {
        (string stage, string from) = (Safe.Text(visit.Stage, 60), Day(visit.EnteredAt));
        return (visit.EntryKnown, visit.LeftAt) switch
        {
            (true, { } left) => language.Say(nameof(PageTexts.StayOver), ("stage", stage), ("from", from), ("to", Day(left)), ("days", Days(left - visit.EnteredAt))),
            (false, { } left) => language.Say(nameof(PageTexts.StayOverAtLeast), ("stage", stage), ("from", from), ("to", Day(left)), ("days", Days(left - visit.EnteredAt))),
            (true, null) => language.Say(nameof(PageTexts.StaySince), ("stage", stage), ("from", from)),
            _ => language.Say(nameof(PageTexts.StaySinceAtLeast), ("stage", stage), ("from", from)),
        };
    }

    public string Change(LedgerEntry entry)
    {
        (string Part, object Value)[] parts = [("from", Date(entry.Change.From)), ("to", Date(entry.Change.To)), ("days", language.Count(nameof(PageTexts.Days), Math.Abs(entry.Change.Days)))];
        string moved = language.Say(entry.Change.Days > 0 ? nameof(PageTexts.DatePushed) : nameof(PageTexts.DatePulled), parts);
        return entry.Grace switch
        {
            null => moved,
            Grace.SoonAfterCreation => moved + " " + language[nameof(PageTexts.ChangeAtCreation)],
            Grace.Closing => moved + " " + language[nameof(PageTexts.ChangeByClosing)],
            _ => moved + " " + language[nameof(PageTexts.ChangeInBulk)],
        };
    }

    public string Work(IEnumerable<ActivityDay> day) => language.And([.. day.OrderBy(one => one.Kind).Select(one => language.Count(one.Kind switch
    {
        ActivityKind.Call => nameof(PageTexts.CallsDone),
        ActivityKind.Email => nameof(PageTexts.EmailsDone),
        ActivityKind.Meeting => nameof(PageTexts.MeetingsDone),
        ActivityKind.Task => nameof(PageTexts.TasksDone),
        _ => nameof(PageTexts.OthersDone),
    }, one.Count))]);

    public string Booked(DateTimeOffset at) => language.Say(nameof(PageTexts.BookedFor), ("day", Day(at)));

    public string Closed(Closing closing) => closing.Until is { } again
        ? language.Say(nameof(PageTexts.ClosedUntil), ("day", Day(again)))
        : language[nameof(PageTexts.Closed)];

    public string Note(JournalEntry entry)
    {
        string text = Safe.Text(entry.Content.Text);
        return entry.Content switch
        {
            Snooze snooze => language.Say(nameof(PageTexts.NoteSnooze), ("text", text), ("day", Date(snooze.Until))),
            Reason => language.Say(nameof(PageTexts.NoteReason), ("text", Safe.Text(UsualReasons.Said(entry.Content.Text, language)))),
            Commitment { Due: { } due } => language.Say(nameof(PageTexts.NoteCommitmentDue), ("text", text), ("day", Date(due)), ("state", State(entry))),
            _ => language.Say(nameof(PageTexts.NoteCommitment), ("text", text), ("state", State(entry))),
        };
    }

    /// <summary>A snooze that was dropped ends there.</summary>
    public static DateTimeOffset SnoozeEnd(JournalEntry entry, Snooze snooze, TimeAxis axis) =>
        entry.ClosedAt is { } dropped && dropped < axis.At(snooze.Until.AddDays(1)) ? dropped : axis.At(snooze.Until.AddDays(1));

    private string State(JournalEntry entry) => language[entry.State switch
    {
        EntryState.Done => nameof(PageTexts.CommitmentDone),
        EntryState.Dropped => nameof(PageTexts.CommitmentDropped),
        _ => nameof(PageTexts.CommitmentOpen),
    }];

    private string Days(TimeSpan stay) => language.Count(nameof(PageTexts.Days), (int)stay.TotalDays);

    private string Date(DateOnly day) => language.Day(day, frame.Today);

    private string Day(DateTimeOffset at) => Date(TimeZones.ToLocalDate(frame.TimeZone, at));
}
