using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Crm;
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

        if (slip.OwnPushes is { } own && own < slip.Pushes)
        {
            yield return Owners(slip.Pushes, own, voice);
        }

        if (!slip.Graced.IsEmpty)
        {
            yield return Invariant($"Not counted: {And([.. slip.Graced.GroupBy(change => change.Grace).OrderBy(group => group.Key).Select(group => Graced(group.Key, group.Count()))])}.");
        }

        if (slip.Serial)
        {
            yield return Serial(slip, voice);
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

    private static string Owners(int pushes, int own, Voice voice) => (pushes, own) switch
    {
        (1, _) => Invariant($"It was not {Whose(voice)}: the deal had another owner then, or was changing hands."),
        (_, 0) => Invariant($"None of the {Number(pushes)} was {Whose(voice)}: the deal had another owner then, or was changing hands."),
        _ => Invariant($"{Number(own)} of the {Number(pushes)} {(own == 1 ? "was" : "were")} {Whose(voice)}; for the rest the deal had another owner, or was changing hands."),
    };

    private static string Whose(Voice voice) => voice.ToRep ? "yours" : Possessive(voice.Rep);

    private static string Graced(Grace grace, int changes) => Count(changes, "change") + grace switch
    {
        Grace.SoonAfterCreation => Invariant($" within {Number(CloseDateLedger.GraceDays)} days of its creation"),
        Grace.Closing => " made by closing it",
        _ => Invariant($" in a bulk edit of {Number(BulkEdit.FewestDeals)} or more deals"),
    };

    private static string Serial(Slip slip, Voice voice) => (slip.Pushes, slip.OpenDays) switch
    {
        ( > 2, _) or (_, null) => "A serial slipper." + Alike(slip, voice),
        var (pushes, days) => Invariant($"A serial slipper: {Times(pushes)} in {Count(days.Value, "day")} is more than {(voice.ToRep ? "your" : Possessive(voice.Rep))} other deals would have by chance.") + Alike(slip, voice),
    };

    private static string Alike(Slip slip, Voice voice) => slip.Alike is not { } alike ? ""
        : Invariant($" Of {Whose(alike.Rung, voice)} {Number(alike.Closed)} closed deals pushed {(alike.Pushes == 3 ? "three times" : Times(alike.Pushes))} or more, {(alike.Won == 0 ? "none" : Number(alike.Won))} {(alike.Won == 1 ? "was" : "were")} won.");

    /// <summary>More often than others, beyond chance; with the counts, so that it can be checked.</summary>
    public static string Of(PushHabit habit, Voice voice) => Invariant(
        $"Not this week alone: {Count(habit.Pushes, "push", "pushes")} in {Months(habit.Months)} deal-months (one deal open for one month), {Rate(habit.Pushes, habit.Months)} a month; {(voice.ToRep ? "your" : "the")} {(habit.Rung == BenchmarkRung.Team ? "team's others" : "company's others")} had {(habit.OthersPushes == 0 ? "none" : Number(habit.OthersPushes))} in {Months(habit.OthersMonths)}{(habit.OthersPushes == 0 ? "" : ", " + Rate(habit.OthersPushes, habit.OthersMonths) + " a month")}.");

    private static string Months(double months) => Math.Round(months, months < 10 ? 1 : 0).ToString("#,##0.#", CultureInfo.InvariantCulture);

    private static string Rate(int pushes, double months) => (pushes / months).ToString("0.00", CultureInfo.InvariantCulture);

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
        string ledger = slip is { Pushes: 1, OwnPushes: 0 } ? Invariant($"; its first push, and not {Whose(voice)}") : slip.Pushes > 1 ? Invariant($"; {Number(slip.Pushes)} pushes so far, {Count(slip.PushedDays, "day")} in all") : "; its first push";
        return slip.LastPush is { } last
            ? Invariant($"{Safe.Title(slip.Opportunity)}: {habit}{voice.Date(last.From)} to {voice.Date(last.To)}, +{Count(last.Days, "day")}, on {voice.Day(last.At)}{ledger}.")
            : Invariant($"{Safe.Title(slip.Opportunity)}: pushed {Times(slip.PushesSinceLastMeeting)}.");
    }
}
