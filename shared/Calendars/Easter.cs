namespace OneOnOne.Calendars;

/// <summary>Easter Sunday, as a day of the Gregorian calendar.</summary>
internal static class Easter
{
    /// <summary>The Gregorian computus, in the form that Meeus gives.</summary>
    public static DateOnly Western(int year)
    {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        int l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451;
        int days = h + l - (7 * m) + 114;
        return new DateOnly(year, days / 31, (days % 31) + 1);
    }

    /// <summary>The Julian computus; the Julian calendar is thirteen days behind from 1900 to 2099.</summary>
    public static DateOnly Orthodox(int year)
    {
        int d = ((19 * (year % 19)) + 15) % 30;
        int e = ((2 * (year % 4)) + (4 * (year % 7)) - d + 34) % 7;
        int days = d + e + 114;
        return new DateOnly(year, days / 31, (days % 31) + 1).AddDays(13);
    }
}
