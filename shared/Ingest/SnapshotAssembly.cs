using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Privacy;

namespace OneOnOne.Ingest;

/// <summary>
/// Groups a stream of rows by opportunity. Rows that belong to nothing go to quarantine, and so do second rows with one id.
/// It also finds the newest instant in the data, which is the snapshot's where nobody says otherwise.
/// </summary>
/// <param name="forgotten">Whose rows are left out.</param>
internal sealed class SnapshotAssembly(SnapshotManifest manifest, SectionCounts counts, Forgotten forgotten)
{
    private readonly ForgottenRows _forgotten = new(forgotten, counts);
    private readonly List<IncomingOpportunity?> _byNumber = [];
    private readonly Dictionary<OpportunityId, IncomingOpportunity> _opportunities = [];
    private readonly Dictionary<string, MeetingRow> _meetings = new(StringComparer.Ordinal);
    private readonly List<MeetingExceptionRow> _meetingChanges = [];
    private readonly List<PersonRow> _people = [];
    private readonly List<QuotaRow> _quotas = [];
    private readonly Dictionary<PersonId, ActivityTally> _byPerson = [];
    private readonly RepeatedRows _ofDeals = new();
    private readonly RepeatedRows _ofPeople = new();
    private DateTimeOffset? _newest;

    /// <summary>The numbers by which the rows name opportunities.</summary>
    public DealNumbers Numbers { get; } = new();

    public void Add(RowBatch batch)
    {
        switch (batch)
        {
            case RowBatch<DealActivity> activities:
                Each(activities, Add);
                break;
            case RowBatch<DealStage> stages:
                Each(stages, Add);
                break;
            case RowBatch<DealCloseDate> changes:
                Each(changes, Add);
                break;
            case RowBatch<OpportunityRow> opportunities:
                Each(opportunities, Add);
                break;
            case RowBatch<PersonRow> people:
                Each(people, person => _people.AddRange(_forgotten.Filter(person) is { } kept ? [kept] : []));
                break;
            case RowBatch<QuotaRow> quotas:
                Each(quotas, quota => _quotas.AddRange(_forgotten.Filter(quota) is { } kept ? [kept] : []));
                break;
            case RowBatch<SnapshotRow> meetings:
                Each(meetings, Add);
                break;
            default:
                throw new InvalidOperationException($"What a {batch.GetType().Name} holds, nobody has said.");
        }
    }

    /// <exception cref="UserErrorException">There is no opportunity, or no instant to take the snapshot for.</exception>
    public IncomingSnapshot Complete()
    {
        if (_opportunities.Count == 0)
        {
            throw new UserErrorException(counts.Of(Section.Opportunities).Quarantined == 0
                ? "The snapshot has no opportunities. Export at least one, or check that the right folder was given with --csv."
                : $"None of the {counts.Of(Section.Opportunities).Read} opportunity rows could be read. Check the export's columns and formats against docs/csv-format.md, or describe them in a mapping file (--map).");
        }

        DateTimeOffset takenAt = manifest.TakenAt ?? _newest ?? throw new UserErrorException(
            "The snapshot has no time stamp to tell when it was taken. Say so with --taken-at, for example --taken-at 2026-11-20T18:00:00Z.");
        foreach (IncomingOpportunity opportunity in _opportunities.Values)
        {
            Tidy(opportunity);
            opportunity.Activities.Settle(takenAt);
        }

        foreach (ActivityTally tally in _byPerson.Values)
        {
            tally.Settle(takenAt);
        }

        ImmutableSortedSet<OpportunityId> unreadable = [.. counts.UnreadableOpportunities.Where(id => !_opportunities.ContainsKey(id))];
        return _forgotten.Complete(new IncomingSnapshot(takenAt)
        {
            Opportunities = _opportunities,
            Unreadable = unreadable,
            AnyCouldBeUnreadable = counts.UnidentifiedOpportunities > 0 || unreadable.Count > Snapshot.MostUnreadable,
            UnreadablePeople = counts.UnreadablePeople,
            People = _people,
            Quotas = _quotas,
            Meetings = Series(),
            ActivitiesByPerson = _byPerson.Select(person => (person.Key, Days: person.Value.Days())).Where(person => !person.Days.IsEmpty).ToDictionary(person => person.Key, person => person.Days),
            HasBookedActivities = _byPerson.Values.Any(tally => tally.Booked.Count > 0)
                || _opportunities.Values.Any(opportunity => opportunity.Row.NextActivityAt > takenAt),
        });
    }

    private static void Each<T>(RowBatch<T> batch, Action<T> add)
    {
        foreach (T row in batch.Rows)
        {
            add(row);
        }
    }

    private void Add(SnapshotRow row)
    {
        switch (_forgotten.Filter(row))
        {
            case MeetingRow meeting when !_meetings.TryAdd(meeting.MeetingId, meeting):
                SetAside(Section.Meetings, meeting, QuarantineCode.DuplicateId, meeting.MeetingId);
                break;
            case MeetingExceptionRow change:
                _meetingChanges.Add(change);
                break;
            default:
                break;
        }
    }

    private void Add(DealStage row)
    {
        IncomingOpportunity? opportunity = _byNumber[row.Deal];
        if (!_forgotten.LeavesOut(Section.StageHistory, opportunity is null))
        {
            opportunity!.StageEntries.Add(new StageEntry(row.Stage, row.At));
            Saw(row.At);
        }
    }

    private void Add(DealCloseDate row)
    {
        IncomingOpportunity? opportunity = _byNumber[row.Deal];
        if (!_forgotten.LeavesOut(Section.CloseDateHistory, opportunity is null))
        {
            opportunity!.CloseDateChanges.Add(new CloseDateChange(row.At, row.From, row.To));
            Saw(row.At);
        }
    }

    private void Add(OpportunityRow row)
    {
        if (_forgotten.Filter(row) is null)
        {
            _byNumber.Add(null);
            return;
        }

        _byNumber.Add(_opportunities[row.Id] = new IncomingOpportunity(row));
        Saw(row.CreatedAt);
        Saw(row.ClosedAt);
        foreach (StageEntry entry in row.StageEntries)
        {
            Saw(entry.At);
        }
    }

    private void Add(DealActivity row)
    {
        IncomingOpportunity? opportunity = row.Deal == DealActivity.None ? null : _byNumber[row.Deal];
        if (_forgotten.LeavesOut(row, opportunity is null && row.Deal != DealActivity.None))
        {
            return;
        }

        DateTimeOffset? takenAt = manifest.TakenAt;
        if (takenAt is null && row.Completed != false)
        {
            // What was done says when the snapshot cannot have been taken yet, so it lies before that instant by itself.
            Saw(row.At);
            takenAt = DateTimeOffset.MaxValue;
        }

        // Exports that are read in pages repeat rows at the seams; and one call may stand under two opportunities, but was made once.
        PersonId by = row.By ?? opportunity!.Row.Owner;
        if (row.Id == 0 || !_ofPeople.IsRepeat(by.Value, row.Id))
        {
            Tally(by).Add(row.Kind, row.At, row.Completed, takenAt);
        }

        if (opportunity is not null && (row.Id == 0 || !_ofDeals.IsRepeat(opportunity.Row.Id.Value, row.Id)))
        {
            opportunity.Activities.Add(row.Kind, row.At, row.Completed, takenAt);
        }
    }

    private ActivityTally Tally(PersonId person)
    {
        if (!_byPerson.TryGetValue(person, out ActivityTally? tally))
        {
            _byPerson[person] = tally = new ActivityTally();
        }

        return tally;
    }

    private void SetAside(Section section, SnapshotRow row, QuarantineCode code, string value) =>
        counts.Add(new QuarantinedRow(section, row.Position.File, row.Position.Row, null, code, Redaction.Of(value)));

    private void Saw(DateTimeOffset? instant)
    {
        if (instant > _newest || _newest is null)
        {
            _newest = instant ?? _newest;
        }
    }

    private void Tidy(IncomingOpportunity opportunity)
    {
        opportunity.StageEntries.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Stage, b.Stage));
        opportunity.CloseDateChanges.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.To != b.To ? a.To.CompareTo(b.To) : a.From.CompareTo(b.From));
        if (!manifest.KeepRepeatedStages)
        {
            // CRMs write a history row for any change of amount or date too; the stay in the stage goes on through it.
            for (int i = opportunity.StageEntries.Count - 1; i > 0; i--)
            {
                if (opportunity.StageEntries[i].Stage == opportunity.StageEntries[i - 1].Stage)
                {
                    opportunity.StageEntries.RemoveAt(i);
                }
            }
        }
    }

    private List<MeetingSeries> Series()
    {
        ILookup<string, MeetingExceptionRow> changes = _meetingChanges.ToLookup(change => change.MeetingId, StringComparer.Ordinal);
        foreach (MeetingExceptionRow orphan in _meetingChanges.Where(change => !_meetings.ContainsKey(change.MeetingId)))
        {
            SetAside(Section.Meetings, orphan, QuarantineCode.UnknownMeeting, orphan.MeetingId);
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
