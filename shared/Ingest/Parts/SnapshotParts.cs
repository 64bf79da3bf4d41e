using System.IO.Hashing;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>
/// Everything that a snapshot says about opportunities and who worked on them, put aside in parts as it is read: a part has all
/// opportunities of some reps, with what belongs to them, and fits into memory. So an ingest takes no more memory for a company ten times
/// as large. Filled by one thread; then read by any number.
/// </summary>
internal sealed class SnapshotParts : IDisposable
{
    public const int Count = 64;

    private const int LocalBits = 24;
    private const int LeftOut = -1;

    /// <summary>What is held in memory before it goes to a file, in bytes.</summary>
    private const int Budget = 48 << 20;

    private readonly RecordLists _lists = new(Count * Kinds, Budget);
    private readonly Names _names = new();
    private readonly PackedWriter _packed = new();
    private readonly int[] _deals = new int[Count];

    /// <summary>Of an opportunity's number: its part and its index in that, or <see cref="LeftOut"/>.</summary>
    private readonly List<int> _places = [];

    private const int Kinds = 7;

    private enum Kind
    {
        Deals,
        Stages,
        CloseDates,
        Activities,
        NamedActivities,
        Work,
        NamedWork,
    }

    public Names Names => _names;

    /// <summary>Whoever owns an opportunity in it.</summary>
    public HashSet<PersonId> Owners { get; } = [];

    public static int Of(PersonId person) => (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(person.Value)) % Count);

    /// <summary>Whether the opportunity of that number is one that is left out.</summary>
    public bool IsLeftOut(int number) => _places[number] == LeftOut;

    /// <summary>The part that has an opportunity; null where it is left out.</summary>
    public int? PartOf(int number) => _places[number] == LeftOut ? null : _places[number] >>> LocalBits;

    /// <summary>Opportunities come in the order of their numbers.</summary>
    public void Add(OpportunityRow row)
    {
        int part = Of(row.Owner);
        _places.Add((part << LocalBits) | _deals[part]++);
        Owners.Add(row.Owner);
        _packed.Clear();
        PackedRow.Write(_packed, row, _names);
        _lists.Append(List(part, Kind.Deals), _packed.Written);
    }

    /// <summary>The next opportunity is one whose rows are not wanted.</summary>
    public void LeaveOut() => _places.Add(LeftOut);

    public void Add(in DealStage row)
    {
        (int part, int deal) = Place(row.Deal);
        _lists.Append(List(part, Kind.Stages), new StageRecord(deal, _names.Of(row.Stage), row.At.UtcTicks));
    }

    public void Add(in DealCloseDate row)
    {
        (int part, int deal) = Place(row.Deal);
        _lists.Append(List(part, Kind.CloseDates), new CloseDateRecord(deal, row.At.UtcTicks, row.From.DayNumber, row.To.DayNumber));
    }

    public void Add(in DealActivity row)
    {
        if (row.Deal != DealActivity.None)
        {
            (int part, int deal) = Place(row.Deal);
            Add(part, Kind.Activities, new ActivityRecord(deal, row.At.UtcTicks, ActivityMark.Of(row.Kind, row.Completed, row.By is not null)), row.Id);
        }

        if (row.By is { } by)
        {
            Add(Of(by), Kind.Work, new ActivityRecord(_names.Of(by.Value), row.At.UtcTicks, ActivityMark.Of(row.Kind, row.Completed, others: false)), row.Id);
        }
    }

    /// <param name="takenAt">The snapshot's instant.</param>
    public SnapshotPart Read(int part, DateTimeOffset takenAt, bool keepRepeatedStages)
    {
        PartReader reader = new(_names, takenAt);
        Read(part, Kind.Deals, records => reader.Deals(records.Bytes));
        Read(part, Kind.Stages, records => reader.Stages(records.Of<StageRecord>()));
        Read(part, Kind.CloseDates, records => reader.CloseDates(records.Of<CloseDateRecord>()));
        Read(part, Kind.Activities, records => reader.Activities(records.Of<ActivityRecord>()));
        Read(part, Kind.NamedActivities, records => reader.Activities(records.Of<NamedActivityRecord>()));
        Read(part, Kind.Work, records => reader.Work(records.Of<ActivityRecord>()));
        Read(part, Kind.NamedWork, records => reader.Work(records.Of<NamedActivityRecord>()));
        return reader.Complete(keepRepeatedStages);
    }

    public void Dispose() => _lists.Dispose();

    private static int List(int part, Kind kind) => (part * Kinds) + (int)kind;

    private (int Part, int Deal) Place(int number) => (_places[number] >>> LocalBits, _places[number] & ((1 << LocalBits) - 1));

    private void Add(int part, Kind kind, in ActivityRecord record, ulong id)
    {
        if (id == 0)
        {
            _lists.Append(List(part, kind), record);
        }
        else
        {
            _lists.Append(List(part, kind + 1), new NamedActivityRecord(record, id));
        }
    }

    private void Read(int part, Kind kind, Action<RecordsRead> read)
    {
        using RecordsRead records = _lists.Read(List(part, kind));
        read(records);
    }
}
