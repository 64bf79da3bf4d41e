using OneOnOne.Analysis;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(Stall stall, Voice voice) => Quiet(stall, voice) + Owned(stall, voice) + Next(stall, voice) + Back(stall, voice) + " " + Effort(stall);

    private static string Quiet(Stall stall, Voice voice) => (stall.LastActivity, stall.WithoutActivity) switch
    {
        ({ } last, true) => Invariant($"No completed activity for {Count(stall.IdleBusinessDays, "business day")} (last: {Kind(last.Kind)} on {voice.Day(last.At)})."),
        (null, true) => Invariant($"No completed activity on record: {Count(stall.IdleBusinessDays, "business day")} since it was created or first seen, {voice.Day(stall.CountedFrom)}."),
        ({ } last, false) => Invariant($"Last completed activity: {Kind(last.Kind)} on {voice.Day(last.At)}{Ago(stall.IdleBusinessDays)}."),
        (null, false) => Invariant($"No completed activity on record since {voice.Day(stall.CountedFrom)}."),
    };

    // Silent where the CRM keeps no bookings: then an empty calendar proves nothing.
    private static string Next(Stall stall, Voice voice) =>
        stall.NextActivity is { } next ? Invariant($" The next one is booked for {voice.Day(next)}.")
        : stall.WithoutNextActivity ? " Nothing is booked."
        : "";

    private static string Owned(Stall stall, Voice voice) =>
        stall.OwnedSince is { } since ? Invariant($" {(voice.ToRep ? "Yours" : Possessive(voice.Rep))} since {voice.Day(since)}.") : "";

    private static string Back(Stall stall, Voice voice)
    {
        if (stall.StepsBack is not { } back)
        {
            return "";
        }

        string?[] steps =
        [
            back.Stage is { } stage ? Invariant($"back from {Safe.Text(stage, 120)} to {Safe.Text(stall.Opportunity.Stage, 120)}") : null,
            back.Amount is { } amount && stall.Opportunity.Amount is { } left ? Invariant($"amount down from {Of(amount)} to {Of(left)}") : null,
            back.CloseDate is { } before && stall.Opportunity.CloseDate is { } due ? Invariant($"close date later, {voice.Date(due)} in place of {voice.Date(before)}") : null,
        ];
        return Invariant($" Since {voice.Day(back.Since)}: {And([.. steps.OfType<string>()])}.");
    }

    private static string Effort(Stall stall) => stall switch
    {
        { EffortNow: 0, EffortBefore: 0 } => "No activity in the last eight weeks.",
        { Pace: { } pace, EffortDaysNow: { } now, EffortDaysBefore: { } before } =>
            Invariant($"{Activities(stall.EffortNow)} in the last {Count(now, "business day")}, {OrNone(stall.EffortBefore)} in the {Number(before)} before: {(pace == Pace.Slower ? "slowing" : "picking up")}."),
        _ => Invariant($"{Activities(stall.EffortNow)} in the last four weeks, {OrNone(stall.EffortBefore)} in the four before."),
    };

    private static string OrNone(int count) => count == 0 ? "none" : Number(count);

    private static string Activities(int count) => count == 0 ? "No activity" : Count(count, "activity", "activities");

    private static string Ago(int businessDays) => businessDays == 0 ? "" : Invariant($", {Count(businessDays, "business day")} ago");

    public static string Kind(ActivityKind? kind) => kind switch
    {
        ActivityKind.Call => "call",
        ActivityKind.Email => "e-mail",
        ActivityKind.Meeting => "meeting",
        ActivityKind.Task => "task",
        _ => "activity",
    };

    /// <summary>What takes a stall off the list; said to the rep, who has the time to do it.</summary>
    public static string Clears(Stall stall, Thresholds thresholds) => stall switch
    {
        { WithoutActivity: false, WithoutNextActivity: false } => "",
        { WithoutNextActivity: true, WithoutActivity: true } when thresholds.StallDespiteNextActivity => "A completed activity and a booked next step clear it.",
        { WithoutNextActivity: true } => "A booked next step clears it.",
        _ => "One completed activity clears it.",
    };
}
