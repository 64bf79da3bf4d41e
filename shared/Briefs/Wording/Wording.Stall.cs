using OneOnOne.Analysis;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(Stall stall, Voice voice) => Quiet(stall, voice) + Next(stall, voice) + " " + Effort(stall);

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

    private static string Effort(Stall stall) => stall is { EffortNow: 0, EffortBefore: 0 }
        ? "No activity in the last eight weeks."
        : Invariant($"{Activities(stall.EffortNow)} in the last four weeks, {(stall.EffortBefore == 0 ? "none" : Number(stall.EffortBefore))} in the four before.");

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
        { WithoutNextActivity: true, WithoutActivity: true } when thresholds.StallDespiteNextActivity => "A completed activity and a booked next step clear it.",
        { WithoutNextActivity: true } => "A booked next step clears it.",
        _ => "One completed activity clears it.",
    };
}
