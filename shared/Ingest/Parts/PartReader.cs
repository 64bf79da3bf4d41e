using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest.Parts;

/// <summary>Puts one part's records together: opportunities with what belongs to them, and what each person did.</summary>
internal sealed class PartReader(Names names, DateTimeOffset takenAt)
{
    private readonly List<IncomingOpportunity> _deals = [];
    private readonly Dictionary<PersonId, ActivityTally> _work = [];

    // Exports that are read in pages repeat rows at the seams; and one call may stand under two opportunities, but was made once.
    private readonly RepeatedRows _ofDeals = new();
    private readonly RepeatedRows _ofPeople = new();

    public void Deals(ReadOnlySpan<byte> records)
    {
        PackedReader reader = new(records);
        while (!reader.IsAtEnd)
        {
            _deals.Add(new IncomingOpportunity(PackedRow.Read(ref reader, names), takenAt));
        }
    }

    public void Stages(ReadOnlySpan<StageRecord> records)
    {
        foreach (ref readonly StageRecord record in records)
        {
            _deals[record.Deal].StageEntries.Add(new StageEntry(names[record.Stage], new DateTimeOffset(record.Ticks, TimeSpan.Zero)));
        }
    }

    public void CloseDates(ReadOnlySpan<CloseDateRecord> records)
    {
        foreach (ref readonly CloseDateRecord record in records)
        {
            _deals[record.Deal].CloseDateChanges.Add(
                new CloseDateChange(new DateTimeOffset(record.Ticks, TimeSpan.Zero), DateOnly.FromDayNumber(record.From), DateOnly.FromDayNumber(record.To)));
        }
    }

    public void Activities(ReadOnlySpan<ActivityRecord> records)
    {
        foreach (ref readonly ActivityRecord record in records)
        {
            IncomingOpportunity deal = _deals[record.Owner];
            Add(deal.Activities, record);
            if (!record.Mark.IsOthers)
            {
                Add(Tally(deal.Row.Owner), record);
            }
        }
    }

    public void Activities(ReadOnlySpan<NamedActivityRecord> records)
    {
        foreach (ref readonly NamedActivityRecord record in records)
        {
            IncomingOpportunity deal = _deals[record.Activity.Owner];
            if (!record.Activity.Mark.IsOthers && !_ofPeople.IsRepeat(deal.Row.Owner.Value, record.Id))
            {
                Add(Tally(deal.Row.Owner), record.Activity);
            }

            if (!_ofDeals.IsRepeat(deal.Row.Id.Value, record.Id))
            {
                Add(deal.Activities, record.Activity);
            }
        }
    }

    public void Work(ReadOnlySpan<ActivityRecord> records)
    {
        foreach (ref readonly ActivityRecord record in records)
        {
            Add(Tally(new PersonId(names[record.Owner])), record);
        }
    }

    public void Work(ReadOnlySpan<NamedActivityRecord> records)
    {
        foreach (ref readonly NamedActivityRecord record in records)
        {
            if (!_ofPeople.IsRepeat(names[record.Activity.Owner], record.Id))
            {
                Add(Tally(new PersonId(names[record.Activity.Owner])), record.Activity);
            }
        }
    }

    public SnapshotPart Complete(bool keepRepeatedStages)
    {
        foreach (IncomingOpportunity deal in _deals)
        {
            deal.Order(keepRepeatedStages);
        }

        return new SnapshotPart(_deals, _work.Select(person => (person.Key, Days: person.Value.Days())).Where(person => !person.Days.IsEmpty).ToDictionary(person => person.Key, person => person.Days));
    }

    private static void Add(ActivityTally tally, in ActivityRecord record) => tally.Add(record.Mark.Kind, record.At, record.Mark.Completed);

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
