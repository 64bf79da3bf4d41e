using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>Puts one part's records together: opportunities with what belongs to them, and what each person did.</summary>
internal sealed class PartReader(Names names, DateTimeOffset takenAt, bool keepRepeatedStages)
{
    private readonly List<IncomingOpportunity> _deals = [];
    private readonly Dictionary<PersonId, ActivityTally> _work = [];

    // Exports that are read in pages repeat rows at the seams; and one call may stand under two opportunities, but was made once.
    private readonly RepeatedRows _ofDeals = new();
    private readonly RepeatedRows _ofPeople = new();

    private ActivityTally[] _owners = [];

    public void Deals(ReadOnlySpan<byte> records)
    {
        PackedReader reader = new(records);
        while (!reader.IsAtEnd)
        {
            _deals.Add(new IncomingOpportunity(PackedRow.Read(ref reader, names)));
        }

        _owners = [.. _deals.Select(deal => Tally(deal.Row.Owner))];
    }

    public void Stages(ReadOnlySpan<StageRecord> records)
    {
        using Grouped<StageRecord> grouped = new(records, _deals.Count);
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
        using Grouped<CloseDateRecord> grouped = new(records, _deals.Count);
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
            if (!record.Did.IsOthers)
            {
                _owners[record.Deal].Add(record.Did);
            }
        }

        foreach (ref readonly NamedActivityRecord record in named)
        {
            if (!record.Did.IsOthers && !_ofPeople.IsRepeat(_deals[record.Deal].Row.Owner.Value, record.Id))
            {
                _owners[record.Deal].Add(record.Did);
            }
        }

        using Grouped<ActivityRecord> grouped = new(records, _deals.Count);
        using Grouped<NamedActivityRecord> groupedNamed = new(named, _deals.Count);
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
            string person = names[record.Person];
            if (record.Id == 0 || !_ofPeople.IsRepeat(person, record.Id))
            {
                Tally(new PersonId(person)).Add(record.Did);
            }
        }
    }

    public SnapshotPart Complete() => new(
        _deals,
        _work.Select(person => (person.Key, person.Value.Total().Days)).Where(person => !person.Days.IsEmpty).ToDictionary(person => person.Key, person => person.Days));

    private ActivityTally Tally(PersonId person)
    {
        if (!_work.TryGetValue(person, out ActivityTally? tally))
        {
            _work[person] = tally = new ActivityTally(takenAt);
        }

        return tally;
    }
}

/// <summary>All that a snapshot says about some reps.</summary>
/// <param name="Deals">In the snapshot's order.</param>
/// <param name="ActivitiesByPerson">What each did, for whichever opportunity or none.</param>
internal sealed record SnapshotPart(IReadOnlyList<IncomingOpportunity> Deals, IReadOnlyDictionary<PersonId, ImmutableArray<ActivityDay>> ActivitiesByPerson);
