using System.Collections.Immutable;

namespace OneOnOne.Briefs;

/// <summary>
/// The one-on-ones before this one. Each pair carries what the pairs before it counted, so that nobody has to read them again. A brief
/// that is asked for between two one-on-ones is kept nowhere, and so never is one of them.
/// </summary>
internal static class History
{
    /// <summary>With the brief at hand, a quarter of weekly one-on-ones.</summary>
    public const int Longest = 11;

    public static ImmutableArray<HistoryPoint> Before(BriefPair? before, DateTimeOffset asOf) => before is null || before.Facts.SnapshotId == BriefFacts.NoSnapshot
        ? []
        : [.. before.Facts.History.Append(HistoryPoint.Of(before.Facts)).Where(point => point.AsOf < asOf).TakeLast(Longest)];
}
