using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>The ledger of close dates: pushes and pulls counted apart and never netted, the fiscal quarter's end, and dates that have passed.</summary>
public static class SlipAnalysis
{
    public static PartResult Of(RepBook book, AnalysisContext context)
    {
        int withoutDate = book.Open.Count(opportunity => opportunity.Now!.CloseDate is null);
        return new PartResult(
            AnalysisPart.Slips,
            book.Snapshot.Id,
            [.. book.Open.Select(opportunity => Judge(opportunity, book, context)).OfType<Slip>().OrderBy(slip => slip.Opportunity.Id)],
            withoutDate == 0 ? [] : [new DataNote(DataIssue.NoCloseDates, withoutDate)]);
    }

    /// <summary>The ledger of one open opportunity, flagged or not.</summary>
    public static Slip Ledger(Opportunity opportunity, RepBook book, AnalysisContext context)
    {
        Thresholds thresholds = context.Thresholds.Of(context.Manager, opportunity.Now!.Stage);
        ImmutableArray<CloseDateChange> changes = TimeLine.Of(opportunity, book.Snapshots).CloseDateChanges;
        CloseDateChange[] pushes = [.. changes.Where(change => change.IsPush)];
        CloseDateChange[] pulls = [.. changes.Where(change => change.Days < 0)];
        int pushedDays = pushes.Sum(push => push.Days);
        (DateOnly first, DateOnly last) = context.Fiscal.QuarterOf(context.Today);
        return new Slip
        {
            Opportunity = opportunity.ToRef(),
            Pushes = pushes.Length,
            PushedDays = pushedDays,
            Pulls = pulls.Length,
            PulledDays = -pulls.Sum(pull => pull.Days),
            FirstCloseDate = changes.IsEmpty ? opportunity.Now.CloseDate : changes[0].From,
            LastPush = pushes.LastOrDefault(),
            PushesSinceLastMeeting = pushes.Count(push => push.At > context.Since),
            LeftThePeriod = pushes.LastOrDefault() is { } push && push.From >= first && push.From <= last && push.To > last && opportunity.Now.CloseDate > last,
            OverdueDays = opportunity.Now.CloseDate is { } due && due < context.Today ? context.Today.DayNumber - due.DayNumber : 0,
            ByCount = pushes.Length >= thresholds.SlipCount,
            ByDistance = pushedDays >= thresholds.SlipDays,
            ThresholdCount = thresholds.SlipCount,
            ThresholdDays = thresholds.SlipDays,
        };
    }

    private static Slip? Judge(Opportunity opportunity, RepBook book, AnalysisContext context)
    {
        Slip slip = Ledger(opportunity, book, context);
        return slip.ByCount || slip.ByDistance || slip.LeftThePeriod || slip.OverdueDays > 0 ? slip : null;
    }
}
