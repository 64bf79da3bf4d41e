using System.Collections.Immutable;

namespace OneOnOne.Previews;

/// <summary>How often deals were flagged in the past under the present and the changed settings, and what became of them.</summary>
/// <param name="First">The first week looked at.</param>
/// <param name="Kinds">Only those that what is on record allows to count.</param>
/// <param name="Notes">What could not be counted, and why.</param>
public sealed record PastReport(DateTimeOffset First, DateTimeOffset Last, int Weeks, int HorizonDays, ImmutableArray<PastKind> Kinds, ImmutableArray<string> Notes);

/// <param name="Kind">stall, slip or stageOutlier.</param>
/// <param name="First">The first week counted of this kind.</param>
public sealed record PastKind(string Kind, DateTimeOffset First, PastFlags Present, PastFlags Changed);

/// <param name="Flags">A deal counts at the first week of each episode.</param>
/// <param name="Deals">Distinct ones.</param>
/// <param name="Lost">Flags whose deal was lost within the horizon; null where fewer than 20 deals were flagged.</param>
/// <param name="LostOrPushed">Likewise, or its close date was pushed.</param>
public sealed record PastFlags(int Flags, int Deals, PastShare? Lost, PastShare? LostOrPushed);

/// <param name="Share">Of the flags.</param>
public sealed record PastShare(int Count, double Share);
