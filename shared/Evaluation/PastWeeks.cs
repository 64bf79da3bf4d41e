using System.Collections.Immutable;

namespace OneOnOne.Evaluation;

/// <summary>The instants at which a past is looked at.</summary>
internal static class PastWeeks
{
    private const int Week = 7;

    /// <summary>Midnights, a week apart, right after the weekday of the newest snapshot, from the first deal on record to the last whose horizon has passed; empty where there is none.</summary>
    public static ImmutableArray<DateTimeOffset> Of(History history, int horizonDays)
    {
        DateTimeOffset last = new DateTimeOffset(history.Until.UtcDateTime.Date, TimeSpan.Zero).AddDays(history.Until.TimeOfDay == TimeSpan.Zero ? 0 : 1);
        while (last.AddDays(horizonDays) > history.Until)
        {
            last = last.AddDays(-Week);
        }

        DateTimeOffset[] begins = [.. history.Lives.Select(life => life.BeganAt).OfType<DateTimeOffset>().Where(at => at <= last)];
        if (begins.Length == 0)
        {
            return [];
        }

        // A single typing error must not make a century of empty weeks.
        Array.Sort(begins);
        DateTimeOffset first = begins[begins.Length / 100];
        int count = (int)((last - first).TotalDays / Week) + 1;
        return [.. Enumerable.Range(0, count).Select(week => last.AddDays(-Week * (count - 1 - week)))];
    }
}
