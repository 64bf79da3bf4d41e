using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Briefs;

/// <summary>Picks from a journal what one brief needs of what both may read. Pure.</summary>
internal sealed class JournalDigest
{
    private const int MostLessons = 3;

    private readonly BriefMaterial _material;
    private readonly ImmutableArray<JournalEntry> _shared;
    private readonly ImmutableArray<JournalEntry> _inForce;

    public JournalDigest(BriefMaterial material)
    {
        _material = material;
        _shared = [.. material.Journal.Where(entry => !entry.Content.ManagerOnly)];
        _inForce = [.. _shared.Where(entry => entry.IsInForce(material.Context.Today, material.Meeting?.LastAt))];
        Snoozes = new Snoozes(_inForce);
    }

    public Snoozes Snoozes { get; }

    /// <param name="open">The rep's open opportunities, as the brief may show them.</param>
    /// <param name="found">All findings, snoozed ones too.</param>
    /// <param name="pushed">All pushes since the last one-on-one, snoozed ones too.</param>
    /// <param name="deals">The deals of the brief.</param>
    /// <returns>Null when nobody wrote down anything that matters here.</returns>
    public JournalFacts? Facts(
        IReadOnlyDictionary<OpportunityId, OpportunityRef> open, ImmutableArray<Finding> found, ImmutableArray<Slip> pushed, ImmutableArray<DealItem> deals)
    {
        Finding[] awake = [.. found.Concat(pushed).Where(finding => !Snoozes.Cover(finding))];
        JournalFacts facts = new()
        {
            Commitments = Commitments(open),
            Done = Done(),
            Initiatives = [.. InForce<Initiative>().Select(one => Item(one.Entry, one.Content))],
            Topics = [.. InForce<Topic>().Select(one => new TopicItem(one.Entry.Id, one.Content.Text, WriterOf(one.Entry.Written)))],
            Reasons = Reasons(awake),
            Lessons = Lessons(deals),
            Held = Held(),
            Snoozed = Snoozes.Items(found, pushed, WriterOf),
        };
        return facts.IsEmpty ? null : facts;
    }

    private IEnumerable<(JournalEntry Entry, T Content)> InForce<T>()
        where T : EntryContent => _inForce.Where(entry => entry.Content is T).Select(entry => (entry, (T)entry.Content));

    private ImmutableArray<CommitmentItem> Commitments(IReadOnlyDictionary<OpportunityId, OpportunityRef> open) =>
    [
        .. InForce<Commitment>()
            .Select(one => new CommitmentItem(
                one.Entry.Id, one.Content.Owner, one.Content.Text, one.Content.Due, one.Content.Due < _material.Context.Today,
                one.Content.Opportunity is { } id ? open.GetValueOrDefault(id) : null, one.Entry.Written.At, Carried(one.Entry)))
            .OrderByDescending(item => item.Overdue).ThenBy(item => item.Due ?? DateOnly.MaxValue).ThenBy(item => item.Since).ThenBy(item => item.Id),
    ];

    /// <summary>Counted on from the brief of the one-on-one before: the ledger of briefs is the ledger of meetings.</summary>
    private int? Carried(JournalEntry entry)
    {
        if (_material.Meeting?.LastAt is not { } last || entry.Written.At >= last)
        {
            return 0;
        }

        CommitmentItem? before = _material.Before?.Facts.Journal?.Commitments.FirstOrDefault(item => item.Id == entry.Id);
        return _material.Before is null ? null : before is null ? 1 : before.Carried + 1;
    }

    private ImmutableArray<DoneItem> Done() =>
    [
        .. _shared.Where(entry => entry.State == EntryState.Done && entry.ClosedAt >= _material.Context.Since)
            .OrderBy(entry => entry.ClosedAt).ThenBy(entry => entry.Id)
            .Select(entry => new DoneItem(entry.Id, (entry.Content as Commitment)?.Owner, entry.Content.Text, entry.ClosedAt!.Value)),
    ];

    private static InitiativeItem Item(JournalEntry entry, Initiative initiative) =>
        new(entry.Id, initiative.Text, initiative.Status, initiative.Status is null ? null : entry.LastWrittenAt);

    private ImmutableArray<ReasonItem> Reasons(Finding[] findings) =>
    [
        .. findings.DistinctBy(finding => (finding.Opportunity.Id, FindingKind.Of(finding)))
            .Select(finding => (Finding: finding, Reason: Newest(finding)))
            .Where(one => one.Reason is not null)
            .GroupBy(one => one.Reason!)
            .Select(group => new ReasonItem(
                group.Key.Id, group.First().Finding.Opportunity, group.Key.Content.Text, WriterOf(group.Key.Written), group.Key.LastWrittenAt,
                [.. group.Where(one => Answers(group.Key, one.Finding)).Select(one => FindingKind.Of(one.Finding)).Order()]))
            .OrderBy(item => item.Opportunity.Id).ThenByDescending(item => item.At).ThenBy(item => item.Id),
    ];

    private JournalEntry? Newest(Finding finding) => InForce<Reason>()
        .Where(one => one.Content.Opportunity == finding.Opportunity.Id && (one.Content.About is null || one.Content.About == FindingKind.Of(finding)))
        .OrderByDescending(one => one.Entry.LastWrittenAt).ThenBy(one => one.Entry.Id)
        .Select(one => one.Entry).FirstOrDefault();

    /// <summary>
    /// A push since the last one-on-one asks for a reason of its own. Compared with the meeting and not with the push, which may be
    /// dated by the snapshot that saw it, days after the rep moved the date and said why.
    /// </summary>
    private bool Answers(JournalEntry reason, Finding finding) => finding is not Slip { PushesSinceLastMeeting: > 0 } || reason.LastWrittenAt >= _material.Context.Since;

    private ImmutableArray<LessonItem> Lessons(ImmutableArray<DealItem> deals) =>
    [
        .. InForce<Lesson>()
            .Where(one => one.Entry.Written.At >= _material.Context.Since || ((one.Content.Stage ?? one.Content.About?.ToString()) is not null && deals.Any(deal => Fits(one.Content, deal))))
            .OrderByDescending(one => one.Entry.Written.At).ThenBy(one => one.Entry.Id)
            .Take(MostLessons)
            .Select(one => new LessonItem(one.Entry.Id, one.Content.Text, one.Content.Stage, one.Content.About, one.Entry.Written.At)),
    ];

    private static bool Fits(Lesson lesson, DealItem deal) =>
        (lesson.Stage is not { } stage || stage.Equals(deal.Opportunity.Stage, StringComparison.OrdinalIgnoreCase))
        && (lesson.About is not { } about || deal.Findings.Any(finding => FindingKind.Of(finding) == about));

    private HeldItem? Held() => InForce<Held>()
        .Where(one => one.Content.On == _material.Meeting?.LastOn)
        .OrderByDescending(one => one.Entry.LastWrittenAt).ThenBy(one => one.Entry.Id)
        .Select(one => new HeldItem(one.Entry.Id, one.Content.On, one.Content.Outcome, one.Content.Text, WriterOf(one.Entry.Changed ?? one.Entry.Written)))
        .FirstOrDefault();

    private Writer WriterOf(Signature signature) => signature.By(_material.Manager.Id);
}
