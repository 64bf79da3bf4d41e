using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>Up to which day we know what a rep did.</summary>
/// <param name="Until">The last day that the snapshot can tell of. Where the rep's activity stopped as a whole, the last day before that.</param>
/// <param name="Stopped">Nothing of the rep has arrived since then, for longer than chance explains: the CRM's feed is down, or the rep is away.</param>
internal sealed record Heard(DateOnly Until, bool Stopped)
{
    /// <summary>Business days before the silence, without which nobody can say that it is odd.</summary>
    public const int FewestDays = 20;

    public const double Improbable = 0.001;

    public static Heard Of(RepBook book, AnalysisContext context)
    {
        DateOnly known = Known(book, context);

        // Activities are kept by the day in UTC.
        DateOnly newest = DateOnly.FromDateTime(context.AsOf.UtcDateTime);
        DateOnly[] days = [.. book.Head.Activities.Select(day => day.On).Where(day => day <= newest).Distinct()];
        if (days.Length == 0)
        {
            return new Heard(known, Stopped: false);
        }

        // Days with activity, not activities: somebody who makes ten calls on a day and none on the next is not silent.
        int active = days.Count(context.BusinessDays.Contains);
        int watched = context.BusinessDays.Between(days[0].AddDays(-1), days[^1]);
        int silent = context.BusinessDays.Between(days[^1], known);
        return watched >= FewestDays && new GammaPoisson(active + 0.5, watched).AtMost(0, silent) <= Improbable
            ? new Heard(days[^1], Stopped: true)
            : new Heard(known, Stopped: false);
    }

    /// <summary>A snapshot that was taken in the night or the morning has nothing of its own day yet, and that is no decline.</summary>
    private static DateOnly Known(RepBook book, AnalysisContext context)
    {
        DateOnly day = context.DayOf(book.Snapshot.TakenAt.AddHours(-12));
        return day < context.Today ? day : context.Today;
    }
}
