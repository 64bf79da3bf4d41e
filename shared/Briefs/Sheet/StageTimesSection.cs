using System.Collections.Immutable;
using OneOnOne.Analysis;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>The sales cycle by stage, for won and for lost deals: what every rep should know by heart.</summary>
internal static class StageTimesSection
{
    public static SheetSection Of(BriefFacts facts, Voice voice)
    {
        string heading = voice.ToRep ? "Your time in each stage" : Wording.Possessive(voice.Rep) + " time in each stage";
        if (facts.StageTimes.IsEmpty)
        {
            return new SheetSection(heading, null, [new Para("No closed deals yet, so there are no stage times to learn from.", Tone.Soft)]);
        }

        return new SheetSection(heading, null,
        [
            new Grid(
                "Days within which deals left the stage; in brackets, how many stays that is known from",
                ["Stage", "Won: half", "Won: nine in ten", "Lost: half"],
                [.. facts.StageTimes.Select(times => Row(times, facts.Thresholds))]),
        ]);
    }

    private static ImmutableArray<string> Row(StageTimes times, Thresholds thresholds) =>
    [
        Safe.Text(times.Stage, 60),
        Median(times.WonMedianDays, times.Won),
        times.Won >= thresholds.MinimumWonVisits && times.WonLongDays is { } days ? Wording.Tenths(days) : "too few",
        Median(times.LostMedianDays, times.Lost),
    ];

    private static string Median(double? days, int stays) =>
        stays == 0 ? "none" : Invariant($"{(days is { } known ? Wording.Tenths(known) : "too few")} ({Wording.Number(stays)})");
}
