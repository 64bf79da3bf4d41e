using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Http.Weeks;

/// <summary>Seven days of a rep. What is not on record for all of them is null, which is not none.</summary>
public sealed record RepWeek(DateOnly First, DateOnly Last)
{
    /// <summary>Completed activities by kind.</summary>
    public ImmutableSortedDictionary<ActivityKind, int>? Done { get; init; }

    /// <summary>Of close dates, of deals that were the rep's then.</summary>
    public int? Pushes { get; init; }

    public StageMoves? Moves { get; init; }

    /// <summary>Deals that were the rep's and open when the week ended.</summary>
    public int? Open { get; init; }

    public ClosedDeals? Won { get; init; }

    public ClosedDeals? Lost { get; init; }
}

/// <param name="Other">Between stages of which the pipeline's order does not know both.</param>
public sealed record StageMoves(int Forward, int Back, int Other)
{
    public int All => Forward + Back + Other;
}

/// <param name="Sums">One for each currency; deals without an amount are in the count alone.</param>
public sealed record ClosedDeals(int Count, ImmutableArray<Money> Sums);

/// <summary>From which day on a thing is on record; null: it is not at all.</summary>
/// <param name="Deals">The first day that anything is known of any of the rep's deals.</param>
public sealed record RecordBegins(DateOnly? Activities, DateOnly? Deals, DateOnly? Pushes, DateOnly? Moves, DateOnly? Open);
