using System.Collections.Immutable;
using OneOnOne.Analysis;

namespace OneOnOne.Evaluation;

/// <summary>What an open deal may be flagged for: by the product, and by the fixed rules that it is held against.</summary>
[Flags]
public enum Flag
{
    None = 0,
    StallIdle = 1,
    StallNothingBooked = 1 << 1,
    SlipByCount = 1 << 2,
    SlipByDistance = 1 << 3,
    SlipOutOfPeriod = 1 << 4,
    Overdue = 1 << 5,
    StageOutlier = 1 << 6,
    AnyFinding = 1 << 7,
    Idle14Days = 1 << 8,
    InStage30Days = 1 << 9,
    ThreeTimesTheMean = 1 << 10,
    MoreThan3Pushes = 1 << 11,
}

/// <summary>Names of flags, and what the product's findings come to in flags.</summary>
public static class Flags
{
    public static ImmutableArray<Flag> OfProduct { get; } =
        [Flag.StallIdle, Flag.StallNothingBooked, Flag.SlipByCount, Flag.SlipByDistance, Flag.SlipOutOfPeriod, Flag.Overdue, Flag.StageOutlier, Flag.AnyFinding];

    public static ImmutableArray<Flag> Baselines { get; } = [Flag.Idle14Days, Flag.InStage30Days, Flag.ThreeTimesTheMean, Flag.MoreThan3Pushes];

    public static Flag Of(Finding finding) => Flag.AnyFinding | finding switch
    {
        Stall stall => (stall.WithoutActivity ? Flag.StallIdle : Flag.None) | (stall.WithoutNextActivity ? Flag.StallNothingBooked : Flag.None),
        Slip slip => (slip.ByCount ? Flag.SlipByCount : Flag.None) | (slip.ByDistance ? Flag.SlipByDistance : Flag.None)
            | (slip.LeftThePeriod ? Flag.SlipOutOfPeriod : Flag.None) | (slip.OverdueDays > 0 ? Flag.Overdue : Flag.None),
        Analysis.StageOutlier => Flag.StageOutlier,
        _ => Flag.None,
    };

    public static string NameOf(Flag flag) => flag switch
    {
        Flag.StallIdle => "stall: no activity",
        Flag.StallNothingBooked => "stall: nothing booked",
        Flag.SlipByCount => "slip: number of pushes",
        Flag.SlipByDistance => "slip: days of pushes",
        Flag.SlipOutOfPeriod => "slip: out of the period",
        Flag.Overdue => "slip: close date passed",
        Flag.StageOutlier => "stage outlier",
        Flag.AnyFinding => "any finding",
        Flag.Idle14Days => "14 days idle",
        Flag.InStage30Days => "30 days in stage",
        Flag.ThreeTimesTheMean => "3 x the stage's mean",
        Flag.MoreThan3Pushes => "more than 3 pushes",
        _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, "One flag has a name."),
    };
}
