using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>How the facts of a brief become sentences: which of the texts says it to this reader, and with what filled in.</summary>
internal static partial class Wording
{
    public static string Evidence(Finding finding, Voice voice) => finding switch
    {
        Stall stall => Of(stall, voice),
        Slip slip => Of(slip, voice),
        StageOutlier outlier => Of(outlier, voice),
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };

    /// <summary>The same in a few words, for a table.</summary>
    public static string Short(Finding finding, Voice voice) => finding switch
    {
        Stall { WithoutActivity: true } stall => voice.Count(nameof(BriefTexts.ShortQuiet), stall.IdleBusinessDays),
        Stall { GoesBack: true } => voice.Say(nameof(BriefTexts.ShortGoingBack)),
        Stall => voice.Say(nameof(BriefTexts.ShortNothingBooked)),
        Slip { Pushes: > 0 } slip => voice.Count(
            slip.OverdueDays > 0 ? nameof(BriefTexts.ShortPushedOverdue) : nameof(BriefTexts.ShortPushed), slip.PushedDays, ("times", Times(slip.Pushes, voice))),
        Slip slip => voice.Count(nameof(BriefTexts.ShortOverdue), slip.OverdueDays),
        StageOutlier outlier => voice.Count(
            outlier.EntryKnown ? nameof(BriefTexts.ShortLong) : nameof(BriefTexts.ShortLongAtLeast), outlier.AgeDays, ("limit", Up(outlier.LimitDays, voice))),
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };

    public static string Short(IEnumerable<Finding> findings, Voice voice) => string.Join("; ", findings.Select(finding => Short(finding, voice)));

    public static string Times(int count, Voice voice) => voice.Count(count switch { 1 => nameof(BriefTexts.Once), 2 => nameof(BriefTexts.Twice), _ => nameof(BriefTexts.Times) }, count);

    /// <summary>The first few by name, the rest by number.</summary>
    public static string Few(IReadOnlyCollection<string> names, Voice voice, int most = 3)
    {
        int shown = names.Count <= most ? most : most - 1;
        return names.Any(name => name.Contains(',', StringComparison.Ordinal)) ? Listed(names, shown, voice)
            : voice.Language.And(names.Count <= most ? [.. names] : [.. names.Take(shown), voice.Count(nameof(BriefTexts.MoreNames), names.Count - shown)]);
    }

    /// <summary>The same for what has commas of its own.</summary>
    public static string Listed(IReadOnlyCollection<string> items, int most, Voice voice)
    {
        string first = string.Join("; ", items.Take(most));
        return items.Count <= most ? first : voice.Count(nameof(BriefTexts.AndMore), items.Count - most, ("first", first));
    }

    /// <summary>"nine in ten" where people say so, else "85 in 100".</summary>
    public static string InWords(double share, Voice voice) => Math.Round(share * 1000) switch
    {
        500 => voice.Say(nameof(BriefTexts.Half)),
        750 => voice.Say(nameof(BriefTexts.ThreeInFour)),
        800 => voice.Say(nameof(BriefTexts.FourInFive)),
        900 => voice.Say(nameof(BriefTexts.NineInTen)),
        950 => voice.Say(nameof(BriefTexts.NineteenInTwenty)),
        990 => voice.Say(nameof(BriefTexts.NinetyNineInHundred)),
        _ => voice.Say(nameof(BriefTexts.InHundred), ("number", voice.Language.Tenths(share * 100))),
    };

    /// <summary>Rounded up, so that "within" stays true: tenths under ten days, whole days above.</summary>
    public static string Up(double days, Voice voice) => voice.Language.Tenths(days < 10 ? Tenth(days) : Math.Ceiling(Math.Round(days, 3)));

    /// <summary>Rounded down, so that "or longer" stays true.</summary>
    public static string Down(double days, Voice voice) => voice.Language.Tenths(days < 10 ? Math.Floor(Math.Round(days, 3) * 10) / 10 : Math.Floor(Math.Round(days, 3)));

    /// <summary>Rounded up to a tenth of a day.</summary>
    public static string Tenths(double days, Voice voice) => voice.Language.Tenths(Tenth(days));

    private static double Tenth(double days) => Math.Ceiling(Math.Round(days * 10, 2)) / 10;
}
