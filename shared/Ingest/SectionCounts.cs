using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>Keeps the books on rows, read = loaded + quarantined + skipped + forgotten, while it passes quarantined rows on.</summary>
internal sealed class SectionCounts(IQuarantine inner) : IReadReport
{
    private readonly Dictionary<Section, SectionCount> _counts = [];
    private readonly HashSet<OpportunityId> _unreadable = [];
    private readonly HashSet<PersonId> _unreadablePeople = [];

    public IReadOnlySet<OpportunityId> UnreadableOpportunities => _unreadable;

    public IReadOnlySet<PersonId> UnreadablePeople => _unreadablePeople;

    public int UnidentifiedOpportunities { get; private set; }

    public long Quarantined => _counts.Values.Sum(count => count.Quarantined);

    public IReadOnlyList<SectionCount> All => [.. _counts.Values.OrderBy(count => count.Section)];

    public SectionCount Of(Section section) => _counts.GetValueOrDefault(section, new SectionCount(section, 0, 0, 0, 0));

    public void Add(QuarantinedRow row)
    {
        SectionCount count = Of(row.Section);
        bool orphan = row.Code is QuarantineCode.UnknownOpportunity or QuarantineCode.UnknownMeeting;
        _counts[row.Section] = count with { Quarantined = count.Quarantined + 1, Orphans = count.Orphans + (orphan ? 1 : 0) };
        if (row is { Section: Section.Opportunities, Code: not QuarantineCode.DuplicateId })
        {
            if (row.Id is { } id)
            {
                _unreadable.Add(new OpportunityId(id));
            }
            else
            {
                UnidentifiedOpportunities++;
            }
        }

        if (row is { Section: Section.People, Id: { } person, Code: not QuarantineCode.DuplicateId })
        {
            _unreadablePeople.Add(new PersonId(person));
        }

        inner.Add(row);
    }

    /// <summary>A good row that belongs to somebody who was forgotten.</summary>
    public void LeftOut(Section section) => _counts[section] = Of(section) with { Forgotten = Of(section).Forgotten + 1 };

    public void Read(Section section, long read, long skipped) => _counts[section] = Of(section) with { Read = read, Skipped = skipped };
}

/// <param name="Read">Data rows in the file.</param>
/// <param name="Skipped">Rows that the mapping file says to leave out.</param>
/// <param name="Orphans">Those of the quarantined that are well-formed but belong to nothing in the snapshot.</param>
public sealed record SectionCount(Section Section, long Read, long Quarantined, long Skipped, long Orphans)
{
    /// <summary>Rows of people who were forgotten.</summary>
    public long Forgotten { get; init; }

    public long Loaded => Read - Quarantined - Skipped - Forgotten;
}
