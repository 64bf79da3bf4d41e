using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>Puts one part's records together: opportunities with what belongs to them, and what each person did.</summary>
/// <param name="people">Whose work is wanted.</param>
internal sealed class PartReader(Names names, DateTimeOffset takenAt, bool keepRepeatedStages, Func<PersonId, bool> people)
{
    private readonly List<IncomingOpportunity> _deals = [];
    private readonly Dictionary<PersonId, ActivityTally?> _work = [];

    // Exports that are read in pages repeat rows at the seams; and one call may stand under two opportunities, but was made once.
    private readonly RepeatedRows _ofDeals = new();
    private readonly RepeatedRows _ofPeople = new();

    /// <summary>Of each opportunity of the part: its index among those that are wanted, or -1.</summary>
    private int[] _places = [];

    /// <summary>Of each opportunity of the part: what its owner did, and who that is; null where it is not wanted.</summary>
    private (PersonId Id, ActivityTally Tally)?[] _owners = [];

    public void Deals(ReadOnlySpan<byte> records, bool[] wanted, IReadOnlyList<ListedDeal> listed)
    {
        _places = new int[wanted.Length];
        _owners = new (PersonId, ActivityTally)?[wanted.Length];
        PackedReader reader = new(records);
        for (int deal = 0; deal < wanted.Length; deal++)
        {
            ListedRow row = PackedRow.Read(ref reader, names);
            _places[deal] = wanted[deal] ? _deals.Count : -1;
            _owners[deal] = Tally(listed[deal].Owner) is { } tally ? (listed[deal].Owner, tally) : null;
            if (wanted[deal])
            {
                _deals.Add(new IncomingOpportunity(PackedRow.Row(row, names), listed[deal].Print));
            }
        }
    }

    public void Stages(ReadOnlySpan<StageRecord> records)
    {
        using Grouped<StageRecord> grouped = new(records, _places, _deals.Count);
        List<StageEntry> entries = [];
        for (int deal = 0; deal < _deals.Count; deal++)
        {
            entries.Clear();
            entries.AddRange(_deals[deal].Row.StageEntries.AsSpan());
            foreach (ref readonly StageRecord record in grouped[deal])
            {
                entries.Add(new StageEntry(names[record.Stage], new DateTimeOffset(record.Ticks, TimeSpan.Zero)));
            }

            _deals[deal].StageEntries = Histories.Of(entries, keepRepeatedStages);
        }
    }

    public void CloseDates(ReadOnlySpan<CloseDateRecord> records)
    {
        using Grouped<CloseDateRecord> grouped = new(records, _places, _deals.Count);
        List<CloseDateChange> changes = [];
        for (int deal = 0; deal < _deals.Count; deal++)
        {
            changes.Clear();
            foreach (ref readonly CloseDateRecord record in grouped[deal])
            {
                changes.Add(new CloseDateChange(new DateTimeOffset(record.Ticks, TimeSpan.Zero), DateOnly.FromDayNumber(record.From), DateOnly.FromDayNumber(record.To)));
            }

            _deals[deal].CloseDateChanges = Histories.Of(changes);
        }
    }

    public void Activities(ReadOnlySpan<ActivityRecord> records, ReadOnlySpan<NamedActivityRecord> named)
    {
        foreach (ref readonly ActivityRecord record in records)
        {
            if (!record.Did.IsOthers && _owners[record.Deal] is { } owner)
            {
                owner.Tally.Add(record.Did);
            }
        }

        foreach (ref readonly NamedActivityRecord record in named)
        {
            if (!record.Did.IsOthers && _owners[record.Deal] is { } owner && !_ofPeople.IsRepeat(owner.Id.Value, record.Id))
            {
                owner.Tally.Add(record.Did);
            }
        }

        using Grouped<ActivityRecord> grouped = new(records, _places, _deals.Count);
        using Grouped<NamedActivityRecord> groupedNamed = new(named, _places, _deals.Count);
        ActivityTally tally = new(takenAt);
        for (int deal = 0; deal < _deals.Count; deal++)
        {
            tally.Clear();
            foreach (ref readonly ActivityRecord record in grouped[deal])
            {
                tally.Add(record.Did);
            }

            foreach (ref readonly NamedActivityRecord record in groupedNamed[deal])
            {
                if (!_ofDeals.IsRepeat(_deals[deal].Row.Id.Value, record.Id))
                {
                    tally.Add(record.Did);
                }
            }

            _deals[deal].Activities = tally.Total();
        }
    }

    public void Work(ReadOnlySpan<WorkRecord> records)
    {
        foreach (ref readonly WorkRecord record in records)
        {
            PersonId person = new(names[record.Person]);
            if (Tally(person) is { } tally && (record.Id == 0 || !_ofPeople.IsRepeat(person.Value, record.Id)))
            {
                tally.Add(record.Did);
            }
        }
    }

    public SnapshotPart Complete()
    {
        Dictionary<PersonId, ImmutableArray<ActivityDay>> work = [];
        foreach ((PersonId person, ActivityTally? tally) in _work)
        {
            if (tally?.Total().Days is { IsEmpty: false } days)
            {
                work[person] = days;
            }
        }

        return new SnapshotPart(_deals, work);
    }

    /// <returns>Null for somebody whose work is not wanted.</returns>
    private ActivityTally? Tally(PersonId person)
    {
        if (!_work.TryGetValue(person, out ActivityTally? tally))
        {
            _work[person] = tally = people(person) ? new ActivityTally(takenAt) : null;
        }

        return tally;
    }
}

/// <summary>All that a snapshot says about some reps.</summary>
/// <param name="Deals">In the snapshot's order.</param>
/// <param name="ActivitiesByPerson">What each did, for whichever opportunity or none.</param>
internal sealed record SnapshotPart(IReadOnlyList<IncomingOpportunity> Deals, IReadOnlyDictionary<PersonId, ImmutableArray<ActivityDay>> ActivitiesByPerson);
