using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;

namespace OneOnOne.Ingest;

/// <summary>What of one part has to be read, from the snapshot and from the store: all that the reps' sheets do not cover.</summary>
internal sealed class PartPlan : IDisposable
{
    private readonly PartRecords _records;
    private readonly bool[] _wanted;
    private readonly SortedDictionary<PersonId, BookPlan> _books = [];

    /// <param name="stored">The sheets of reps that have a book; null for one without a sheet of this release.</param>
    public PartPlan(IncomingSnapshot incoming, int part, IReadOnlyDictionary<PersonId, TallySheet?> stored, Func<TallySheet, bool> believes)
    {
        _records = incoming.Open(part);
        _wanted = new bool[_records.Deals.Count];
        foreach ((PersonId rep, TallySheet? sheet) in stored)
        {
            _books[rep] = new BookPlan(rep, sheet, isStored: true, sheet is not null && believes(sheet));
        }

        for (int deal = 0; deal < _wanted.Length; deal++)
        {
            ListedDeal listed = _records.Deals[deal];
            _wanted[deal] = BookOf(listed.Owner).Wants(listed, incoming.TakenAt);
        }

        foreach ((PersonId person, Print print) in _records.Work)
        {
            BookOf(person).Work = print;
        }

        foreach (BookPlan book in _books.Values)
        {
            book.Complete(incoming);
        }
    }

    /// <summary>Those of whom something has to be merged.</summary>
    public IEnumerable<BookPlan> Books => _books.Values.Where(book => book.IsTouched);

    public SnapshotPart Read() => _records.Read(_wanted, person => _books.TryGetValue(person, out BookPlan? book) && book.WantsWork);

    public void Dispose() => _records.Dispose();

    private BookPlan BookOf(PersonId rep)
    {
        if (!_books.TryGetValue(rep, out BookPlan? book))
        {
            _books[rep] = book = new BookPlan(rep, null, isStored: false, believed: false);
        }

        return book;
    }
}

/// <summary>What of one rep's book has to be read.</summary>
/// <param name="sheet">Also one that is not believed: it still has the prints of the newest snapshot.</param>
/// <param name="isStored">The rep has a book.</param>
internal sealed class BookPlan(PersonId rep, TallySheet? sheet, bool isStored, bool believed)
{
    private readonly HashSet<ulong> _listed = [];
    private readonly List<OpportunityId> _deals = [];
    private bool _hasNews;

    public PersonId Rep => rep;

    public TallySheet? Sheet => sheet;

    public bool IsStored => isStored;

    /// <summary>Its sheet says too little: all of it is read.</summary>
    public bool IsWhole => !believed;

    /// <summary>Of what the rep did in this snapshot.</summary>
    public Print Work { get; set; } = Print.Nothing;

    public bool WantsWork { get; private set; }

    /// <summary>Known opportunities that may change.</summary>
    public IReadOnlyList<OpportunityId> Deals => _deals;

    public bool IsTouched => IsWhole || _hasNews || WantsWork;

    /// <returns>Whether the opportunity's rows have to be read.</returns>
    public bool Wants(ListedDeal deal, DateTimeOffset takenAt)
    {
        if (!believed)
        {
            return true;
        }

        _listed.Add(deal.Id);
        bool isKnown = sheet!.Lines.TryGetValue(deal.Id, out TallyLine line);
        if (isKnown && !line.IsGone && line.Print.Covers(deal.Print, takenAt))
        {
            return false;
        }

        _hasNews = true;
        if (isKnown)
        {
            _deals.Add(line.OpportunityId);
        }

        return true;
    }

    /// <summary>When all were listed.</summary>
    public void Complete(IncomingSnapshot incoming)
    {
        WantsWork = !believed || !sheet!.Work.Covers(Work, incoming.TakenAt);
        if (!believed)
        {
            return;
        }

        foreach ((ulong id, TallyLine line) in sheet!.Lines)
        {
            if (!_listed.Contains(id) && (!line.IsGone || incoming.PartOf(id) is not null || (incoming.IsSilentAboutAny && incoming.IsSilentAbout(line.OpportunityId))))
            {
                _deals.Add(line.OpportunityId);
                _hasNews = true;
            }
        }
    }
}
