using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>The ledger of close dates: pushes and pulls counted apart and never netted, the fiscal quarter's end, and dates that have passed.</summary>
public static class SlipAnalysis
{
    /// <summary>Pushes that make a serial slipper of any deal.</summary>
    private const int Serial = 3;

    /// <summary>Fewer pushes do so as well where no more than one deal in 20 would have as many in its time.</summary>
    private const double Improbable = 0.05;

    public static PartResult Of(RepBook book, AnalysisContext context)
    {
        int withoutDate = book.Open.Count(opportunity => opportunity.Now!.CloseDate is null);
        return new PartResult(
            AnalysisPart.Slips,
            book.Snapshot.Id,
            [.. Ledgers(book, context).Where(slip => slip.ByCount || slip.ByDistance || slip.LeftThePeriod || slip.OverdueDays > 0).OrderBy(slip => slip.Opportunity.Id)],
            withoutDate == 0 ? [] : [new DataNote(DataIssue.NoCloseDates, withoutDate)]);
    }

    /// <summary>The ledgers of all open opportunities, flagged or not.</summary>
    public static IEnumerable<Slip> Ledgers(RepBook book, AnalysisContext context)
    {
        PushRates? rates = PushRates.Of(book);
        return book.Open.Select(opportunity => Ledger(opportunity, book, context, rates));
    }

    /// <summary>The ledger of one open opportunity, flagged or not.</summary>
    public static Slip Ledger(Opportunity opportunity, RepBook book, AnalysisContext context) => Ledger(opportunity, book, context, PushRates.Of(book));

    /// <returns>Null unless the rep pushes close dates more often than others, beyond chance.</returns>
    public static PushHabit? Habit(RepBook book) => PushRates.Of(book)?.Habit();

    private static Slip Ledger(Opportunity opportunity, RepBook book, AnalysisContext context, PushRates? rates)
    {
        Thresholds thresholds = context.Thresholds.Of(context.Manager, opportunity.Now!.Stage);
        TimeLine line = TimeLine.Of(opportunity, book.Snapshots);
        ImmutableArray<LedgerEntry> ledger = CloseDateLedger.Of(opportunity, line, book.Snapshots, book.Head.BulkEdits);
        CloseDateChange[] pushes = [.. ledger.Where(entry => entry.IsPush).Select(entry => entry.Change)];
        CloseDateChange[] pulls = [.. ledger.Where(entry => entry.IsPull).Select(entry => entry.Change)];
        int pushedDays = pushes.Sum(push => push.Days);
        (DateOnly first, DateOnly last) = context.Fiscal.QuarterOf(context.Today);
        (int OpenDays, double? Chance) odds = Odds(opportunity, line, ledger, book, rates);
        bool serial = pushes.Length >= Serial || (pushes.Length > 1 && odds.Chance <= Improbable);
        return new Slip
        {
            Opportunity = opportunity.ToRef(),
            Pushes = pushes.Length,
            PushedDays = pushedDays,
            Pulls = pulls.Length,
            PulledDays = -pulls.Sum(pull => pull.Days),
            OwnPushes = ledger.Count(entry => entry.IsPush && entry.Owner == opportunity.Owner),
            Graced = [.. ledger.Where(entry => entry.Grace is not null).Select(entry => new GracedChange(entry.Change, entry.Grace!.Value))],
            FirstCloseDate = ledger.FirstOrDefault(entry => entry.Grace is null)?.Change.From ?? opportunity.Now.CloseDate,
            LastPush = pushes.LastOrDefault(),
            PushesSinceLastMeeting = pushes.Count(push => push.At > context.Since),
            LeftThePeriod = pushes.LastOrDefault() is { } push && push.From >= first && push.From <= last && push.To > last && opportunity.Now.CloseDate > last,
            OverdueDays = opportunity.Now.CloseDate is { } due && due < context.Today ? context.Today.DayNumber - due.DayNumber : 0,
            ByCount = pushes.Length >= thresholds.SlipCount,
            ByDistance = pushedDays >= thresholds.SlipDays,
            ThresholdCount = thresholds.SlipCount,
            ThresholdDays = thresholds.SlipDays,
            Serial = serial,
            OpenDays = odds.OpenDays,
            Chance = odds.Chance,
            Alike = serial ? PushedOutcomes.Of(book, pushes.Length) : null,
        };
    }

    /// <summary>How long the deal was open to pushes, and how likely as many in that time are at the rate of the rep's other deals.</summary>
    private static (int OpenDays, double? Chance) Odds(Opportunity opportunity, TimeLine line, ImmutableArray<LedgerEntry> ledger, RepBook book, PushRates? rates)
    {
        DateTimeOffset now = book.Snapshot.TakenAt;
        ImmutableArray<OpenSpell> spells = OpenSpell.Of(opportunity, line, book.Snapshots, book.Snapshot.Sections.Contains(Section.CloseDateHistory));
        int days = spells.Sum(spell => spell.DaysUntil(now));
        LedgerEntry[] watched = [.. ledger.Where(entry => entry.IsPush && !spells.IsEmpty && entry.Change.At >= spells[0].From)];
        (int, int) own = (watched.Count(entry => entry.Owner == opportunity.Owner), spells.Where(spell => spell.Owner == opportunity.Owner).Sum(spell => spell.DaysUntil(now)));
        return (days, days == 0 || watched.Length == 0 ? null : rates?.AtLeast(watched.Length, days / PushRates.DaysInMonth, own));
    }
}
