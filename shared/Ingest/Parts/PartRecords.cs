using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>One part's records as they were put aside. What they say is told by prints first; only what is wanted is then read.</summary>
internal sealed class PartRecords : IDisposable
{
    private readonly RecordsRead[] _read;
    private readonly Names _names;
    private readonly DateTimeOffset _takenAt;
    private readonly bool _keepRepeatedStages;
    private readonly List<ListedDeal> _deals = [];
    private readonly Dictionary<PersonId, Print> _work = [];

    /// <param name="read">What was put aside, by <see cref="PartKind"/>.</param>
    public PartRecords(RecordsRead[] read, Names names, DateTimeOffset takenAt, bool keepRepeatedStages)
    {
        (_read, _names, _takenAt, _keepRepeatedStages) = (read, names, takenAt, keepRepeatedStages);
        Prints prints = new(takenAt);
        PackedReader rows = new(read[(int)PartKind.Deals].Bytes);
        while (!rows.IsAtEnd)
        {
            ListedRow row = PackedRow.Read(ref rows, names);
            prints.Add(row);
            _deals.Add(new ListedDeal(new PersonId(names[row.Owner]), DealNumbers.Hash(row.Id), default));
        }

        prints.Add(Of<StageRecord>(PartKind.Stages), names);
        prints.Add(Of<CloseDateRecord>(PartKind.CloseDates));
        prints.Add(Of<ActivityRecord>(PartKind.Activities));
        prints.Add(Of<NamedActivityRecord>(PartKind.NamedActivities));
        prints.Add(Of<WorkRecord>(PartKind.Work));
        for (int deal = 0; deal < _deals.Count; deal++)
        {
            // What is kept of repeated stages is not said by the rows.
            _deals[deal] = _deals[deal] with { Print = prints.OfDeal(deal, keepRepeatedStages ? 1UL : 0) };
        }

        foreach ((int person, Print print) in prints.Work)
        {
            _work[new PersonId(names[person])] = print;
        }
    }

    /// <summary>In the snapshot's order.</summary>
    public IReadOnlyList<ListedDeal> Deals => _deals;

    /// <summary>Of what each person did.</summary>
    public IReadOnlyDictionary<PersonId, Print> Work => _work;

    public SnapshotPart ReadAll() => Read([.. Enumerable.Repeat(true, _deals.Count)], _ => true);

    /// <param name="deals">By their index, whether an opportunity is wanted.</param>
    /// <param name="people">Whether what somebody did is wanted.</param>
    public SnapshotPart Read(bool[] deals, Func<PersonId, bool> people)
    {
        PartReader reader = new(_names, _takenAt, _keepRepeatedStages, people);
        reader.Deals(_read[(int)PartKind.Deals].Bytes, deals, _deals);
        reader.Stages(Of<StageRecord>(PartKind.Stages));
        reader.CloseDates(Of<CloseDateRecord>(PartKind.CloseDates));
        reader.Activities(Of<ActivityRecord>(PartKind.Activities), Of<NamedActivityRecord>(PartKind.NamedActivities));
        reader.Work(Of<WorkRecord>(PartKind.Work));
        return reader.Complete();
    }

    public void Dispose()
    {
        foreach (RecordsRead read in _read)
        {
            read.Dispose();
        }
    }

    private ReadOnlySpan<T> Of<T>(PartKind kind)
        where T : unmanaged => _read[(int)kind].Of<T>();
}

/// <summary>What a part is made of: each a list of records of one kind.</summary>
internal enum PartKind
{
    Deals,
    Stages,
    CloseDates,
    Activities,
    NamedActivities,
    Work,
}

/// <param name="Id">The hash of its id that <see cref="DealNumbers"/> knows it by.</param>
internal readonly record struct ListedDeal(PersonId Owner, ulong Id, Print Print);
