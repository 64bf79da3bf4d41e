using System.Collections.Immutable;

namespace OneOnOne.Calendars;

/// <summary>The calendars that the product brings along.</summary>
public static class Countries
{
    private static readonly ImmutableSortedDictionary<string, CountryCalendar> ByCode = Read();

    public static IEnumerable<CountryCalendar> All => ByCode.Values;

    /// <param name="code">In any case.</param>
    /// <returns>Null for a country that has no calendar here.</returns>
    public static CountryCalendar? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <returns>The code in capitals; null for what is neither two letters nor one of ours.</returns>
    public static string? Normal(string code) =>
        Find(code)?.Code ?? (code is [_, _] && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : null);

    private static ImmutableSortedDictionary<string, CountryCalendar> Read()
    {
        using Stream stream = typeof(Countries).Assembly.GetManifestResourceStream("OneOnOne.Calendars.countries.txt")!;
        using StreamReader reader = new(stream);
        return CalendarText.Read(reader.ReadToEnd()).ToImmutableSortedDictionary(country => country.Code, country => country, StringComparer.OrdinalIgnoreCase);
    }
}
