using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Previews;

/// <summary>The names under which a preview counts findings.</summary>
internal static class FindingKinds
{
    public const string Stall = "stall";
    public const string Slip = "slip";
    public const string StageOutlier = "stageOutlier";

    public static ImmutableArray<string> All { get; } = [Stall, Slip, StageOutlier];

    public static string Of(Finding finding) => finding switch
    {
        Analysis.Stall => Stall,
        Analysis.Slip => Slip,
        Analysis.StageOutlier => StageOutlier,
        _ => throw new InvalidOperationException($"A finding without a name: {finding.GetType().Name}"),
    };

    public static Finding[] Run(RepBook book, AnalysisContext context) => [.. Analyses.All.SelectMany(part => Analyses.Run(part, book, context).Findings)];
}
