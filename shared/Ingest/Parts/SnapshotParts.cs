using System.IO.Hashing;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>
/// Everything that a snapshot says about opportunities and who worked on them, put aside in parts as it is read: a part has all
/// opportunities of some reps, with what belongs to them, and only a few parts are in memory at once. Filled by one thread; then read by any number.
/// </summary>
internal sealed class SnapshotParts : IDisposable
{
    public const int Count = 256;

    private const int LocalBits = 24;
    private const int LeftOut = -1;

    /// <summary>What is held in memory before it goes to a file, in bytes.</summary>
    private const int Budget = 32 << 20;

    private readonly RecordLists _lists = new(Count * Kinds, Budget);
    private readonly Names _names = new();
    private readonly PackedWriter _packed = new();
    private readonly PackedWriter _body = new();
    private readonly int[] _deals = new int[Count];

    /// <summary>Of an opportunity's number: its part and its index in that, or <see cref="LeftOut"/>.</summary>
    private int[] _places = new int[1 << 10];
    private int _numbers;

    /// <summary>Of the number of a name that is a person's: the part, plus one. 0: nobody has asked yet.</summary>
    private int[] _partsOfPeople = new int[1 << 8];
    private readonly HashSet<int> _owners = [];

    private const int Kinds = (int)PartKind.Work + 1;

    /// <summary>Whoever owns an opportunity in it.</summary>
    public IEnumerable<PersonId> Owners => _owners.Select(number => new PersonId(_names[number]));

    public static int Of(PersonId person) => (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(person.Value)) % Count);

    /// <summary>Whether the opportunity of that number is one that is left out.</summary>
    public bool IsLeftOut(int number) => _places[number] == LeftOut;

    /// <summary>The part that has an opportunity; null where it is left out.</summary>
    public int? PartOf(int number) => _places[number] == LeftOut ? null : _places[number] >>> LocalBits;

    /// <summary>Opportunities come in the order of their numbers.</summary>
    public void Add(OpportunityRow row)
    {
        int owner = _names.Of(row.Owner.Value);
        int part = PartOfPerson(owner);
        Add((part << LocalBits) | _deals[part]++);
        _owners.Add(owner);
        _packed.Clear();
        PackedRow.Write(_packed, _body, row, _names);
        _lists.Append(List(part, PartKind.Deals), _packed.Written);
    }

    /// <summary>The next opportunity is one whose rows are not wanted.</summary>
    public void LeaveOut() => Add(LeftOut);

    public void Add(in DealStage row)
    {
        (int part, int deal) = Place(row.Deal);
        _lists.Append(List(part, PartKind.Stages), new StageRecord(deal, _names.Of(row.Stage), row.At.UtcTicks));
    }

    public void Add(in DealCloseDate row)
    {
        (int part, int deal) = Place(row.Deal);
        _lists.Append(List(part, PartKind.CloseDates), new CloseDateRecord(deal, row.At.UtcTicks, row.From.DayNumber, row.To.DayNumber));
    }

    public void Add(in DealActivity row)
    {
        if (row.Deal != DealActivity.None)
        {
            (int part, int deal) = Place(row.Deal);
            Did did = Did.Of(row.Kind, row.At, row.Completed, others: row.By is not null);
            if (row.Id == 0)
            {
                _lists.Append(List(part, PartKind.Activities), new ActivityRecord(deal, did));
            }
            else
            {
                _lists.Append(List(part, PartKind.NamedActivities), new NamedActivityRecord(deal, did, row.Id));
            }
        }

        if (row.By is { } by)
        {
            int person = _names.Of(by.Value);
            _lists.Append(List(PartOfPerson(person), PartKind.Work), new WorkRecord(person, Did.Of(row.Kind, row.At, row.Completed, others: false), row.Id));
        }
    }

    /// <param name="takenAt">The snapshot's instant.</param>
    public PartRecords Open(int part, DateTimeOffset takenAt, bool keepRepeatedStages) =>
        new([.. Enumerable.Range(0, Kinds).Select(kind => _lists.Read(List(part, (PartKind)kind)))], _names, takenAt, keepRepeatedStages);

    public void Dispose() => _lists.Dispose();

    /// <summary>Asked for each of millions of rows, and people are few.</summary>
    private int PartOfPerson(int name)
    {
        if (name >= _partsOfPeople.Length)
        {
            Array.Resize(ref _partsOfPeople, name * 2);
        }

        ref int part = ref _partsOfPeople[name];
        if (part == 0)
        {
            part = Of(new PersonId(_names[name])) + 1;
        }

        return part - 1;
    }

    private void Add(int place)
    {
        if (_numbers == _places.Length)
        {
            Array.Resize(ref _places, _numbers * 2);
        }

        _places[_numbers++] = place;
    }

    private static int List(int part, PartKind kind) => (part * Kinds) + (int)kind;

    private (int Part, int Deal) Place(int number) => (_places[number] >>> LocalBits, _places[number] & ((1 << LocalBits) - 1));
}
