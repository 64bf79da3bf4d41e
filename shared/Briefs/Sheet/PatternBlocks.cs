using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Journal;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>What the one-on-ones before this one add up to.</summary>
internal static class PatternBlocks
{
    private const int MostNames = 3;
    private const int MostStages = 2;
    private const int LongestStage = 60;
    private const int LongestTitle = 60;

    /// <summary>Two numbers draw no line.</summary>
    private const int FewestCounts = 3;

    public static IEnumerable<Block> Of(ManagerView view, Voice voice) => view.Own.Patterns is not { } patterns
        ? []
        :
        [
            new Subheading(voice.Say(nameof(CoachingTexts.IsCoachingChangingAnything))),
            new Para(Fates(patterns, voice)),
            .. patterns.Tally is { Deals: > 0 } tally ? [new Para(Of(tally, voice))] : Array.Empty<Block>(),
            .. OverTime(nameof(CoachingTexts.StalledOverTime), view.Facts, point => point.Stalled, patterns.Stalled, voice),
            .. OverTime(nameof(CoachingTexts.PushedOverTime), view.Facts, point => point.Pushed, patterns.Pushed, voice),
        ];

    /// <summary>Of both, since both are responsible. Only what came due can have been kept or not.</summary>
    public static IEnumerable<Block> Kept(BriefFacts facts, Voice voice)
    {
        HistoryPoint[] all = [.. facts.History, HistoryPoint.Of(facts)];
        string[] sides = [.. new[] { Said(Side.Rep, point => point.RepCommitments), Said(Side.Manager, point => point.ManagerCommitments) }.OfType<string>()];
        return facts.History.IsEmpty || sides.Length == 0
            ? []
            : [new Para(voice.Count(nameof(CoachingTexts.KeptOverTime), all.Length, ("kept", voice.Language.And(sides))), Tone.Soft)];

        string? Said(Side side, Func<HistoryPoint, CommitmentCount> counts)
        {
            int kept = all.Sum(point => counts(point).Kept);
            int due = kept + counts(all[^1]).Overdue;
            return due == 0 ? null : voice.Say(nameof(CoachingTexts.KeptBy), ("who", voice.Name(side)), ("kept", kept), ("due", due));
        }
    }

    /// <summary>Where a fast win was faster than the rep's own won deals are; empty where nothing is known of it.</summary>
    public static string Fast(FastWin win, Voice voice)
    {
        string[] stages =
        [
            .. win.Stays.Where(stay => stay.Days < stay.UsualDays).OrderBy(stay => stay.Days / stay.UsualDays).Take(MostStages)
                .Select(stay => voice.Say(nameof(CoachingTexts.FastStage), ("stage", Safe.Text(stay.Stage, LongestStage)), ("days", Tenths(stay.Days, voice)), ("usual", Wording.Up(stay.UsualDays, voice)))),
        ];
        return stages.Length == 0 ? "" : " " + voice.Say(nameof(CoachingTexts.FastWhere), ("stages", voice.Language.And(stages)));
    }

    private static string Tenths(double days, Voice voice) => voice.Language.Tenths(Math.Round(days, 1));

    private static string Fates(CoachingPatterns patterns, Voice voice)
    {
        string day = voice.Day(patterns.LastAt);
        if (patterns.Fates.IsEmpty)
        {
            return voice.Say(nameof(CoachingTexts.AgendaWithoutDeals), ("day", day));
        }

        string[] fates = [.. patterns.Fates.GroupBy(deal => deal.Fate).OrderBy(group => group.Key).Select(group => Of(group.Key, [.. group], voice))];
        bool stuck = patterns.Fates.Any(deal => deal.Fate is Fate.Same or Fate.Worse);
        return voice.Count(nameof(CoachingTexts.AgendaFates), patterns.Fates.Length, ("day", day), ("fates", voice.Language.And(fates)))
            + (stuck ? " " + voice.Say(nameof(CoachingTexts.TryAnotherWay)) : "");
    }

    /// <summary>Deals that do not move are named: those are the ones to think about.</summary>
    private static string Of(Fate fate, DealFate[] deals, Voice voice)
    {
        string said = voice.Count(NameOf(fate), deals.Length);
        return fate is Fate.Same or Fate.Worse
            ? voice.Say(nameof(CoachingTexts.FateOf), ("fate", said), ("deals", string.Join(", ", deals.Take(MostNames).Select(deal => Safe.Text(deal.Title, LongestTitle))) + (deals.Length > MostNames ? ", …" : "")))
            : said;
    }

    private static string NameOf(Fate fate) => fate switch
    {
        Fate.Won => nameof(CoachingTexts.FateWon),
        Fate.MovedOn => nameof(CoachingTexts.FateMovedOn),
        Fate.OffTheList => nameof(CoachingTexts.FateOffTheList),
        Fate.Better => nameof(CoachingTexts.FateBetter),
        Fate.Worse => nameof(CoachingTexts.FateWorse),
        Fate.Same => nameof(CoachingTexts.FateSame),
        Fate.Lost => nameof(CoachingTexts.FateLost),
        Fate.Gone => nameof(CoachingTexts.FateGone),
        _ => throw new ArgumentOutOfRangeException(nameof(fate)),
    };

    private static string Of(AgendaTally tally, Voice voice)
    {
        string[] parts =
        [
            .. new[] { (nameof(CoachingTexts.FateWon), tally.Won), (nameof(CoachingTexts.TallyClear), tally.Clear), (nameof(CoachingTexts.TallyLeft), tally.Left), (nameof(CoachingTexts.FateLost), tally.Lost) }
                .Where(part => part.Item2 > 0)
                .Select(part => voice.Count(part.Item1, part.Item2)),
        ];
        return voice.Count(nameof(CoachingTexts.AgendaTally), tally.Deals, ("times", tally.Times), ("parts", voice.Language.And(parts)));
    }

    private static IEnumerable<Block> OverTime(string label, BriefFacts facts, Func<HistoryPoint, int?> count, Trend trend, Voice voice)
    {
        ImmutableArray<int?> counts = [.. facts.History.Append(HistoryPoint.Of(facts)).Select(count)];
        if (counts.Count(one => one is not null) < FewestCounts || counts.All(one => one is null or 0))
        {
            yield break;
        }

        string said = string.Join(", ", counts.Select(one => one is { } known ? voice.Language.Number(known) : "–"));
        yield return new Sparkline(voice.Say(label), voice.Count(nameof(CoachingTexts.CountsOverTime), counts.Length, ("counts", said), ("trend", voice.Say(NameOf(trend)))), counts);
    }

    private static string NameOf(Trend trend) => trend switch
    {
        Trend.TooFew => nameof(CoachingTexts.TrendTooFew),
        Trend.None => nameof(CoachingTexts.TrendNone),
        Trend.Falling => nameof(CoachingTexts.TrendFalling),
        Trend.Rising => nameof(CoachingTexts.TrendRising),
        _ => throw new ArgumentOutOfRangeException(nameof(trend)),
    };
}
