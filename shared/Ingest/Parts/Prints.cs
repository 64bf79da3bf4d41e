using System.Runtime.InteropServices;

namespace OneOnOne.Ingest.Parts;

/// <summary>Adds up the prints of a part's opportunities, and of what its people did. Opportunities come first.</summary>
internal sealed class Prints(DateTimeOffset takenAt)
{
    private readonly long _now = takenAt.UtcTicks;
    private readonly List<Sum> _deals = [];
    private readonly List<Sum> _people = [];

    /// <summary>Of the number of a person's name: the index in <see cref="_people"/>.</summary>
    private readonly Dictionary<int, int> _indexes = [];

    /// <summary>Of an opportunity: its owner's index.</summary>
    private readonly List<int> _owners = [];

    /// <summary>Of whoever did anything, by the number of the name.</summary>
    public IEnumerable<(int Person, Print Print)> Work =>
        _indexes.Where(person => _people[person.Value].Rows > 0).Select(person => (person.Key, new Print(_people[person.Value].Hashes, _people[person.Value].Due)));

    /// <param name="seed">What else the rows are read by.</param>
    public Print OfDeal(int deal, ulong seed) => new(Print.Mix(_deals[deal].Hashes, seed), _deals[deal].Due);

    public void Add(in ListedRow row)
    {
        Sum sum = new();
        sum.Add(row.Sum, row.DueAfter(takenAt));
        _deals.Add(sum);
        _owners.Add(Person(row.Owner));
    }

    public void Add(ReadOnlySpan<StageRecord> records, Names names)
    {
        Span<Sum> deals = CollectionsMarshal.AsSpan(_deals);
        foreach (ref readonly StageRecord record in records)
        {
            deals[record.Deal].Add(Print.Of(names.Hash(record.Stage), record.Ticks), NotAhead(record.Ticks));
        }
    }

    public void Add(ReadOnlySpan<CloseDateRecord> records)
    {
        Span<Sum> deals = CollectionsMarshal.AsSpan(_deals);
        foreach (ref readonly CloseDateRecord record in records)
        {
            deals[record.Deal].Add(Print.Of(record), NotAhead(record.Ticks));
        }
    }

    public void Add(ReadOnlySpan<ActivityRecord> records)
    {
        foreach (ref readonly ActivityRecord record in records)
        {
            Add(record.Deal, record.Did, 0);
        }
    }

    public void Add(ReadOnlySpan<NamedActivityRecord> records)
    {
        foreach (ref readonly NamedActivityRecord record in records)
        {
            Add(record.Deal, record.Did, record.Id);
        }
    }

    public void Add(ReadOnlySpan<WorkRecord> records)
    {
        foreach (ref readonly WorkRecord record in records)
        {
            int person = Person(record.Person);
            CollectionsMarshal.AsSpan(_people)[person].Add(Print.Of(record.Did, record.Id), Due(record.Did));
        }
    }

    private void Add(int deal, in Did did, ulong id)
    {
        ulong print = Print.Of(did, id);
        long due = Due(did);
        CollectionsMarshal.AsSpan(_deals)[deal].Add(print, due);
        if (!did.IsOthers)
        {
            CollectionsMarshal.AsSpan(_people)[_owners[deal]].Add(print, due);
        }
    }

    /// <summary>An activity that is booked becomes one that is past.</summary>
    private long Due(in Did did) => did.Ticks > _now ? did.Ticks : long.MaxValue;

    /// <summary>A history that knows the future cannot be trusted to say the same the next time.</summary>
    private long NotAhead(long ticks) => ticks > _now ? 0 : long.MaxValue;

    private int Person(int name)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, name, out bool known);
        if (!known)
        {
            index = _people.Count;
            _people.Add(new Sum());
        }

        return index;
    }

    private struct Sum()
    {
        public ulong Hashes;
        public long Due = long.MaxValue;
        public int Rows;

        public void Add(ulong hash, long due)
        {
            Hashes += hash;
            Due = Math.Min(Due, due);
            Rows++;
        }
    }
}
