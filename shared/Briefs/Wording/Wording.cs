using System.Globalization;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>Every sentence of a brief. Nothing here asks the thread for its culture: equal facts give equal bytes anywhere.</summary>
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
    public static string Short(Finding finding) => finding switch
    {
        Stall { WithoutActivity: true } stall => Invariant($"quiet for {Count(stall.IdleBusinessDays, "business day")}"),
        Stall { GoesBack: true } => "going back",
        Stall => "nothing booked",
        Slip { Pushes: > 0 } slip => Invariant($"pushed {Times(slip.Pushes)}, {Count(slip.PushedDays, "day")}") + (slip.OverdueDays > 0 ? ", overdue" : ""),
        Slip slip => Invariant($"{Count(slip.OverdueDays, "day")} overdue"),
        StageOutlier outlier => (outlier.EntryKnown ? "" : "at least ") + Invariant($"{Count(outlier.AgeDays, "day")} in stage, limit {Up(outlier.LimitDays)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };

    public static string Number(int number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Count(int count, string one, string? many = null) => Number(count) + " " + (count == 1 ? one : many ?? one + "s");

    public static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => Number(count) + " times" };

    /// <summary>The currency by its code, since "$" is a dozen currencies. Cents only where there are some.</summary>
    public static string Of(Money money) =>
        (Safe.Text(money.Currency, 10) + " " + money.Amount.ToString(decimal.Truncate(money.Amount) == money.Amount ? "#,##0" : "#,##0.00#", CultureInfo.InvariantCulture)).Trim();

    /// <summary>Sums side by side; different currencies are never added.</summary>
    public static string Sums(IEnumerable<Money> money) => And([.. money
        .GroupBy(one => one.Currency, StringComparer.Ordinal)
        .Select(group => new Money(group.Sum(one => one.Amount), group.Key))
        .OrderBy(one => one.Currency, StringComparer.Ordinal)
        .Select(Of)]);

    public static string Possessive(string name) => name + (name.EndsWith('s') || name.EndsWith('S') ? "'" : "'s");

    /// <summary>"A", "A and B", "A, B and C".</summary>
    public static string And(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };

    /// <summary>The first few by name, the rest by number.</summary>
    public static string Few(IReadOnlyCollection<string> names, int most = 3) =>
        names.Count <= most ? And([.. names]) : And([.. names.Take(most - 1), Invariant($"{Number(names.Count - most + 1)} more")]);

    public static string Percent(decimal share) => Math.Floor(share * 100).ToString("#,##0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Rounded up, so that "within" stays true: tenths under ten days, whole days above.</summary>
    public static string Up(double days) => (days < 10 ? Tenth(days) : Math.Ceiling(Math.Round(days, 3))).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Rounded down, so that "or longer" stays true.</summary>
    public static string Down(double days) => (days < 10 ? Math.Floor(Math.Round(days, 3) * 10) / 10 : Math.Floor(Math.Round(days, 3))).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Rounded up to a tenth of a day.</summary>
    public static string Tenths(double days) => Tenth(days).ToString("0.#", CultureInfo.InvariantCulture);

    private static double Tenth(double days) => Math.Ceiling(Math.Round(days * 10, 2)) / 10;
}
