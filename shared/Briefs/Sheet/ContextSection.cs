using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Analysis;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>The numbers that open the conversation, each next to what is usual, and the question for their why.</summary>
internal static class ContextSection
{
    public static SheetSection Of(BriefFacts facts, Voice voice) => new("Context", SheetBuilder.Minutes(facts, AgendaKind.Context),
    [
        new Subheading("The past week"),
        .. Activity(facts.Context.Activity, voice),
        new Subheading("Quota"),
        .. QuotaBlocks.Of(facts.Context.Quotas, voice),
        new Subheading("Pipeline"),
        new Para(Pipeline(facts.Context)),
    ]);

    private static IEnumerable<Block> Activity(ImmutableArray<ActivityMetric> metrics, Voice voice)
    {
        if (metrics.IsEmpty)
        {
            yield return new Para("The CRM has no activities, so there are no calls, e-mails or meetings to count.", Tone.Soft);
            yield break;
        }

        foreach (ActivityMetric metric in metrics)
        {
            double most = Math.Max(1, Math.Max(metric.LastWeek, metric.Typical ?? 0));
            yield return new Bars(Label(metric), Text(metric, voice), metric.LastWeek / most, (metric.Typical ?? 0) / most);
        }

        if (metrics.FirstOrDefault(metric => metric.Typical is not null) is { } known)
        {
            yield return new Para(Invariant($"Each bar is set against the usual week: the mean of the {known.WeeksBehindTypical} weeks before."), Tone.Soft);
        }

        if (metrics.Any(IsRemarkable))
        {
            string off = Wording.And([.. metrics.Where(IsRemarkable).Select(metric => Label(metric).ToLowerInvariant() + (metric.Pace == Pace.Slower ? " are down" : " are up"))]);
            yield return new Para(voice.ToRep ? Invariant($"Know the why: {off}.") : Invariant($"Ask for the why before judging: {off}. Client commitments may well explain it."));
        }
    }

    public static bool IsRemarkable(ActivityMetric metric) => metric.Pace is not null;

    public static string Label(ActivityMetric metric) => Wording.Kind(metric.Kind) switch { "call" => "Calls", "e-mail" => "E-mails", "meeting" => "Meetings", var kind => kind };

    public static string Text(ActivityMetric metric, Voice voice) => Invariant($"{Counted(metric)}; {Usual(metric)}{Judged(metric, voice)}");

    /// <summary>Where the week was not as long as the others, its length is said, so that it can be compared.</summary>
    public static string Counted(ActivityMetric metric) =>
        Wording.Number(metric.LastWeek) + (IsShort(metric) ? Invariant($" in {Wording.Count(metric.BusinessDays!.Value, "business day")}") : "");

    public static string Usual(ActivityMetric metric) => metric.Typical is not { } typical ? "too few weeks on record to say what is usual"
        : IsShort(metric) && metric.BusinessDaysBefore is > 0 and var days ? Invariant($"usually {Tenths(typical * metric.WeeksBehindTypical / days)} a business day")
        : Invariant($"usually {Tenths(typical)} a week");

    private static string Judged(ActivityMetric metric, Voice voice) => metric.Pace is { } pace
        ? Invariant($", so {(pace == Pace.Slower ? "low" : "high")} for {(voice.ToRep ? "you" : voice.Rep)}")
        : "";

    private static bool IsShort(ActivityMetric metric) =>
        metric is { Typical: not null, BusinessDays: { } days, BusinessDaysBefore: { } before } && days * metric.WeeksBehindTypical != before;

    private static string Tenths(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Pipeline(BriefContext context) => context.OpenCount == 0
        ? "No open deals."
        : Invariant($"{Wording.Count(context.OpenCount, "open deal")}{(context.OpenValue.IsEmpty ? "" : ": " + Wording.Sums(context.OpenValue))}.")
            + (context.WithoutAmount == 0 ? "" : Invariant($" {Wording.Number(context.WithoutAmount)} of them without an amount."));
}
