using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Briefs;

/// <summary>What one brief counted, for the briefs after it. What is snoozed counts here: a snooze ends no stall.</summary>
/// <param name="At">The one-on-one; for a brief between two of them, when it was asked for.</param>
public sealed record HistoryPoint(DateTimeOffset At, DateTimeOffset AsOf)
{
    public required int Open { get; init; }

    /// <summary>Null, as the numbers below, where nobody could tell.</summary>
    public int? Stalled { get; init; }

    /// <summary>Deals with a push since the one-on-one before.</summary>
    public int? Pushed { get; init; }

    public int? Overdue { get; init; }

    public int? Outliers { get; init; }

    /// <summary>Of every deal with findings.</summary>
    public required ImmutableArray<Money> AtStake { get; init; }

    /// <summary>Calls, e-mails and meetings of the week.</summary>
    public int? Activities { get; init; }

    public required CommitmentCount RepCommitments { get; init; }

    public required CommitmentCount ManagerCommitments { get; init; }

    /// <summary>What was on the agenda, as it looked then.</summary>
    public required ImmutableArray<AgendaDeal> Deals { get; init; }

    public static HistoryPoint Of(BriefFacts facts)
    {
        Finding[] found = [.. facts.Findings, .. facts.Snoozed.SelectMany(item => item.Findings)];
        bool unheard = facts.Notes.Any(note => note.Issue is DataIssue.NoActivities or DataIssue.ActivityStopped);
        return new HistoryPoint(facts.Meeting?.StartsAt ?? facts.AsOf, facts.AsOf)
        {
            Open = facts.Context.OpenCount,
            Stalled = unheard ? null : Deals<Stall>(AnalysisPart.Stalls, _ => true),
            Pushed = Count(AnalysisPart.Slips, facts.SlipsToExplain.Concat(found.OfType<Slip>().Where(slip => slip.PushesSinceLastMeeting > 0))),
            Overdue = Deals<Slip>(AnalysisPart.Slips, slip => slip.OverdueDays > 0),
            Outliers = Deals<StageOutlier>(AnalysisPart.StageOutliers, _ => true),
            AtStake = Money.SumByCurrency(found.Select(finding => finding.Opportunity).DistinctBy(deal => deal.Id).Select(deal => deal.Amount)),
            Activities = facts.Context.Activity.IsEmpty ? null : facts.Context.Activity.Sum(metric => metric.LastWeek),
            RepCommitments = CommitmentCount.Of(facts.Journal, Side.Rep),
            ManagerCommitments = CommitmentCount.Of(facts.Journal, Side.Manager),
            Deals = [.. facts.Deals.Select(deal => new AgendaDeal(deal.Opportunity.Id, deal.Opportunity.Stage, Marks.Of(deal.Findings), Marks.Pushes(deal.Findings)))],
        };

        int? Deals<T>(AnalysisPart part, Func<T, bool> which)
            where T : Finding => Count(part, found.OfType<T>().Where(which));

        int? Count(AnalysisPart part, IEnumerable<Finding> findings) =>
            facts.Missing.Contains(part) ? null : findings.DistinctBy(finding => finding.Opportunity.Id).Count();
    }
}

/// <param name="Kept">Done since the one-on-one before.</param>
public sealed record CommitmentCount(int Open, int Overdue, int Kept)
{
    public static CommitmentCount Of(JournalFacts? journal, Side side) => new(
        (journal?.Commitments ?? []).Count(item => item.Owner == side),
        (journal?.Commitments ?? []).Count(item => item.Owner == side && item.Overdue),
        (journal?.Done ?? []).Count(item => item.Owner == side));
}

public sealed record AgendaDeal(OpportunityId Id, string Stage, ImmutableArray<Mark> Marks, int Pushes);
