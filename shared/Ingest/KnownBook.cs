using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>What the store has of a rep's book, as far as a snapshot asks for it.</summary>
/// <param name="Head">Null for a rep without a book.</param>
/// <param name="Sheet">What the last ingest wrote down of it, believed or not: its prints hold all the same. Null where there is none of this release.</param>
/// <param name="IsWhole">All opportunities were read; else the sheet says what the others add.</param>
internal sealed record KnownBook(PersonId Rep, BookHead? Head, TallySheet? Sheet, IReadOnlyList<Opportunity> Opportunities, bool IsWhole)
{
    public static KnownBook None(PersonId rep) => new(rep, null, null, [], IsWhole: true);
}

/// <summary>What came of one rep's book.</summary>
/// <param name="Changed">Opportunities that are to be written.</param>
/// <param name="Movers">Known ones of this book that the snapshot lists under another owner; they are in none of the rest.</param>
/// <param name="Owners">Whoever had one of these once.</param>
internal sealed record MergedBook(BookHead Head, IReadOnlyList<Opportunity> Changed, IReadOnlyList<Opportunity> Movers, IReadOnlySet<PersonId> Owners)
{
    /// <summary>It is to be written.</summary>
    public required bool IsHeadChanged { get; init; }

    /// <summary>Null where it is what it was.</summary>
    public required byte[]? Sheet { get; init; }
}
