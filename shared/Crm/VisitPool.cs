using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OneOnOne.Crm;

/// <summary>How long closed opportunities stayed in each stage: a rep's own, a team's or the company's.</summary>
public sealed record VisitPool(ImmutableSortedDictionary<string, StageVisits> Stages)
{
    /// <summary>By stage name, in ordinal order: read back from JSON, the order would else be the machine's culture's.</summary>
    public ImmutableSortedDictionary<string, StageVisits> Stages { get; init; } = Stages.WithComparers(StringComparer.Ordinal);

    public static VisitPool Empty { get; } = new(ImmutableSortedDictionary.Create<string, StageVisits>(StringComparer.Ordinal));

    public StageVisits Of(string stage) => Stages.TryGetValue(stage, out StageVisits? visits) ? visits : StageVisits.None;

    public static VisitPool Merge(IEnumerable<VisitPool> pools) => new(
        pools.SelectMany(pool => pool.Stages)
            .GroupBy(stage => stage.Key, stage => stage.Value, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => StageVisits.Merge(group), StringComparer.Ordinal));
}

/// <summary>Visits to one stage, by what became of the opportunity.</summary>
public sealed record StageVisits(Durations Won, Durations Lost)
{
    public static StageVisits None { get; } = new(Durations.None, Durations.None);

    public static StageVisits Merge(IEnumerable<StageVisits> visits)
    {
        StageVisits[] all = [.. visits];
        return new StageVisits(Durations.Merge(all.Select(one => one.Won)), Durations.Merge(all.Select(one => one.Lost)));
    }
}

/// <summary>
/// Visit lengths in seconds, ascending. Beyond <see cref="Limit"/> they are thinned to evenly spaced order statistics, which
/// keeps the document bounded and the percentiles all but unchanged; <see cref="Count"/> stays the true number.
/// </summary>
public sealed record Durations(ImmutableArray<long> Seconds, int Count)
{
    public const int Limit = 5_000;

    public static Durations None { get; } = new([], 0);

    [JsonIgnore]
    public bool IsThinned => Seconds.Length != Count;

    public static Durations Of(IEnumerable<long> seconds)
    {
        long[] sorted = [.. seconds];
        Array.Sort(sorted);
        return Thin(sorted, sorted.Length);
    }

    public static Durations Merge(IEnumerable<Durations> parts)
    {
        Durations[] all = [.. parts];
        if (all.Length == 1)
        {
            return all[0];
        }

        int count = all.Sum(part => part.Count);
        if (Array.Exists(all, part => part.IsThinned))
        {
            return Weighted(all, count);
        }

        long[] sorted = [.. all.SelectMany(part => part.Seconds)];
        Array.Sort(sorted);
        return Thin(sorted, count);
    }

    /// <summary>A value of a thinned part stands for several, and must not weigh like one of a part that is whole.</summary>
    private static Durations Weighted(Durations[] parts, int count)
    {
        (long Seconds, double Weight)[] values =
        [
            .. parts.SelectMany(part => part.Seconds.Select(seconds => (Seconds: seconds, Weight: (double)part.Count / part.Seconds.Length)))
                .OrderBy(value => value.Seconds).ThenBy(value => value.Weight),
        ];
        ImmutableArray<long>.Builder kept = ImmutableArray.CreateBuilder<long>(Limit);
        int at = 0;
        double upTo = values[0].Weight;
        for (int i = 0; i < Limit; i++)
        {
            double rank = (double)i * (count - 1) / (Limit - 1);
            while (upTo <= rank && at < values.Length - 1)
            {
                upTo += values[++at].Weight;
            }

            kept.Add(values[at].Seconds);
        }

        return new Durations(kept.MoveToImmutable(), count);
    }

    private static Durations Thin(long[] sorted, int count)
    {
        if (sorted.Length <= Limit)
        {
            return new Durations([.. sorted], count);
        }

        ImmutableArray<long>.Builder kept = ImmutableArray.CreateBuilder<long>(Limit);
        for (int i = 0; i < Limit; i++)
        {
            kept.Add(sorted[(int)((long)i * (sorted.Length - 1) / (Limit - 1))]);
        }

        return new Durations(kept.MoveToImmutable(), count);
    }
}
