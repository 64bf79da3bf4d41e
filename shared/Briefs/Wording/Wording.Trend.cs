using OneOnOne.Languages;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    /// <returns>Null where there is nothing to compare with.</returns>
    public static string? Trend(DealItem deal, Voice voice) => deal switch
    {
        { SinceMeetings: null } => null,
        { SinceMeetings: 0 } => voice.Say(nameof(BriefTexts.TrendNew)),
        { Added: [_, ..], Gone: [_, ..] } => Trend(nameof(BriefTexts.TrendChanged), [.. deal.Added.Select(Came), .. deal.Gone.Select(Went)], voice),
        { Added: [_, ..] } => Trend(nameof(BriefTexts.TrendWorse), deal.Added.Select(Came), voice),
        { Gone: [_, ..] } => Trend(nameof(BriefTexts.TrendBetter), deal.Gone.Select(Went), voice),
        _ => voice.Say(nameof(BriefTexts.TrendSame)),
    };

    private static string Trend(string name, IEnumerable<string> changes, Voice voice) => voice.Say(name, ("changes", voice.Language.And([.. changes.Select(change => voice.Say(change))])));

    private static string Came(Mark mark) => mark switch
    {
        Mark.Pushed => nameof(BriefTexts.CamePushed),
        Mark.LeftThePeriod => nameof(BriefTexts.CameOutOfQuarter),
        Mark.Overdue => nameof(BriefTexts.CameOverdue),
        Mark.Quiet => nameof(BriefTexts.CameQuiet),
        Mark.NothingBooked => nameof(BriefTexts.CameNothingBooked),
        Mark.LongInStage => nameof(BriefTexts.CameLong),
        Mark.GoingBack => nameof(BriefTexts.CameGoingBack),
        _ => throw new ArgumentOutOfRangeException(nameof(mark)),
    };

    private static string Went(Mark mark) => mark switch
    {
        Mark.Overdue => nameof(BriefTexts.WentOverdue),
        Mark.Quiet => nameof(BriefTexts.WentQuiet),
        Mark.NothingBooked => nameof(BriefTexts.WentNothingBooked),
        Mark.LongInStage => nameof(BriefTexts.WentLong),
        _ => throw new ArgumentOutOfRangeException(nameof(mark)),
    };
}
