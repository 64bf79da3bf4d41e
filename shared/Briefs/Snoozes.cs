using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Briefs;

/// <summary>The snoozes in force, and what each of them keeps out of a brief. Analyses know nothing of them.</summary>
internal sealed class Snoozes(IEnumerable<JournalEntry> inForce)
{
    private readonly ILookup<OpportunityId, (JournalEntry Entry, Snooze Snooze)> _snoozes =
        inForce.Where(entry => entry.Content is Snooze).Select(entry => (entry, (Snooze)entry.Content)).ToLookup(one => one.Item2.Opportunity);

    public bool Cover(Finding finding) => For(finding) is not null;

    /// <summary>The one that lasts longest, where several cover the finding.</summary>
    public JournalEntry? For(Finding finding) => _snoozes[finding.Opportunity.Id]
        .Where(one => one.Snooze.About is null || one.Snooze.About == FindingKind.Of(finding))
        .OrderByDescending(one => one.Snooze.Until).ThenBy(one => one.Entry.Id)
        .Select(one => one.Entry).FirstOrDefault();

    /// <param name="found">All findings.</param>
    /// <param name="pushed">Pushes that need a reason; they may be too few to be findings.</param>
    public ImmutableArray<SnoozedItem> Items(ImmutableArray<Finding> found, IReadOnlyCollection<Slip> pushed, Func<Signature, Writer> writer)
    {
        HashSet<(OpportunityId, AnalysisPart)> known = [.. found.Select(finding => (finding.Opportunity.Id, FindingKind.Of(finding)))];
        Finding[] all = [.. found, .. pushed.Where(slip => known.Add((slip.Opportunity.Id, AnalysisPart.Slips)))];
        HashSet<OpportunityId> awake = [.. all.Where(finding => !Cover(finding)).Select(finding => finding.Opportunity.Id)];
        return
        [
            .. all.Where(Cover).GroupBy(finding => For(finding)!)
                .Select(group => new SnoozedItem(
                    group.Key.Id, group.First().Opportunity, [.. group], !awake.Contains(group.First().Opportunity.Id),
                    ((Snooze)group.Key.Content).Until, writer(group.Key.Written), group.Key.Content.Text))
                .OrderBy(item => item.Until).ThenBy(item => item.Opportunity.Id).ThenBy(item => item.Id),
        ];
    }
}

internal static class FindingKind
{
    public static AnalysisPart Of(Finding finding) => finding switch
    {
        Stall => AnalysisPart.Stalls,
        Slip => AnalysisPart.Slips,
        StageOutlier => AnalysisPart.StageOutliers,
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };
}
