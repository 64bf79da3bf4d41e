using System.Globalization;
using OneOnOne.Crm;

namespace OneOnOne.Evaluation;

/// <summary>What the export does not tell, so that a table's gaps are not taken for good news.</summary>
internal static class EvaluationNotes
{
    public static IEnumerable<string> Of(History history, ReplayResult result, ReplayOptions options)
    {
        if (!history.HasActivities)
        {
            yield return "No activities are on record: stalls and \"14 days idle\" could not be judged.";
        }

        if (history.Bookings.IsEmpty || history.Bookings[0] > result.Last)
        {
            yield return "What was booked ahead in the past is not on record, for an export tells only what is booked now: \"nothing booked\" could not be judged. A folder of weekly snapshots tells it.";
        }

        if (!history.HasCloseDates)
        {
            yield return "No changes of close dates are on record: slips could not be judged, and \"lost or pushed\" is lost.";
        }
        else if (!history.Sections.Contains(Section.CloseDateHistory))
        {
            yield return "Changes of close dates are known only from comparing snapshots.";
        }

        int undated = history.Lives.Count(life => life.BeganAt is null || life.BeganAt >= history.Until);
        if (undated > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{undated:N0} deals are on record only from the newest snapshot on, and could not be judged: nothing says when they began.");
        }

        if (result.Vanished > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{result.Vanished:N0} deal-weeks are left out: the deal left the CRM before anything became of it.");
        }

        int unsaid = result.DealWeeks.Count(one => one.Win is null);
        if (unsaid > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"For {unsaid:N0} of {result.DealWeeks.Length:N0} deal-weeks no win chance was given: too few closed deals had been in the stage, or the stage or its entry is not on record.");
        }

        if (!result.Quotas.IsEmpty)
        {
            yield return "Quotas are counted in deals, for an export tells only present amounts: a rep's is the median number of wins in the four quarters before.";
        }

        if (options.HorizonDays != SignalCell.HorizonDays)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The product's own risk looks {SignalCell.HorizonDays} days ahead: its order holds for {options.HorizonDays} days, its calibration does not.");
        }

        if (history.RowsSetAside > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{history.RowsSetAside:N0} of {history.RowsRead + history.RowsSetAside:N0} rows could not be read; `ingest` lists them.");
        }
    }
}
