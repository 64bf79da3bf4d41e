using static System.FormattableString;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    /// <returns>Null where there is nothing to compare with.</returns>
    public static string? Trend(DealItem deal) => deal switch
    {
        { SinceMeetings: null } => null,
        { SinceMeetings: 0 } => "New since last time",
        { Added: [_, ..], Gone: [_, ..] } => Invariant($"Since last time {And([.. deal.Added.Select(Came), .. deal.Gone.Select(Went)])}"),
        { Added: [_, ..] } => Invariant($"Worse than last time: {And([.. deal.Added.Select(Came)])}"),
        { Gone: [_, ..] } => Invariant($"Better than last time: {And([.. deal.Gone.Select(Went)])}"),
        _ => "The same as last time",
    };

    private static string Came(Mark mark) => mark switch
    {
        Mark.Pushed => "pushed again",
        Mark.LeftThePeriod => "out of the quarter",
        Mark.Overdue => "overdue",
        Mark.Quiet => "gone quiet",
        Mark.NothingBooked => "nothing booked any more",
        Mark.LongInStage => "now long in its stage",
        Mark.GoingBack => "going back",
        _ => throw new ArgumentOutOfRangeException(nameof(mark)),
    };

    private static string Went(Mark mark) => mark switch
    {
        Mark.Overdue => "no longer overdue",
        Mark.Quiet => "no longer quiet",
        Mark.NothingBooked => "a next step is booked",
        Mark.LongInStage => "no longer long in its stage",
        _ => throw new ArgumentOutOfRangeException(nameof(mark)),
    };
}
