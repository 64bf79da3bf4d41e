using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>The sales cycle by stage, for won and for lost deals: what every rep should know by heart.</summary>
internal static class StageTimesSection
{
    public static SheetSection Of(BriefFacts facts, Voice voice)
    {
        string heading = voice.Say(voice.Own(nameof(BriefTexts.YourStageTimes), nameof(BriefTexts.StageTimes)), ("rep", voice.Rep));
        if (facts.StageTimes.IsEmpty)
        {
            return new SheetSection(heading, null, [new Para(voice.Say(nameof(BriefTexts.NoStageTimes)), Tone.Soft)]);
        }

        return new SheetSection(heading, null,
        [
            new Grid(
                voice.Say(nameof(BriefTexts.StageTimesCaption)),
                [.. new[] { nameof(BriefTexts.ColumnStage), nameof(BriefTexts.ColumnWonHalf), nameof(BriefTexts.ColumnWonLong), nameof(BriefTexts.ColumnLostHalf) }.Select(name => voice.Say(name))],
                [.. facts.StageTimes.Select(times => Row(times, facts.Thresholds, voice))]),
        ]);
    }

    private static ImmutableArray<string> Row(StageTimes times, Thresholds thresholds, Voice voice) =>
    [
        Safe.Text(times.Stage, 60),
        Median(times.WonMedianDays, times.Won, voice),
        Days(times.Won >= thresholds.MinimumWonVisits ? times.WonLongDays : null, voice),
        Median(times.LostMedianDays, times.Lost, voice),
    ];

    private static string Median(double? days, int stays, Voice voice) =>
        stays == 0 ? voice.Say(nameof(BriefTexts.NoStays)) : voice.Count(nameof(BriefTexts.DaysOfStays), stays, ("days", Days(days, voice)));

    private static string Days(double? days, Voice voice) => days is { } known ? Wording.Tenths(known, voice) : voice.Say(nameof(BriefTexts.TooFew));
}
