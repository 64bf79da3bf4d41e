using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

/// <summary>All findings as one flat table: RFC 4180 but for line ends, which are LF, and safe to open in a spreadsheet.</summary>
public static class FindingsCsv
{
    private static readonly string[] Common = ["rep_id", "kind", "opportunity_id", "name", "account", "stage", "amount", "currency", "close_date"];

    private static readonly (string Name, Func<Finding, object?> Value)[] Evidence =
    [
        .. Of<Stall>(
            ("last_activity_at", one => one.LastActivity?.At), ("last_activity_kind", one => one.LastActivity?.Kind), ("counted_from", one => one.CountedFrom),
            ("idle_business_days", one => one.IdleBusinessDays), ("threshold_business_days", one => one.ThresholdBusinessDays), ("next_activity_at", one => one.NextActivity),
            ("without_activity", one => one.WithoutActivity), ("without_next_activity", one => one.WithoutNextActivity),
            ("effort_now", one => one.EffortNow), ("effort_before", one => one.EffortBefore),
            ("effort_days_now", one => one.EffortDaysNow), ("effort_days_before", one => one.EffortDaysBefore), ("pace", one => one.Pace), ("owned_since", one => one.OwnedSince),
            ("back_since", one => one.StepsBack?.Since), ("stage_before", one => one.StepsBack?.Stage), ("amount_before", one => one.StepsBack?.Amount?.Amount),
            ("close_date_before", one => one.StepsBack?.CloseDate)),
        .. Of<Slip>(
            ("pushes", one => one.Pushes), ("pushed_days", one => one.PushedDays), ("pulls", one => one.Pulls), ("pulled_days", one => one.PulledDays),
            ("first_close_date", one => one.FirstCloseDate), ("last_push_at", one => one.LastPush?.At), ("last_push_from", one => one.LastPush?.From),
            ("last_push_to", one => one.LastPush?.To), ("pushes_since_last_meeting", one => one.PushesSinceLastMeeting), ("left_the_period", one => one.LeftThePeriod),
            ("overdue_days", one => one.OverdueDays), ("by_count", one => one.ByCount), ("by_distance", one => one.ByDistance),
            ("threshold_count", one => one.ThresholdCount), ("threshold_days", one => one.ThresholdDays)),
        .. Of<StageOutlier>(
            ("entered_at", one => one.EnteredAt), ("entry_known", one => one.EntryKnown), ("age_days", one => one.AgeDays), ("rung", one => one.Rung),
            ("limit_days", one => one.LimitDays), ("percentile", one => one.Percentile), ("won_visits", one => one.WonVisits), ("won_visits_shorter", one => one.WonVisitsShorter),
            ("won_median_days", one => one.WonMedianDays), ("lost_visits", one => one.LostVisits), ("lost_median_days", one => one.LostMedianDays)),
    ];

    public static IReadOnlyList<string> Columns { get; } = [.. Common, .. Evidence.Select(column => column.Name)];

    public static string Text(IEnumerable<(PersonId Rep, Finding Finding)> findings)
    {
        using StringWriter writer = new();
        Write(writer, findings);
        return writer.ToString();
    }

    public static void Write(TextWriter writer, IEnumerable<(PersonId Rep, Finding Finding)> findings)
    {
        writer.Write(string.Join(',', Columns) + "\n");
        foreach ((PersonId rep, Finding finding) in findings)
        {
            OpportunityRef one = finding.Opportunity;
            object?[] common = [rep.Value, KindOf(finding), one.Id.Value, one.Name, one.Account, one.Stage, one.Amount?.Amount, one.Amount?.Currency, one.CloseDate];
            writer.Write(string.Join(',', common.Concat(Evidence.Select(column => column.Value(finding))).Select(Cell)) + "\n");
        }
    }

    private static string KindOf(Finding finding) => finding switch { Stall => "stall", Slip => "slip", _ => "stage_outlier" };

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => CsvText.Cell(text),
        bool flag => flag ? "true" : "false",
        double days => days.ToString("0.###", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static IEnumerable<(string Name, Func<Finding, object?> Value)> Of<T>(params (string Name, Func<T, object?> Value)[] columns)
        where T : Finding =>
        columns.Select(column => (column.Name, (Func<Finding, object?>)(finding => finding is T one ? column.Value(one) : null)));
}
