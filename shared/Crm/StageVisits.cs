using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>Visits to one stage whose entry is known, by what became of the opportunity. A stage that was entered twice counts twice.</summary>
public sealed record StageVisits(Durations Won, Durations Lost)
{
    /// <summary>Visits by opportunities that are open: without them, those that take long would be missing.</summary>
    [AddedLater]
    public OpenVisits Open { get; init => field = value ?? OpenVisits.None; } = OpenVisits.None;

    public static StageVisits None { get; } = new(Durations.None, Durations.None);

    public static StageVisits Merge(StageVisits[] visits, int limit) => new(
        Durations.Merge([.. visits.Select(one => one.Won)], limit),
        Durations.Merge([.. visits.Select(one => one.Lost)], limit))
    {
        Open = OpenVisits.Merge([.. visits.Select(one => one.Open)], limit),
    };
}

/// <summary>Visits by open opportunities, by entry. Beyond a limit every so many is left out; <see cref="Count"/> stays the true number.</summary>
public sealed record OpenVisits(ImmutableArray<OpenVisit> Visits, int Count)
{
    public static OpenVisits None { get; } = new([], 0);

    public static OpenVisits Of(IEnumerable<OpenVisit> visits) => Thin([.. visits.Order()], Durations.Limit);

    public static OpenVisits Merge(OpenVisits[] parts, int limit)
    {
        (ImmutableArray<OpenVisit> kept, int count) = Thinning.Merge(parts.Select(part => (part.Visits, part.Count)), limit);
        return new OpenVisits(kept, count);
    }

    private static OpenVisits Thin(OpenVisit[] sorted, int limit) => new(Thinning.Thin<OpenVisit>(sorted, limit), sorted.Length);
}

/// <summary>Instants in Unix seconds. Not lengths: those would change with every day.</summary>
/// <param name="Left">Null while it is still there.</param>
public readonly record struct OpenVisit(long Entered, long? Left) : IComparable<OpenVisit>
{
    public int CompareTo(OpenVisit other) => (Entered, Left ?? long.MaxValue).CompareTo((other.Entered, other.Left ?? long.MaxValue));
}
