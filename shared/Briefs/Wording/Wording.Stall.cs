using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(Stall stall, Voice voice) => string.Join(' ', new[] { Quiet(stall, voice), Owned(stall.OwnedSince, voice), Next(stall, voice), Back(stall, voice), Effort(stall, voice) }.OfType<string>());

    private static string Quiet(Stall stall, Voice voice) => (stall.LastActivity, stall.WithoutActivity, stall.IdleBusinessDays) switch
    {
        ({ } last, true, var days) => voice.Count(nameof(BriefTexts.QuietFor), days, ("kind", Kind(last.Kind, voice)), ("day", voice.Day(last.At))),
        (null, true, var days) => voice.Count(nameof(BriefTexts.QuietEver), days, ("day", voice.Day(stall.CountedFrom))),
        ({ } last, false, 0) => voice.Say(nameof(BriefTexts.LastActivityToday), ("kind", Kind(last.Kind, voice)), ("day", voice.Day(last.At))),
        ({ } last, false, var days) => voice.Count(nameof(BriefTexts.LastActivity), days, ("kind", Kind(last.Kind, voice)), ("day", voice.Day(last.At))),
        (null, false, _) => voice.Say(nameof(BriefTexts.NoActivitySince), ("day", voice.Day(stall.CountedFrom))),
    };

    // Silent where the CRM keeps no bookings: then an empty calendar proves nothing.
    private static string? Next(Stall stall, Voice voice) =>
        stall.NextActivity is { } next ? voice.Say(nameof(BriefTexts.NextBooked), ("day", voice.Day(next)))
        : stall.WithoutNextActivity ? voice.Say(nameof(BriefTexts.NothingBooked))
        : null;

    // The time before was somebody else's.
    private static string? Owned(DateTimeOffset? owned, Voice voice) =>
        owned is { } since ? voice.Say(voice.Own(nameof(BriefTexts.YoursSince), nameof(BriefTexts.OwnedSince)), ("rep", voice.Rep), ("day", voice.Day(since))) : null;

    private static string? Back(Stall stall, Voice voice)
    {
        if (stall.StepsBack is not { } back)
        {
            return null;
        }

        string?[] steps =
        [
            back.Stage is { } stage ? voice.Say(nameof(BriefTexts.StepBackStage), ("from", Safe.Text(stage, 120)), ("to", Safe.Text(stall.Opportunity.Stage, 120))) : null,
            back.Amount is { } amount && stall.Opportunity.Amount is { } left
                ? voice.Say(nameof(BriefTexts.StepBackAmount), ("from", voice.Language.Of(amount)), ("to", voice.Language.Of(left))) : null,
            back.CloseDate is { } before && stall.Opportunity.CloseDate is { } due
                ? voice.Say(nameof(BriefTexts.StepBackDate), ("now", voice.Date(due)), ("before", voice.Date(before))) : null,
        ];
        return voice.Say(nameof(BriefTexts.StepsBack), ("day", voice.Day(back.Since)), ("steps", voice.Language.And([.. steps.OfType<string>()])));
    }

    private static string Effort(Stall stall, Voice voice)
    {
        (string, object) now = ("activities", stall.EffortNow == 0 ? voice.Say(nameof(BriefTexts.NoActivity)) : voice.Count(nameof(BriefTexts.Activities), stall.EffortNow));
        (string, object) before = ("before", stall.EffortBefore == 0 ? voice.Say(nameof(BriefTexts.None)) : stall.EffortBefore);
        return stall switch
        {
            { EffortNow: 0, EffortBefore: 0 } => voice.Say(nameof(BriefTexts.NoEffort)),
            { Pace: { } pace, EffortDaysNow: { } days, EffortDaysBefore: { } daysBefore } => voice.Count(
                pace == Pace.Slower ? nameof(BriefTexts.EffortSlower) : nameof(BriefTexts.EffortFaster), days, now, before, ("daysBefore", daysBefore)),
            _ => voice.Say(nameof(BriefTexts.Effort), now, before),
        };
    }

    private static string Kind(ActivityKind? kind, Voice voice) => voice.Say(kind switch
    {
        ActivityKind.Call => nameof(BriefTexts.KindCall),
        ActivityKind.Email => nameof(BriefTexts.KindEmail),
        ActivityKind.Meeting => nameof(BriefTexts.KindMeeting),
        ActivityKind.Task => nameof(BriefTexts.KindTask),
        _ => nameof(BriefTexts.KindOther),
    });

    /// <summary>What takes a stall off the list; said to the rep, who has the time to do it. Null where nothing has to.</summary>
    public static string? Clears(Stall stall, Thresholds thresholds, Voice voice) => stall switch
    {
        { WithoutActivity: false, WithoutNextActivity: false } => null,
        { WithoutNextActivity: true, WithoutActivity: true } when thresholds.StallDespiteNextActivity => voice.Say(nameof(BriefTexts.ClearsBoth)),
        { WithoutNextActivity: true } => voice.Say(nameof(BriefTexts.ClearsBooking)),
        _ => voice.Say(nameof(BriefTexts.ClearsActivity)),
    };
}
