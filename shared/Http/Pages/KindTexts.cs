using OneOnOne.Analysis;
using OneOnOne.Languages;
using OneOnOne.Previews;

namespace OneOnOne.Http.Pages;

/// <summary>What the kinds of findings are called.</summary>
internal static class KindTexts
{
    public static string Many(AnalysisPart part) => part switch
    {
        AnalysisPart.Stalls => nameof(PageTexts.Stalls),
        AnalysisPart.Slips => nameof(PageTexts.Slips),
        _ => nameof(PageTexts.StageOutliers),
    };

    /// <param name="kind">As <see cref="FindingKinds"/> names them.</param>
    public static string Many(string kind) => kind switch
    {
        FindingKinds.Stall => nameof(PageTexts.Stalls),
        FindingKinds.Slip => nameof(PageTexts.Slips),
        _ => nameof(PageTexts.StageOutliers),
    };

    /// <summary>As a deal is said to be.</summary>
    public static string One(string kind) => kind switch
    {
        FindingKinds.Stall => nameof(PageTexts.Stalled),
        FindingKinds.Slip => nameof(PageTexts.Slipping),
        _ => nameof(PageTexts.LongInStage),
    };
}
