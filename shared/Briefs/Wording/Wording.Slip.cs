using OneOnOne.Analysis;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(Slip slip, Voice voice) => string.Join(' ', Sentences(slip, voice));

    private static IEnumerable<string> Sentences(Slip slip, Voice voice)
    {
        if (slip.Pushes > 0)
        {
            yield return Invariant($"Close date pushed {Pushed(slip)}{Pulled(slip)}{Span(slip, voice)}{LastPush(slip, voice)}.");
        }

        if (slip.PushesSinceLastMeeting > 0 && slip.Pushes > 1)
        {
            yield return Invariant($"{Number(slip.PushesSinceLastMeeting)} of these since the last one-on-one.");
        }

        if (slip.LeftThePeriod)
        {
            yield return "The last push took it out of this fiscal quarter.";
        }

        if (slip.OverdueDays > 0)
        {
            yield return Invariant($"The close date{(slip.Opportunity.CloseDate is { } due ? ", " + voice.Weekday(due) + "," : "")} passed {Count(slip.OverdueDays, "day")} ago.");
        }
    }

    private static string Pushed(Slip slip) => slip.Pushes == 1
        ? Invariant($"once, by {Count(slip.PushedDays, "day")}")
        : Invariant($"{Times(slip.Pushes)}, {Count(slip.PushedDays, "day")} in all");

    private static string Pulled(Slip slip) => slip.Pulls == 0 ? "" : Invariant($", and pulled in {Times(slip.Pulls)}, by {Count(slip.PulledDays, "day")}");

    private static string Span(Slip slip, Voice voice) => (slip.FirstCloseDate, slip.Opportunity.CloseDate) switch
    {
        ({ } first, { } now) => Invariant($", from {voice.Date(first)} to {voice.Date(now)}"),
        ({ } first, null) => Invariant($", from {voice.Date(first)}; it has no close date now"),
        _ => "",
    };

    private static string LastPush(Slip slip, Voice voice) => slip.LastPush is not { } last ? ""
        : slip.Pushes == 1 ? Invariant($" (on {voice.Day(last.At)})")
        : Invariant($" (last push +{Count(last.Days, "day")} on {voice.Day(last.At)})");

    /// <summary>One push that needs its reason.</summary>
    public static string ToExplain(Slip slip, Voice voice)
    {
        string habit = slip.PushesSinceLastMeeting > 1 ? Invariant($"{Times(slip.PushesSinceLastMeeting)} since then, last ") : "";
        string ledger = slip.Pushes > 1 ? Invariant($"; {Number(slip.Pushes)} pushes so far, {Count(slip.PushedDays, "day")} in all") : "; its first push";
        return slip.LastPush is { } last
            ? Invariant($"{Safe.Title(slip.Opportunity)}: {habit}{voice.Date(last.From)} to {voice.Date(last.To)}, +{Count(last.Days, "day")}, on {voice.Day(last.At)}{ledger}.")
            : Invariant($"{Safe.Title(slip.Opportunity)}: pushed {Times(slip.PushesSinceLastMeeting)}.");
    }
}
