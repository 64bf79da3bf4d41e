using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>The numbers that open the conversation, each next to what is usual, and the question for their why.</summary>
internal static class ContextSection
{
    public static SheetSection Of(BriefFacts facts, Voice voice) => new(voice.Say(nameof(BriefTexts.Context)), SheetBuilder.Minutes(facts, AgendaKind.Context, voice),
    [
        new Subheading(voice.Say(nameof(BriefTexts.PastWeek))),
        .. Activity(facts.Context.Activity, voice),
        .. QuotaBlocks.Of(facts.Context.Quotas, voice),
        new Subheading(voice.Say(nameof(BriefTexts.Pipeline))),
        new Para(Pipeline(facts.Context, voice)),
    ]);

    private static IEnumerable<Block> Activity(ImmutableArray<ActivityMetric> metrics, Voice voice)
    {
        if (metrics.IsEmpty)
        {
            yield return new Para(voice.Say(nameof(BriefTexts.NoActivityData)), Tone.Soft);
            yield break;
        }

        foreach (ActivityMetric metric in metrics.Where(metric => metric.Typical is not null))
        {
            double most = Math.Max(1, Math.Max(metric.LastWeek, metric.Typical!.Value));
            yield return new Bars(Label(metric, voice), Week(metric, voice), metric.LastWeek / most, metric.Typical!.Value / most);
        }

        // A bar beside nothing would be full whatever the week was like.
        string[] alone = [.. metrics.Where(metric => metric.Typical is null).Select(metric => voice.Count(nameof(BriefTexts.MetricCount), metric.LastWeek, ("metric", Name(metric, voice))))];
        if (alone.Length > 0)
        {
            yield return new Para(voice.Say(nameof(BriefTexts.NoUsualYet), ("counts", Wording.Capital(voice.Language.And(alone)))));
        }

        if (metrics.FirstOrDefault(metric => metric.Typical is not null) is { } known)
        {
            yield return new Para(voice.Count(nameof(BriefTexts.UsualWeek), known.WeeksBehindTypical), Tone.Soft);
        }

        foreach (IGrouping<bool, ActivityMetric> off in metrics.Where(IsRemarkable).GroupBy(metric => metric.Pace == Pace.Slower).OrderByDescending(off => off.Key))
        {
            string text = off.Key
                ? voice.Own(nameof(CoachingTexts.WhyDown), nameof(BriefTexts.AskTheWhy))
                : voice.Own(nameof(CoachingTexts.WhyUp), nameof(BriefTexts.AskWhatHelped));
            yield return new Para(Wording.Capital(voice.Say(text, ("metrics", voice.Language.And([.. off.Select(metric => Name(metric, voice))])))));
        }
    }

    public static bool IsRemarkable(ActivityMetric metric) => metric.Pace is not null;

    private static string Label(ActivityMetric metric, Voice voice) => voice.Say(metric.Kind switch
    {
        ActivityKind.Call => nameof(BriefTexts.Calls),
        ActivityKind.Email => nameof(BriefTexts.Emails),
        _ => nameof(BriefTexts.Meetings),
    });

    /// <summary>The same within a sentence.</summary>
    public static string Name(ActivityMetric metric, Voice voice) => voice.Say(metric.Kind switch
    {
        ActivityKind.Call => nameof(BriefTexts.SomeCalls),
        ActivityKind.Email => nameof(BriefTexts.SomeEmails),
        _ => nameof(BriefTexts.SomeMeetings),
    });

    private static string Week(ActivityMetric metric, Voice voice) => voice.Say(
        metric.Pace switch
        {
            Pace.Slower => voice.Own(nameof(BriefTexts.WeekLowYou), nameof(BriefTexts.WeekLow)),
            null => nameof(BriefTexts.Week),
            _ => voice.Own(nameof(BriefTexts.WeekHighYou), nameof(BriefTexts.WeekHigh)),
        },
        ("count", Counted(metric, voice)), ("usual", Usual(metric, voice)), ("rep", voice.Rep));

    /// <summary>Where the week was not as long as the others, its length is said, so that it can be compared.</summary>
    public static string Counted(ActivityMetric metric, Voice voice) => IsShort(metric)
        ? voice.Count(nameof(BriefTexts.CountInDays), metric.LastWeek, ("days", metric.BusinessDays!.Value))
        : voice.Language.Number(metric.LastWeek);

    public static string Usual(ActivityMetric metric, Voice voice) => IsShort(metric) && metric.BusinessDaysBefore is > 0 and var days
        ? voice.Say(nameof(BriefTexts.UsualPerDay), ("number", voice.Language.Tenths(metric.Typical!.Value * metric.WeeksBehindTypical / days)))
        : voice.Say(nameof(BriefTexts.UsualPerWeek), ("number", voice.Language.Tenths(metric.Typical!.Value)));

    private static bool IsShort(ActivityMetric metric) =>
        metric is { Typical: not null, BusinessDays: { } days, BusinessDaysBefore: { } before } && days * metric.WeeksBehindTypical != before;

    private static string Pipeline(BriefContext context, Voice voice)
    {
        if (context.OpenCount == 0)
        {
            return voice.Say(nameof(BriefTexts.NoOpenDeals));
        }

        string pipeline = voice.Say(
            context.OpenValue.IsEmpty ? nameof(BriefTexts.PipelineCount) : nameof(BriefTexts.PipelineWorth),
            ("deals", voice.Count(nameof(BriefTexts.OpenDeals), context.OpenCount)), ("sum", voice.Language.Sums(context.OpenValue)));
        return context.WithoutAmount == 0 ? pipeline
            : pipeline + " " + voice.Count(context.WithoutAmount == context.OpenCount ? nameof(BriefTexts.PipelineNoAmounts) : nameof(BriefTexts.PipelineWithoutAmount), context.WithoutAmount);
    }
}
