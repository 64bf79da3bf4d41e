using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(Slip slip, Voice voice) => string.Join(' ', Sentences(slip, voice));

    private static IEnumerable<string> Sentences(Slip slip, Voice voice)
    {
        if (slip.Pushes > 0)
        {
            yield return Pushed(slip, voice);
        }

        if (slip.PushesSinceLastMeeting > 0 && slip.Pushes > 1)
        {
            yield return voice.Count(nameof(BriefTexts.PushesSinceMeeting), slip.PushesSinceLastMeeting);
        }

        if (slip.OwnPushes is { } own && own < slip.Pushes)
        {
            yield return Owners(slip.Pushes, own, voice);
        }

        if (!slip.Graced.IsEmpty)
        {
            string[] changes = [.. slip.Graced.GroupBy(change => change.Grace).OrderBy(group => group.Key).Select(group => Graced(group.Key, group.Count(), voice))];
            yield return voice.Say(nameof(BriefTexts.NotCounted), ("what", voice.Language.And(changes)));
        }

        if (slip.Serial)
        {
            yield return Serial(slip, voice);
            if (slip.Alike is { } alike)
            {
                yield return Alike(alike, voice);
            }
        }

        if (slip.LeftThePeriod)
        {
            yield return voice.Say(nameof(BriefTexts.OutOfQuarter));
        }

        if (slip.OverdueDays > 0)
        {
            yield return slip.Opportunity.CloseDate is { } due
                ? voice.Count(nameof(BriefTexts.Overdue), slip.OverdueDays, ("day", voice.Weekday(due)))
                : voice.Count(nameof(BriefTexts.OverdueNoDate), slip.OverdueDays);
        }
    }

    /// <summary>How often and how far, pulls, from when to when, and the last: each wraps what was said so far.</summary>
    private static string Pushed(Slip slip, Voice voice)
    {
        string pushed = voice.Count(slip.Pushes == 1 ? nameof(BriefTexts.PushedOnce) : nameof(BriefTexts.Pushed), slip.PushedDays, ("times", Times(slip.Pushes, voice)));
        if (slip.Pulls > 0)
        {
            pushed = voice.Count(nameof(BriefTexts.AndPulled), slip.PulledDays, ("pushed", pushed), ("times", Times(slip.Pulls, voice)));
        }

        pushed = (slip.FirstCloseDate, slip.Opportunity.CloseDate) switch
        {
            ({ } first, { } now) => voice.Say(nameof(BriefTexts.PushedFromTo), ("pushed", pushed), ("from", voice.Date(first)), ("to", voice.Date(now))),
            ({ } first, null) => voice.Say(nameof(BriefTexts.PushedFrom), ("pushed", pushed), ("from", voice.Date(first))),
            _ => pushed,
        };
        return slip.LastPush is not { } last ? voice.Say(nameof(BriefTexts.PushedEnd), ("pushed", pushed))
            : slip.Pushes == 1 ? voice.Say(nameof(BriefTexts.PushedOn), ("pushed", pushed), ("day", voice.Day(last.At)))
            : voice.Count(nameof(BriefTexts.PushedLast), last.Days, ("pushed", pushed), ("day", voice.Day(last.At)));
    }

    private static string Owners(int pushes, int own, Voice voice) => voice.Count(
        (pushes, own) switch
        {
            (1, _) => voice.Own(nameof(BriefTexts.PushNotYours), nameof(BriefTexts.PushNotOf)),
            (_, 0) => voice.Own(nameof(BriefTexts.PushesNotYours), nameof(BriefTexts.PushesNotOf)),
            _ => voice.Own(nameof(BriefTexts.PushesYours), nameof(BriefTexts.PushesOf)),
        },
        own,
        ("all", pushes), ("rep", voice.Rep));

    private static string Graced(Grace grace, int changes, Voice voice) => voice.Count(
        grace switch
        {
            Grace.SoonAfterCreation => nameof(BriefTexts.GracedEarly),
            Grace.Closing => nameof(BriefTexts.GracedClosing),
            _ => nameof(BriefTexts.GracedBulk),
        },
        changes,
        ("days", CloseDateLedger.GraceDays), ("deals", BulkEdit.FewestDeals));

    private static string Serial(Slip slip, Voice voice) => (slip.Pushes, slip.OpenDays) switch
    {
        ( > 2, _) or (_, null) => voice.Say(nameof(BriefTexts.Serial)),
        var (pushes, days) => voice.Count(voice.Own(nameof(BriefTexts.SerialYou), nameof(BriefTexts.SerialOf)), days.Value, ("times", Times(pushes, voice)), ("rep", voice.Rep)),
    };

    private static string Alike(PushedOutcomes alike, Voice voice)
    {
        string deals = voice.Count(
            voice.Whose(alike.Rung, nameof(BriefTexts.AlikeYours), nameof(BriefTexts.AlikeRep), nameof(BriefTexts.AlikeTeam), nameof(BriefTexts.AlikeCompany)), alike.Closed, ("rep", voice.Rep));
        string times = alike.Pushes == 3 ? voice.Say(nameof(BriefTexts.ThreeTimes)) : Times(alike.Pushes, voice);
        return voice.Count(
            alike.Won == 0 ? nameof(BriefTexts.AlikeNoneWon) : alike.Won == alike.Closed ? nameof(BriefTexts.AlikeAllWon) : nameof(BriefTexts.AlikeWon), alike.Won, ("deals", deals), ("times", times));
    }

    /// <summary>More often than others, beyond chance; with the counts, so that it can be checked.</summary>
    public static string Of(PushHabit habit, Voice voice)
    {
        string others = voice.Say(habit.Rung == BenchmarkRung.Team
            ? voice.Own(nameof(BriefTexts.OthersYourTeam), nameof(BriefTexts.OthersTeam))
            : voice.Own(nameof(BriefTexts.OthersYourCompany), nameof(BriefTexts.OthersCompany)));
        return voice.Count(
            habit.OthersPushes == 0 ? nameof(BriefTexts.HabitOthersNone) : nameof(BriefTexts.Habit), habit.Pushes,
            ("months", Months(habit.Months, voice)), ("rate", Rate(habit.Pushes, habit.Months, voice)), ("others", others),
            ("count", habit.OthersPushes), ("othersMonths", Months(habit.OthersMonths, voice)), ("othersRate", Rate(habit.OthersPushes, habit.OthersMonths, voice)));
    }

    private static string Months(double months, Voice voice) => voice.Language.Tenths(Math.Round(months, months < 10 ? 1 : 0));

    private static string Rate(int pushes, double months, Voice voice) => voice.Language.Hundredths(pushes / months);

    /// <summary>One push that needs its reason.</summary>
    public static string ToExplain(Slip slip, Voice voice)
    {
        string deal = voice.Title(slip.Opportunity);
        string times = Times(slip.PushesSinceLastMeeting, voice);
        if (slip.LastPush is not { } last)
        {
            return voice.Say(nameof(BriefTexts.ExplainPushed), ("deal", deal), ("times", times));
        }

        string move = voice.Count(
            slip.PushesSinceLastMeeting > 1 ? nameof(BriefTexts.MovesToExplain) : nameof(BriefTexts.MoveToExplain), last.Days,
            ("times", times), ("from", voice.Date(last.From)), ("to", voice.Date(last.To)), ("day", voice.Day(last.At)));
        string name = slip switch
        {
            { Pushes: 1, OwnPushes: 0 } => voice.Own(nameof(BriefTexts.ExplainFirstNotYours), nameof(BriefTexts.ExplainFirstNotOf)),
            { Pushes: > 1 } => nameof(BriefTexts.ExplainAgain),
            _ => nameof(BriefTexts.ExplainFirst),
        };
        return voice.Count(name, slip.PushedDays, ("deal", deal), ("move", move), ("pushes", slip.Pushes), ("rep", voice.Rep));
    }
}
