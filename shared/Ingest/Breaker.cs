using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Refuses a snapshot that looks broken: the last good one stays in force, and somebody is told.</summary>
public static class Breaker
{
    /// <summary>More bad rows than this share, of all rows or of the opportunities alone.</summary>
    public const double MostBad = 0.20;

    /// <summary>Fewer opportunities than this share of the snapshot before it (in time, not in arrival).</summary>
    public const double FewestOfPrevious = 0.50;

    /// <returns>Why it is refused; null when it may pass.</returns>
    public static string? Judge(IReadOnlyList<SectionCount> counts, int opportunities, Snapshot? previous)
    {
        long read = counts.Sum(count => count.Read);
        long bad = counts.Sum(Bad);
        SectionCount? deals = counts.FirstOrDefault(count => count.Section == Section.Opportunities);
        if (deals is not null && Bad(deals) > MostBad * deals.Read)
        {
            return $"{Bad(deals)} of {deals.Read} opportunity rows are bad, more than a fifth";
        }

        if (bad > MostBad * read)
        {
            return $"{bad} of {read} rows are bad, more than a fifth";
        }

        return previous is not null && opportunities < FewestOfPrevious * previous.Opportunities
            ? $"it has {opportunities} opportunities where the snapshot before it had {previous.Opportunities}"
            : null;
    }

    private static long Bad(SectionCount count) => count.Quarantined - count.Orphans;
}
