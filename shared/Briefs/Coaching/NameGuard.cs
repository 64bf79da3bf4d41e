using System.Collections.Immutable;

namespace OneOnOne.Briefs;

/// <summary>
/// Knows the names that a lesson must not carry from one journal into another's brief. When in doubt it keeps a text back: nobody
/// misses a lesson that they never saw.
/// </summary>
internal sealed class NameGuard
{
    private const int ShortestPart = 3;

    /// <summary>"Danas", "Danas'", "Danie": a name that is declined is the name all the same.</summary>
    private const int LongestEnding = 2;

    private readonly HashSet<string> _words;
    private readonly ImmutableArray<string> _names;
    private readonly ImmutableArray<string> _unspaced;
    private readonly ImmutableHashSet<int> _scripts;

    /// <param name="team">Whom the lessons are most likely to be about. Only a script that all of them are written in can be searched.</param>
    /// <param name="people">Everybody.</param>
    public NameGuard(IEnumerable<string> team, IEnumerable<string> people, IReadOnlyCollection<DealName> deals)
    {
        string[] folk = [.. team.Concat(people).Distinct(StringComparer.Ordinal)];
        string[] all = [.. folk, .. deals.SelectMany(deal => new[] { deal.Name, deal.Account }).OfType<string>().Distinct(StringComparer.Ordinal)];
        _words = [.. folk.SelectMany(Plain.Words).Where(IsLong), .. Telling(deals)];
        _names = [.. all.Select(Plain.Of).Where(name => name.Length > 0).Select(name => " " + name + " ").Distinct(StringComparer.Ordinal)];
        _unspaced = [.. all.Select(Plain.Of).Where(name => name.EnumerateRunes().Any(rune => Scripts.IsUnspaced(Scripts.Of(rune)))).Select(Joined).Where(name => name.Length > 1).Distinct(StringComparer.Ordinal)];
        _scripts = team.Select(name => Scripts.In(Plain.Of(name))).Aggregate((ImmutableHashSet<int>?)null, (common, scripts) => common?.Intersect(scripts) ?? scripts) ?? [];
    }

    public bool Reveals(string text)
    {
        IReadOnlyList<string> words = Plain.Words(text);
        string plain = " " + string.Join(' ', words) + " ";
        string joined = Joined(plain);
        return words.Any(word => !_scripts.IsSupersetOf(Scripts.In(word)) || Scripts.In(word).Count > 1 || IsName(word))
            || _names.Any(name => plain.Contains(name, StringComparison.Ordinal))
            || _unspaced.Any(name => joined.Contains(name, StringComparison.Ordinal));
    }

    private bool IsName(string word) => Enumerable.Range(Math.Max(ShortestPart, word.Length - LongestEnding), LongestEnding + 1)
        .Any(length => length <= word.Length && _words.Contains(word[..length]));

    /// <summary>Words that stand in the names of one customer's deals alone: "Northwind" tells whose lesson it is, "rollout" does not.</summary>
    private static IEnumerable<string> Telling(IEnumerable<DealName> deals) => deals
        .SelectMany(deal => Plain.Words($"{deal.Name} {deal.Account}").Where(IsLong).Select(word => (Word: word, Whose: Plain.Of(deal.Account ?? deal.Name ?? ""))))
        .GroupBy(one => one.Word, one => one.Whose, StringComparer.Ordinal)
        .Where(word => word.Distinct(StringComparer.Ordinal).Take(2).Count() == 1)
        .Select(word => word.Key);

    private static bool IsLong(string word) => word.EnumerateRunes().Count() >= ShortestPart;

    private static string Joined(string plain) => plain.Replace(" ", "", StringComparison.Ordinal);
}
