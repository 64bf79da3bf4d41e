using System.Globalization;
using OneOnOne.Briefs;
using OneOnOne.Calendars;
using OneOnOne.Crm;
using OneOnOne.Meetings;

namespace OneOnOne.Languages;

public sealed partial class Language
{
    internal string Number(int number) => number.ToString("#,##0", _numbers);

    /// <summary>At most one digit behind the separator.</summary>
    internal string Tenths(double number) => number.ToString("#,##0.#", _numbers);

    /// <summary>Always two digits behind the separator.</summary>
    internal string Hundredths(double number) => number.ToString("0.00", _numbers);

    /// <param name="share">1 is 100 %. Rounded down, so that a goal is not called reached before it is.</param>
    internal string Percent(decimal share) => Say(nameof(Formats.Percent), ("number", Math.Floor(share * 100).ToString("#,##0", _numbers)));

    /// <summary>The currency by its code, since "$" is a dozen currencies. Cents only where there are some.</summary>
    internal string Of(Money money)
    {
        string amount = money.Amount.ToString(decimal.Truncate(money.Amount) == money.Amount ? "#,##0" : "#,##0.00#", _numbers);
        return Safe.Text(money.Currency, 10) is { Length: > 0 } currency ? Say(nameof(Formats.Money), ("currency", currency), ("amount", amount)) : amount;
    }

    /// <summary>Sums side by side; different currencies are never added.</summary>
    internal string Sums(IEnumerable<Money> money) => And([.. money
        .GroupBy(one => one.Currency, StringComparer.Ordinal)
        .Select(group => new Money(group.Sum(one => one.Amount), group.Key))
        .OrderBy(one => one.Currency, StringComparer.Ordinal)
        .Select(Of)]);

    /// <summary>"30 Sep"; with the year where it is not this one.</summary>
    internal string Day(DateOnly day, DateOnly today) => day.ToString(this[day.Year == today.Year ? nameof(Formats.DayFormat) : nameof(Formats.DayOfYearFormat)], _dates);

    /// <summary>"Mon 2 Nov"; with the year where it is not this one.</summary>
    internal string Weekday(DateOnly day, DateOnly today) => day.ToString(this[day.Year == today.Year ? nameof(Formats.WeekdayFormat) : nameof(Formats.WeekdayOfYearFormat)], _dates);

    /// <summary>"14:30", on the clock of this zone.</summary>
    internal string Time(DateTimeOffset instant, string zone) => TimeZones.ToLocal(zone, instant).ToString(this[nameof(Formats.TimeFormat)], _dates);

    /// <summary>"Tue 24 Nov 2026, 10:00 Europe/Berlin".</summary>
    internal string Moment(DateTimeOffset instant, string zone) => Say(
        nameof(Formats.Moment),
        ("day", TimeZones.ToLocal(zone, instant).ToString(this[nameof(Formats.WeekdayOfYearFormat)], _dates)), ("time", Time(instant, zone)), ("zone", zone));

    /// <param name="name">As the calendars call it.</param>
    internal string Country(string name) => Countries.All.FirstOrDefault(country => country.Name == name) is { } known ? this["Country_" + known.Code.Replace('-', '_')] : name;

    /// <summary>"A", "A and B", "A, B and C".</summary>
    internal string And(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => Say(nameof(Formats.ListEnd), ("first", items.Take(items.Count - 1).Aggregate((first, rest) => Say(nameof(Formats.List), ("first", first), ("rest", rest)))), ("last", items[^1])),
    };

    /// <summary>"Dana's", "Niklas'".</summary>
    internal string Possessive(string name)
    {
        bool hisses = name.Length > 0 && this[nameof(Formats.PossessiveHisses)].Contains(char.ToLower(name[^1], CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return Say(hisses ? nameof(Formats.PossessiveHissing) : nameof(Formats.Possessive), ("name", name));
    }
}
