using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

/// <summary>Since when a deal has looked as it does. Kept for every deal with findings, so that the next brief can go on counting.</summary>
public sealed record UnchangedSince(OpportunityId Opportunity, DateTimeOffset At);

/// <summary>
/// Compares a rep's findings with those of the brief before: what is new, worse, better or the same, and what is off the list.
/// What an analysis that is missing, then or now, would have said counts as unknown.
/// </summary>
internal sealed class LastBrief
{
    /// <summary>A deal that has looked the same for four weeks has been talked about; half a day is for briefs that come earlier one week.</summary>
    private static readonly TimeSpan Worn = TimeSpan.FromDays(28) - TimeSpan.FromHours(12);

    private readonly BriefFacts? _before;
    private readonly DateTimeOffset _asOf;
    private readonly ImmutableArray<AnalysisPart> _missing;
    private readonly ILookup<OpportunityId, Finding> _found;
    private readonly HashSet<OpportunityId> _snoozed;

    /// <param name="before">Null when there is nothing to compare with.</param>
    public LastBrief(BriefFacts? before, DateTimeOffset asOf, ImmutableArray<AnalysisPart> missing)
    {
        (_before, _asOf, _missing) = (before, asOf, [.. missing.Union(before?.Missing ?? [])]);
        _found = (before?.Findings ?? []).ToLookup(finding => finding.Opportunity.Id);
        _snoozed = [.. (before?.Snoozed ?? []).Select(item => item.Opportunity.Id)];
    }

    public DealItem Compare(OpportunityRef opportunity, ImmutableArray<Finding> findings)
    {
        DealItem deal = new(opportunity, findings, Since(opportunity.Id));
        if (deal.SinceMeetings != 1)
        {
            return deal;
        }

        ImmutableArray<Mark> now = Known(findings);
        ImmutableArray<Mark> then = Known(_found[opportunity.Id]);
        bool again = Marks.Pushes(findings) > Marks.Pushes(_found[opportunity.Id]);
        return deal with { Added = [.. now.Where(mark => !then.Contains(mark) || (mark == Mark.Pushed && again))], Gone = [.. then.Except(now).Where(Marks.CanGo)] };
    }

    public ImmutableArray<UnchangedSince> UnchangedSince(IEnumerable<DealItem> deals) => [.. deals.Select(deal => new UnchangedSince(deal.Opportunity.Id, SameSince(deal))).OrderBy(one => one.Opportunity)];

    /// <summary>Nothing about it has changed for so long that a line is enough.</summary>
    public bool IsWorn(DealItem deal) => _asOf - SameSince(deal) >= Worn;

    /// <summary>Still open, and nothing is the matter with them any more.</summary>
    /// <param name="present">All open opportunities.</param>
    /// <param name="found">Those that have findings now, snoozed ones too.</param>
    public ImmutableArray<OpportunityRef> Cleared(IReadOnlyDictionary<OpportunityId, OpportunityRef> present, IReadOnlySet<OpportunityId> found) =>
        [.. _found.Where(deal => !found.Contains(deal.Key) && Known(deal).Length > 0).Select(deal => present.GetValueOrDefault(deal.Key)).OfType<OpportunityRef>().OrderBy(one => one.Id)];

    private int? Since(OpportunityId deal) => _before is null ? null : _found.Contains(deal) ? 1 : _snoozed.Contains(deal) || !_missing.IsEmpty ? null : 0;

    private DateTimeOffset SameSince(DealItem deal) => deal is { SinceMeetings: 1, Added: [], Gone: [] }
        ? _before!.UnchangedSince.FirstOrDefault(one => one.Opportunity == deal.Opportunity.Id)?.At ?? _before.AsOf
        : _asOf;

    private ImmutableArray<Mark> Known(IEnumerable<Finding> findings) => [.. Marks.Of(findings).Where(mark => !_missing.Contains(Marks.PartOf(mark)))];
}
