using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;

namespace OneOnOne.Briefs;

/// <summary>What can be the matter with a deal, in the grain in which two briefs are compared. Getting a week older is no change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Mark>))]
public enum Mark
{
    Pushed,
    LeftThePeriod,
    Overdue,
    Quiet,
    NothingBooked,
    LongInStage,
    GoingBack,
}

internal static class Marks
{
    public static ImmutableArray<Mark> Of(IEnumerable<Finding> findings) => [.. findings.SelectMany(Of).Distinct().Order()];

    /// <summary>The analysis without which nothing can be said of the mark.</summary>
    public static AnalysisPart PartOf(Mark mark) => mark switch
    {
        Mark.Pushed or Mark.LeftThePeriod or Mark.Overdue => AnalysisPart.Slips,
        Mark.Quiet or Mark.NothingBooked or Mark.GoingBack => AnalysisPart.Stalls,
        Mark.LongInStage => AnalysisPart.StageOutliers,
        _ => throw new ArgumentOutOfRangeException(nameof(mark)),
    };

    /// <summary>A step back stays one; that it no longer counts only means that time went by.</summary>
    public static bool CanGo(Mark mark) => mark is not (Mark.Pushed or Mark.LeftThePeriod or Mark.GoingBack);

    public static int Pushes(IEnumerable<Finding> findings) => findings.OfType<Slip>().Select(slip => slip.Pushes).FirstOrDefault();

    private static IEnumerable<Mark> Of(Finding finding) => finding switch
    {
        Stall stall => Those((stall.WithoutActivity, Mark.Quiet), (stall.WithoutNextActivity, Mark.NothingBooked), (stall.GoesBack, Mark.GoingBack)),
        Slip slip => Those((slip.Pushes > 0, Mark.Pushed), (slip.LeftThePeriod, Mark.LeftThePeriod), (slip.OverdueDays > 0, Mark.Overdue)),
        StageOutlier => [Mark.LongInStage],
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };

    private static IEnumerable<Mark> Those(params IEnumerable<(bool Is, Mark Mark)> marks) => marks.Where(mark => mark.Is).Select(mark => mark.Mark);
}
