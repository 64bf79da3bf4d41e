using System.Collections.Immutable;
using System.Globalization;

namespace OneOnOne.Calendars;

/// <summary>Reads countries.txt. A line that it does not understand is an error: a holiday must not get lost over a typing mistake.</summary>
internal static class CalendarText
{
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;

    private static readonly string[] Days = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedDayNames;

    public static IEnumerable<CountryCalendar> Read(string text)
    {
        foreach (string block in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = [.. block.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
            if (lines.Length > 0)
            {
                yield return Country(lines);
            }
        }
    }

    private static CountryCalendar Country(string[] lines)
    {
        string[] head = lines[0].Split(' ', 2);
        string[]? weekend = lines.Length > 1 && lines[1].StartsWith("weekend ", StringComparison.Ordinal) ? lines[1].Split(' ')[1..] : null;
        return new CountryCalendar(head[0], head[1], [.. (weekend ?? ["Sat", "Sun"]).Select(day => Weekday(day, lines[1]))])
        {
            Rules = [.. lines.Skip(weekend is null ? 1 : 2).Select(Rule)],
        };
    }

    private static HolidayRule Rule(string line)
    {
        string[] halves = line.Split(": ", 2);
        string[] parts = halves[0].Split(", ");
        (Anchor anchor, int plus) = When(parts[0], line);
        ImmutableDictionary<DayOfWeek, int?>.Builder moves = ImmutableDictionary.CreateBuilder<DayOfWeek, int?>();
        ImmutableArray<(int, int)>.Builder years = ImmutableArray.CreateBuilder<(int, int)>();
        foreach (string part in parts.Skip(1))
        {
            if (part.Split(' ') is [var day, var move])
            {
                moves.Add(Weekday(day, line), move == "next" ? null : Number(move, line));
            }
            else
            {
                years.Add(Years(part, line));
            }
        }

        return halves.Length == 2 ? new HolidayRule(anchor, plus, moves.ToImmutable(), years.ToImmutable(), halves[1]) : throw Unclear(line);
    }

    private static (Anchor Anchor, int Plus) When(string when, string line)
    {
        int sign = when.LastIndexOfAny(['+', '-']);
        bool shifted = sign > 0 && when[sign - 1] == ' ';
        string[] words = (shifted ? when[..(sign - 1)] : when).Split(' ', 2);
        Anchor anchor = words switch
        {
            ["Easter"] => new EasterSunday(Orthodox: false),
            ["Orthodox"] => new EasterSunday(Orthodox: true),
            [var day, var month] when int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => DayOf(number, month, line),
            [var first, var rest] => Relative(first, rest.Split(' '), line),
            _ => throw Unclear(line),
        };
        return (anchor, shifted ? Number(when[sign..], line) : 0);
    }

    private static Anchor DayOf(int day, string month, string line) =>
        Array.IndexOf(Months, month) is >= 0 and var common ? new FixedDay(common + 1, day)
        : HebrewDay.Months.IndexOf(month) is >= 0 and var hebrew ? new HebrewDay(hebrew + 1, day)
        : HijriDay.Months.IndexOf(month) is >= 0 and var hijri ? new HijriDay(hijri + 1, day)
        : throw Unclear(line);

    private static Anchor Relative(string first, string[] rest, string line) => (first, rest) switch
    {
        (var weekday, ["from", var day, var month]) => new WeekdayFrom(Weekday(weekday, line), Month(month, line), Number(day, line)),
        (var weekday, ["before", var day, var month]) => new WeekdayBefore(Weekday(weekday, line), Month(month, line), Number(day, line)),
        (var nth, [var weekday, var month]) when Array.IndexOf(["last", "1st", "2nd", "3rd", "4th"], nth) is >= 0 and var count =>
            new NthWeekday(count, Weekday(weekday, line), Month(month, line)),
        _ => throw Unclear(line),
    };

    private static (int First, int Last) Years(string part, string line) => part.Split('-') switch
    {
        [var only] => (Number(only, line), Number(only, line)),
        ["", var last] => (int.MinValue, Number(last, line)),
        [var first, ""] => (Number(first, line), int.MaxValue),
        [var first, var last] => (Number(first, line), Number(last, line)),
        _ => throw Unclear(line),
    };

    private static DayOfWeek Weekday(string name, string line) => Array.IndexOf(Days, name) is >= 0 and var day ? (DayOfWeek)day : throw Unclear(line);

    private static int Month(string name, string line) => Array.IndexOf(Months, name) is >= 0 and var month ? month + 1 : throw Unclear(line);

    private static int Number(string text, string line) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw Unclear(line);

    private static InvalidOperationException Unclear(string line) => new($"countries.txt has a line that nobody can read: \"{line}\".");
}
