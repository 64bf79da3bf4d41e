using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Meetings;
using OneOnOne.Privacy;

namespace OneOnOne.Ingest;

/// <summary>
/// Sorts a stream of rows into parts. Second rows with one id go to quarantine, and rows of people who were forgotten go nowhere.
/// It also finds the newest instant in the data, which is the snapshot's where nobody says otherwise.
/// </summary>
/// <param name="forgotten">Whose rows are left out.</param>
internal sealed class SnapshotAssembly(SnapshotManifest manifest, SectionCounts counts, Forgotten forgotten) : IDisposable
{
    private readonly ForgottenRows _forgotten = new(forgotten, counts);
    private readonly SnapshotParts _parts = new();
    private readonly Dictionary<string, MeetingRow> _meetings = new(StringComparer.Ordinal);
    private readonly List<MeetingExceptionRow> _meetingChanges = [];
    private readonly List<PersonRow> _people = [];
    private readonly List<QuotaRow> _quotas = [];
    private int _opportunities;

    // Minima stand for none: comparing values is cheaper than asking a nullable six million times.
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private DateTimeOffset _furthest = DateTimeOffset.MinValue;

    /// <summary>The numbers by which the rows name opportunities.</summary>
    public DealNumbers Numbers { get; } = new();

    public void Add(RowBatch batch)
    {
        switch (batch)
        {
            case RowBatch<DealActivity> activities:
                Add(activities.Rows);
                break;
            case RowBatch<DealStage> stages:
                Add(stages.Rows);
                break;
            case RowBatch<DealCloseDate> changes:
                Add(changes.Rows);
                break;
            case RowBatch<OpportunityRow> opportunities:
                Add(opportunities.Rows);
                break;
            case RowBatch<PersonRow> people:
                AddKept(_people, people.Rows, _forgotten.Filter);
                break;
            case RowBatch<QuotaRow> quotas:
                AddKept(_quotas, quotas.Rows, _forgotten.Filter);
                break;
            case RowBatch<SnapshotRow> meetings:
                Add(meetings.Rows);
                break;
            default:
                throw new InvalidOperationException($"What a {batch.GetType().Name} holds, nobody has said.");
        }
    }

    /// <summary>What it returns takes the parts over.</summary>
    /// <exception cref="UserErrorException">There is no opportunity, or no instant to take the snapshot for.</exception>
    public IncomingSnapshot Complete()
    {
        if (_opportunities == 0)
        {
            throw new UserErrorException(counts.Of(Section.Opportunities).Quarantined == 0
                ? "The snapshot has no opportunities. Export at least one, or check that the right folder was given with --csv."
                : $"None of the {counts.Of(Section.Opportunities).Read} opportunity rows could be read. Check the export's columns and formats against docs/csv-format.md, or describe them in a mapping file (--map).");
        }

        DateTimeOffset takenAt = manifest.TakenAt ?? (_newest > DateTimeOffset.MinValue ? _newest : throw new UserErrorException(
            "The snapshot has no time stamp to tell when it was taken. Say so with --taken-at, for example --taken-at 2026-11-20T18:00:00Z."));
        ImmutableSortedSet<OpportunityId> unreadable = [.. counts.UnreadableOpportunities.Where(id => Numbers.Find(id) is var number && (number < 0 || _parts.IsLeftOut(number)))];
        return _forgotten.Complete(new IncomingSnapshot(takenAt)
        {
            Parts = _parts,
            Numbers = Numbers,
            KeepRepeatedStages = manifest.KeepRepeatedStages,
            Count = _opportunities,
            Unreadable = unreadable,
            AnyCouldBeUnreadable = counts.UnidentifiedOpportunities > 0 || unreadable.Count > Snapshot.MostUnreadable,
            UnreadablePeople = counts.UnreadablePeople,
            People = _people,
            Quotas = _quotas,
            Meetings = Series(),
            HasBookedActivities = _furthest > takenAt,
        });
    }

    public void Dispose() => _parts.Dispose();

    private static void AddKept<T>(List<T> kept, ReadOnlySpan<T> rows, Func<T, T?> filter)
        where T : class
    {
        foreach (T row in rows)
        {
            if (filter(row) is { } one)
            {
                kept.Add(one);
            }
        }
    }

    private void Add(ReadOnlySpan<OpportunityRow> rows)
    {
        foreach (OpportunityRow row in rows)
        {
            if (_forgotten.Filter(row) is null)
            {
                _parts.LeaveOut();
                continue;
            }

            _opportunities++;
            _parts.Add(row);
            Saw(row.CreatedAt);
            Saw(row.ClosedAt);
            foreach (StageEntry entry in row.StageEntries)
            {
                Saw(entry.At);
            }

            LiesAhead(row.NextActivityAt ?? DateTimeOffset.MinValue);
        }
    }

    private void Add(ReadOnlySpan<DealStage> rows)
    {
        foreach (ref readonly DealStage row in rows)
        {
            if (!_forgotten.LeavesOut(Section.StageHistory, _parts.IsLeftOut(row.Deal)))
            {
                _parts.Add(row);
                Saw(row.At);
            }
        }
    }

    private void Add(ReadOnlySpan<DealCloseDate> rows)
    {
        foreach (ref readonly DealCloseDate row in rows)
        {
            if (!_forgotten.LeavesOut(Section.CloseDateHistory, _parts.IsLeftOut(row.Deal)))
            {
                _parts.Add(row);
                Saw(row.At);
            }
        }
    }

    private void Add(ReadOnlySpan<DealActivity> rows)
    {
        foreach (ref readonly DealActivity row in rows)
        {
            if (_forgotten.LeavesOut(row, row.Deal != DealActivity.None && _parts.IsLeftOut(row.Deal)))
            {
                continue;
            }

            _parts.Add(row);
            LiesAhead(row.At);
            if (row.Completed != false)
            {
                // What was done says when the snapshot cannot have been taken yet, so it lies before that instant by itself.
                Saw(row.At);
            }
        }
    }

    private void Add(ReadOnlySpan<SnapshotRow> rows)
    {
        foreach (SnapshotRow row in rows)
        {
            switch (_forgotten.Filter(row))
            {
                case MeetingRow meeting when !_meetings.TryAdd(meeting.MeetingId, meeting):
                    SetAside(meeting, QuarantineCode.DuplicateId, meeting.MeetingId);
                    break;
                case MeetingExceptionRow change:
                    _meetingChanges.Add(change);
                    break;
                default:
                    break;
            }
        }
    }

    private void SetAside(SnapshotRow row, QuarantineCode code, string value) =>
        counts.Add(new QuarantinedRow(Section.Meetings, row.Position.File, row.Position.Row, null, code, Redaction.Of(value)));

    private void LiesAhead(DateTimeOffset instant) => _furthest = instant > _furthest ? instant : _furthest;

    private void Saw(DateTimeOffset? instant)
    {
        if (instant is { } at)
        {
            Saw(at);
        }
    }

    private void Saw(DateTimeOffset instant) => _newest = instant > _newest ? instant : _newest;

    private List<MeetingSeries> Series()
    {
        ILookup<string, MeetingExceptionRow> changes = _meetingChanges.ToLookup(change => change.MeetingId, StringComparer.Ordinal);
        foreach (MeetingExceptionRow orphan in _meetingChanges.Where(change => !_meetings.ContainsKey(change.MeetingId)))
        {
            SetAside(orphan, QuarantineCode.UnknownMeeting, orphan.MeetingId);
        }

        return
        [
            .. _meetings.Values.OrderBy(meeting => meeting.MeetingId, StringComparer.Ordinal).Select(meeting =>
                new MeetingSeries(meeting.MeetingId, meeting.Manager, meeting.Rep, meeting.Cadence, meeting.FirstOn, meeting.At, meeting.TimeZone, meeting.Minutes)
                {
                    Changes =
                    [
                        .. changes[meeting.MeetingId].GroupBy(change => change.OccurrenceOn).Select(group => group.Last())
                            .OrderBy(change => change.OccurrenceOn).Select(change => new MeetingChange(change.OccurrenceOn, change.MovedTo, change.Cause)),
                    ],
                }),
        ];
    }
}
