using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Previews;

/// <summary>What would come and go.</summary>
/// <param name="AsOf">The instant that ages are measured at: the newest snapshot's.</param>
/// <param name="Reps">How many reps were looked at.</param>
/// <param name="Teams">Only those with a change.</param>
/// <param name="ChangeCount">All changes, of which <paramref name="Changes"/> lists the first 500.</param>
public sealed record PreviewReport(DateTimeOffset AsOf, int Reps, ImmutableArray<KindCount> Kinds, ImmutableArray<TeamCount> Teams, int ChangeCount, ImmutableArray<PreviewChange> Changes)
{
    /// <summary>What became of the flags of past weeks; null where <see cref="PastMissing"/> says why not.</summary>
    public PastReport? Past { get; init; }

    public string? PastMissing { get; init; }
}

/// <param name="Kind">stall, slip or stageOutlier.</param>
/// <param name="Now">Findings under the present settings.</param>
public sealed record KindCount(string Kind, int Now, int Come, int Go);

/// <param name="Team">The manager's id; absent for reps without one.</param>
public sealed record TeamCount(PersonId? Team, int Come, int Go);

/// <param name="Comes">True: only the changed settings find it. False: only the present ones do.</param>
public sealed record PreviewChange(PersonId Rep, string Kind, bool Comes, OpportunityRef Opportunity);
