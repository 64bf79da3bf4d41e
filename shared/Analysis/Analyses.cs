using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>The three analyses by name.</summary>
public static class Analyses
{
    public static ImmutableArray<AnalysisPart> All { get; } = [.. Enum.GetValues<AnalysisPart>()];

    public static PartResult Run(AnalysisPart part, RepBook book, AnalysisContext context) => part switch
    {
        AnalysisPart.Stalls => StallAnalysis.Of(book, context),
        AnalysisPart.Slips => SlipAnalysis.Of(book, context),
        AnalysisPart.StageOutliers => StageOutlierAnalysis.Of(book, context),
        _ => throw new InvalidOperationException($"No analysis is called {part}."),
    };

    internal static OpportunityRef ToRef(this Opportunity opportunity) => new(
        opportunity.Id,
        opportunity.Details.Name,
        opportunity.Details.Account,
        opportunity.Now!.Stage,
        opportunity.Now.Amount,
        opportunity.Now.CloseDate,
        opportunity.Details.Url);
}
