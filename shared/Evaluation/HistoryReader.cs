using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Parts;
using OneOnOne.Privacy;

namespace OneOnOne.Evaluation;

/// <summary>Reads snapshots as an ingest does, but keeps all of what they say in memory and writes nothing.</summary>
public sealed class HistoryReader(IQuarantine quarantine, IProgress<long>? progress = null)
{
    private const int ReportEvery = 20_000;

    private readonly SortedDictionary<DateTimeOffset, Seen> _snapshots = [];
    private readonly Dictionary<OpportunityId, Opportunity> _known = [];
    private readonly Dictionary<OpportunityId, ImmutableArray<ActivityDay>> _done = [];
    private readonly Dictionary<OpportunityId, List<Booking>> _booked = [];
    private readonly Dictionary<PersonId, ImmutableArray<ActivityDay>> _work = [];
    private Company _company = new();
    private long _rows;
    private long _bad;

    /// <param name="sources">In any order.</param>
    /// <exception cref="UserErrorException">A snapshot cannot be read, looks broken, or two claim one instant.</exception>
    public async Task<History> ReadAsync(IEnumerable<ISnapshotSource> sources, CancellationToken cancellation)
    {
        foreach (ISnapshotSource source in sources)
        {
            await AddAsync(source, cancellation);
        }

        ImmutableSortedSet<Section> sections = [.. _snapshots.Values.SelectMany(snapshot => snapshot.Sections)];
        LifeBuilder lives = new(_known.Values, sections.Contains(Section.CloseDateHistory));
        return new History(_snapshots.Keys.Last(), [.. _known.Values.OrderBy(one => one.Id).Select(Life)])
        {
            Sections = sections,
            Stages = _snapshots.Values.Last().Stages,
            People = _company.Persons().ToImmutableSortedDictionary(person => person.Id, person => person),
            Work = _work.ToImmutableSortedDictionary(),
            Bookings = [.. _snapshots.Where(snapshot => snapshot.Value.HasBooked).Select(snapshot => snapshot.Key)],
            RowsRead = _rows,
            RowsSetAside = _bad,
            HasCloseDates = _known.Values.Any(one => !one.CloseDateChanges.IsEmpty) || _snapshots.Count > 1,
        };

        Life Life(Opportunity one) => lives.Build(one, _done.GetValueOrDefault(one.Id, []), [.. _booked.GetValueOrDefault(one.Id, []).OrderBy(booking => booking.SeenAt)], [.. _snapshots.Keys]);
    }

    private async Task AddAsync(ISnapshotSource source, CancellationToken cancellation)
    {
        SnapshotManifest manifest = await source.DescribeAsync(cancellation);
        SectionCounts counts = new(quarantine);
        using SnapshotAssembly assembly = new(manifest, counts, Forgotten.Nobody);
        long reported = _rows;
        await foreach (RowBatch batch in source.ReadAsync(assembly.Numbers, counts, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            assembly.Add(batch);
            _rows += batch.Count;
            if (_rows >= reported + ReportEvery)
            {
                reported = _rows;
                progress?.Report(_rows);
            }
        }

        IncomingSnapshot incoming = assembly.Complete();
        _bad += counts.Quarantined;
        if (Breaker.Judge(counts.All, incoming.Count, previous: null) is { } reason)
        {
            throw new UserErrorException($"The snapshot of {incoming.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC looks broken: {reason}. Mend the export or its mapping; `ingest` lists the bad rows.");
        }

        if (_snapshots.ContainsKey(incoming.TakenAt))
        {
            throw new UserErrorException($"Two snapshots were taken at {incoming.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Say in each folder's snapshot.json when it was taken, or leave one out.");
        }

        Merge(incoming);
        _company = CompanyMerge.Merge(_company, incoming, manifest.Sections);
        _snapshots.Add(incoming.TakenAt, new Seen(manifest.Sections, manifest.Stages, incoming.HasBookedActivities));
    }

    private void Merge(IncomingSnapshot incoming)
    {
        ImmutableArray<DateTimeOffset> before = [.. _snapshots.Keys];
        foreach (OpportunityId id in _known.Keys.Where(id => incoming.PartOf(id) is null).ToArray())
        {
            _known[id] = incoming.IsSilentAbout(id)
                ? OpportunityMerge.MarkUnseen(_known[id], incoming.TakenAt)
                : OpportunityMerge.Merge(_known[id], null, incoming.TakenAt, before);
        }

        for (int part = 0; part < SnapshotParts.Count; part++)
        {
            Merge(incoming, incoming.ReadPart(part), before);
        }
    }

    private void Merge(IncomingSnapshot incoming, SnapshotPart part, ImmutableArray<DateTimeOffset> before)
    {
        foreach (IncomingOpportunity one in part.Deals)
        {
            OpportunityId id = one.Row.Id;
            _known[id] = _known.TryGetValue(id, out Opportunity? earlier)
                ? OpportunityMerge.Merge(earlier, one, incoming.TakenAt, before)
                : OpportunityMerge.First(one, incoming.TakenAt, before, []);

            ImmutableArray<ActivityDay> days = one.Activities.Days;
            _done[id] = _done.TryGetValue(id, out ImmutableArray<ActivityDay> known) ? ActivityDays.Union(known, days) : days;
            if (incoming.HasBookedActivities)
            {
                if (!_booked.TryGetValue(id, out List<Booking>? booked))
                {
                    _booked[id] = booked = [];
                }

                booked.Add(new Booking(incoming.TakenAt, OpportunityMerge.Booked(one, incoming.TakenAt)));
            }
        }

        foreach ((PersonId person, ImmutableArray<ActivityDay> days) in part.ActivitiesByPerson)
        {
            _work[person] = _work.TryGetValue(person, out ImmutableArray<ActivityDay> known) ? ActivityDays.Union(known, days) : days;
        }
    }

    private sealed record Seen(ImmutableSortedSet<Section> Sections, ImmutableArray<string> Stages, bool HasBooked);
}
