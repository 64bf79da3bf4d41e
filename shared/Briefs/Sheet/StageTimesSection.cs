using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>The sales cycle by stage, for won and for lost deals: what every rep should know by heart.</summary>
internal static class StageTimesSection
{
    /// <summary>Half of one stay, or of two, is nothing to go by.</summary>
    private const int FewestStays = 3;

    private const int MostStages = 12;

    public static SheetSection Of(BriefFacts facts, Voice voice)
    {
        string heading = voice.Say(voice.Own(nameof(BriefTexts.YourStageTimes), nameof(BriefTexts.StageTimes)), ("rep", voice.Rep));
        StageTimes[] known = [.. facts.StageTimes.Where(times => IsKnown(times.WonMedianDays, times.Won) || IsKnown(times.LostMedianDays, times.Lost))];
        if (known.Length == 0)
        {
            return new SheetSection(heading, null, [new Para(voice.Say(nameof(BriefTexts.NoStageTimes)), Tone.Soft)]);
        }

        HashSet<string> most = [.. known.OrderByDescending(times => times.Won + times.Lost).Take(voice.Most(MostStages)).Select(times => times.Stage)];
        return new SheetSection(heading, null,
        [
            new Grid(
                voice.Say(nameof(BriefTexts.StageTimesCaption)),
                [.. new[] { nameof(BriefTexts.ColumnStage), nameof(BriefTexts.ColumnWonHalf), nameof(BriefTexts.ColumnWonLong), nameof(BriefTexts.ColumnLostHalf) }.Select(name => voice.Say(name))],
                [.. known.Where(times => most.Contains(times.Stage)).Select(times => Row(times, facts.Thresholds, voice))]),
            .. known.Length > most.Count ? new[] { new Para(voice.Count(nameof(BriefTexts.MoreStages), known.Length - most.Count), Tone.Soft) } : [],
        ]);
    }

    private static ImmutableArray<string> Row(StageTimes times, Thresholds thresholds, Voice voice) =>
    [
        Safe.Text(times.Stage, 60),
        Median(times.WonMedianDays, times.Won, Wording.Up, voice),
        times is { WonLongDays: { } days } && times.Won >= thresholds.MinimumWonVisits ? Wording.Up(days, voice) : voice.Say(nameof(BriefTexts.TooFew)),
        Median(times.LostMedianDays, times.Lost, Wording.Down, voice),
    ];

    /// <param name="rounded">As the evidence of a deal says it, so that the two agree to the digit.</param>
    private static string Median(double? days, int stays, Func<double, Voice, string> rounded, Voice voice) => stays == 0
        ? voice.Say(nameof(BriefTexts.NoStays))
        : voice.Count(nameof(BriefTexts.DaysOfStays), stays, ("days", IsKnown(days, stays) ? rounded(days!.Value, voice) : voice.Say(nameof(BriefTexts.TooFew))));

    private static bool IsKnown(double? days, int stays) => days is not null && stays >= FewestStays;
}
