using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OneOnOne.Crm;

/// <summary>
/// Lengths of visits by closed opportunities in seconds, ascending, and for each the time from the same entry to the close. Beyond
/// <see cref="Limit"/> they are thinned, which keeps the document bounded; <see cref="Count"/> stays the true number.
/// </summary>
public sealed record Durations(ImmutableArray<long> Seconds, int Count)
{
    public const int Limit = 5_000;

    /// <summary>One for each of <see cref="Seconds"/>; empty in records that were written before it was kept.</summary>
    [AddedLater]
    public ImmutableArray<long> ToClose { get; init => field = value.IsDefault ? [] : value; } = [];

    public static Durations None { get; } = new([], 0);

    [JsonIgnore]
    public bool IsThinned => Seconds.Length != Count;

    /// <summary>Visits that the opportunity was closed in.</summary>
    public static Durations Of(IEnumerable<long> seconds) => Of(seconds.Select(stay => new ClosedVisit(stay, stay)));

    public static Durations Of(IEnumerable<ClosedVisit> visits)
    {
        ClosedVisit[] sorted = [.. visits.Order()];
        return From(Thinning.Thin<ClosedVisit>(sorted, Limit), sorted.Length);
    }

    public static Durations Merge(Durations[] parts, int limit = Limit)
    {
        (ImmutableArray<ClosedVisit> kept, int count) = Thinning.Merge(parts.Select(part => (part.Visits(), part.Count)), limit);
        return From(kept, count);
    }

    /// <param name="visits">Ascending.</param>
    /// <param name="count">How many they stand for.</param>
    internal static Durations From(ImmutableArray<ClosedVisit> visits, int count) => visits.IsEmpty ? None : new Durations([.. visits.Select(visit => visit.Stay)], count)
    {
        ToClose = visits.Any(visit => visit.ToClose < visit.Stay) ? [] : [.. visits.Select(visit => visit.ToClose)],
    };

    // One that does not know would make all the others' wrong: a sum of such is one that does not know.
    internal ImmutableArray<ClosedVisit> Visits() => [.. Seconds.Select((stay, i) => new ClosedVisit(stay, ToClose.Length > i ? ToClose[i] : -1))];
}

/// <param name="Stay">Seconds from entering the stage to leaving it.</param>
/// <param name="ToClose">Seconds from entering the stage to the close of the opportunity.</param>
public readonly record struct ClosedVisit(long Stay, long ToClose) : IComparable<ClosedVisit>
{
    public int CompareTo(ClosedVisit other) => (Stay, ToClose).CompareTo((other.Stay, other.ToClose));
}
