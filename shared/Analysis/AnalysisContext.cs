using OneOnOne.Analysis.Quotas;
using OneOnOne.Crm;
using OneOnOne.Meetings;

namespace OneOnOne.Analysis;

/// <summary>Everything besides the book that an analysis depends on. There is no clock in here but <see cref="AsOf"/>.</summary>
/// <param name="AsOf">The instant that ages are measured at.</param>
/// <param name="Since">The last one-on-one; what came after it is new to both.</param>
/// <param name="Manager">Whose team's thresholds apply.</param>
/// <param name="TimeZone">IANA zone in which instants become days.</param>
public sealed record AnalysisContext(DateTimeOffset AsOf, DateTimeOffset Since, PersonId? Manager, string TimeZone)
{
    public required ThresholdSet Thresholds { get; init; }

    public required BusinessDays BusinessDays { get; init; }

    public required FiscalCalendar Fiscal { get; init; }

    public QuotaLabels QuotaLabels { get; init; } = new();

    public DateOnly Today => DayOf(AsOf);

    public DateOnly DayOf(DateTimeOffset instant) => TimeZones.ToLocalDate(TimeZone, instant);
}
