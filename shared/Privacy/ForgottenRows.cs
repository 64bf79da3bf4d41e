using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Privacy;

/// <summary>Leaves out of a snapshot what it says of people who were forgotten, before anything of it is kept.</summary>
internal sealed class ForgottenRows(Forgotten forgotten, SectionCounts counts)
{
    private readonly HashSet<OpportunityId> _deals = [];
    private readonly HashSet<string> _meetings = new(StringComparer.Ordinal);

    /// <returns>The row without them; null where it is theirs, which is counted.</returns>
    public PersonRow? Filter(PersonRow row) => LeavesOut(Section.People, forgotten.Has(row.Id)) ? null
        : row.Manager is { } manager && forgotten.Has(manager) ? row with { Manager = null }
        : row;

    public OpportunityRow? Filter(OpportunityRow row)
    {
        bool theirs = forgotten.Has(row.Owner);
        if (theirs)
        {
            _deals.Add(row.Id);
        }

        return LeavesOut(Section.Opportunities, theirs) ? null : row;
    }

    /// <param name="isOfTheirs">Whether it belongs to an opportunity that was left out.</param>
    public bool LeavesOut(in DealActivity row, bool isOfTheirs) => LeavesOut(Section.Activities, isOfTheirs || (row.By is { } by && forgotten.Has(by)));

    /// <returns>What it was told; and then the row is counted.</returns>
    public bool LeavesOut(Section section, bool isTheirs)
    {
        if (isTheirs)
        {
            counts.LeftOut(section);
        }

        return isTheirs;
    }

    public QuotaRow? Filter(QuotaRow row) => LeavesOut(Section.Quotas, forgotten.Has(row.Person)) ? null : row;

    /// <param name="row">A meeting, or a change of one.</param>
    public SnapshotRow? Filter(SnapshotRow row) => LeavesOut(Section.Meetings, row switch
    {
        MeetingRow meeting => (forgotten.Has(meeting.Manager) || forgotten.Has(meeting.Rep)) && (_meetings.Add(meeting.MeetingId) || true),
        MeetingExceptionRow change => _meetings.Contains(change.MeetingId),
        _ => throw new InvalidOperationException($"Whose a {row.GetType().Name} is, nobody has said."),
    }) ? null : row;

    /// <summary>Their deals may have been somebody else's before: of those the snapshot says nothing, least of all that they were gone.</summary>
    public IncomingSnapshot Complete(IncomingSnapshot incoming) => incoming with
    {
        Forgotten = _deals,
        UnreadablePeople = incoming.UnreadablePeople.Where(person => !forgotten.Has(person)).ToHashSet(),
    };
}
