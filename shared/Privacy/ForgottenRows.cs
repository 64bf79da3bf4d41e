using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Privacy;

/// <summary>Leaves out of a snapshot what it says of people who were forgotten, before anything of it is kept.</summary>
internal sealed class ForgottenRows(Forgotten forgotten, SectionCounts counts)
{
    private readonly HashSet<OpportunityId> _deals = [];
    private readonly HashSet<string> _meetings = new(StringComparer.Ordinal);

    /// <returns>The row without them; null where it is theirs, which is counted.</returns>
    public SnapshotRow? Filter(SnapshotRow row)
    {
        if (IsTheirs(row))
        {
            counts.LeftOut(SectionOf(row));
            return null;
        }

        return row is PersonRow { Manager: { } manager } person && forgotten.Has(manager) ? person with { Manager = null } : row;
    }

    /// <summary>Their deals may have been somebody else's before: of those the snapshot says nothing, least of all that they were gone.</summary>
    public IncomingSnapshot Complete(IncomingSnapshot incoming) => incoming with
    {
        Forgotten = _deals,
        UnreadablePeople = incoming.UnreadablePeople.Where(person => !forgotten.Has(person)).ToHashSet(),
    };

    private bool IsTheirs(SnapshotRow row) => row switch
    {
        PersonRow person => forgotten.Has(person.Id),
        OpportunityRow deal => forgotten.Has(deal.Owner) && (_deals.Add(deal.Id) || true),
        ActivityRow activity => (activity.By is { } by && forgotten.Has(by)) || (activity.Opportunity is { } id && _deals.Contains(id)),
        StageHistoryRow stage => _deals.Contains(stage.Opportunity),
        CloseDateHistoryRow change => _deals.Contains(change.Opportunity),
        QuotaRow quota => forgotten.Has(quota.Person),
        MeetingRow meeting => (forgotten.Has(meeting.Manager) || forgotten.Has(meeting.Rep)) && (_meetings.Add(meeting.MeetingId) || true),
        MeetingExceptionRow change => _meetings.Contains(change.MeetingId),
        _ => throw new InvalidOperationException($"Whose a {row.GetType().Name} is, nobody has said."),
    };

    private static Section SectionOf(SnapshotRow row) => row switch
    {
        PersonRow => Section.People,
        OpportunityRow => Section.Opportunities,
        ActivityRow => Section.Activities,
        StageHistoryRow => Section.StageHistory,
        CloseDateHistoryRow => Section.CloseDateHistory,
        QuotaRow => Section.Quotas,
        _ => Section.Meetings,
    };
}
