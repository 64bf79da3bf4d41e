using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Resources;

[assembly: NeutralResourcesLanguage("en")]

namespace OneOnOne.Languages;

/// <summary>
/// How one reader is written to: the sentences of the resource files beside this, and numbers, dates and money in their formats. It asks
/// neither the thread nor the machine for a culture's data, so equal facts give equal bytes anywhere.
/// </summary>
/// <remarks>
/// A text's parts are named in braces: "{n} open deals". "{n:deal|deals}" takes the first word where n is one, "{rep's}" is the part as an
/// owner. Where a whole sentence is another for one, that is a text of the same name with "_one".
/// Names are told by <c>nameof</c> on the class that the build makes of each file, so that the compiler knows them.
/// </remarks>
public sealed partial class Language
{
    private static readonly ConcurrentDictionary<string, Language> Known = new(StringComparer.OrdinalIgnoreCase);

    private static readonly ImmutableArray<ResourceManager> Files =
        [Formats.ResourceManager, CountryNames.ResourceManager, BriefTexts.ResourceManager, QuestionTexts.ResourceManager, PageTexts.ResourceManager, FormTexts.ResourceManager, InvitationTexts.ResourceManager, CoachingTexts.ResourceManager];

    private readonly FrozenDictionary<string, string> _texts;
    private readonly DateTimeFormatInfo _dates = (DateTimeFormatInfo)CultureInfo.InvariantCulture.DateTimeFormat.Clone();
    private readonly NumberFormatInfo _numbers = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();

    private Language(string tag)
    {
        Tag = tag;
        _texts = Read(tag);
        string[] months = [.. this[nameof(Formats.Months)].Split(' '), ""];
        (_dates.AbbreviatedMonthNames, _dates.AbbreviatedMonthGenitiveNames) = (months, months);
        _dates.AbbreviatedDayNames = this[nameof(Formats.Weekdays)].Split(' ');
        (_numbers.NumberDecimalSeparator, _numbers.NumberGroupSeparator) = (this[nameof(Formats.DecimalSeparator)], this[nameof(Formats.GroupSeparator)]);
    }

    /// <summary>The tags that there are files for: languages, and countries that write a language's numbers or dates their own way.</summary>
    public static ImmutableArray<string> Tags { get; } = ["en", "en-US", "de", "de-CH"];

    public static Language English => Of("en");

    /// <summary>As the lang attribute of a page has it.</summary>
    public string Tag { get; }

    /// <summary>The nearest that there is: "de-AT" is written to as "de", and who reads none of these as "en".</summary>
    /// <param name="tag">BCP 47, such as "de-CH"; an underscore will do. Null: English.</param>
    public static Language Of(string? tag) => Find(tag) ?? Known.GetOrAdd("en", static name => new Language(name));

    /// <summary>The same, and null where there is no file for the language at all.</summary>
    public static Language? Find(string? tag)
    {
        string asked = (tag ?? "").Replace('_', '-');
        string primary = asked.Split('-')[0];
        string? nearest = Tags.FirstOrDefault(one => one.Equals(asked, StringComparison.OrdinalIgnoreCase)) ?? Tags.FirstOrDefault(one => one.Equals(primary, StringComparison.OrdinalIgnoreCase));
        return nearest is null ? null : Known.GetOrAdd(nearest, static name => new Language(name));
    }

    internal string this[string name] => _texts.TryGetValue(name, out string? text) ? text : throw new KeyNotFoundException($"No text is called {name}.");

    /// <summary>The text with its parts filled in; a number is written as this language writes it.</summary>
    internal string Say(string name, params ReadOnlySpan<(string Part, object Value)> parts)
    {
        string text = this[name];
        System.Text.StringBuilder said = new(text.Length + 32);
        int at = 0;
        while (text.IndexOf('{', at) is >= 0 and var open)
        {
            int close = text.IndexOf('}', open);
            Append(said, text.AsSpan(at, open - at)).Append(Filled(name, text[(open + 1)..close], parts));
            at = close + 1;
        }

        return Append(said, text.AsSpan(at)).ToString();
    }

    /// <summary>The same for a text that counts something: "n" is filled in, and the singular is taken for one.</summary>
    internal string Count(string name, int n, params ReadOnlySpan<(string Part, object Value)> parts) =>
        Say(n == 1 && _texts.ContainsKey(name + One) ? name + One : name, [("n", n), .. parts]);

    private const string One = "_one";

    // A month's full stop is the sentence's too: "since 17. Nov."
    private static System.Text.StringBuilder Append(System.Text.StringBuilder said, ReadOnlySpan<char> text) =>
        said.Append(said.Length > 0 && said[^1] == '.' && text.StartsWith(".") ? text[1..] : text);

    private string Filled(string name, string asked, ReadOnlySpan<(string Part, object Value)> parts)
    {
        int colon = asked.IndexOf(':', StringComparison.Ordinal);
        bool owns = asked.EndsWith("'s", StringComparison.Ordinal);
        string part = colon >= 0 ? asked[..colon] : owns ? asked[..^2] : asked;
        foreach ((string candidate, object value) in parts)
        {
            if (candidate == part)
            {
                string text = value is int number ? Number(number) : (string)value;
                return colon >= 0 ? asked[(colon + 1)..].Split('|')[text == "1" ? 0 : 1] : owns ? Possessive(text) : Isolated(text);
            }
        }

        throw new KeyNotFoundException($"The text {name} asks for {part}, which it is not given.");
    }

    /// <summary>A part with letters written from right to left would take numbers and commas beside it along, so it is set apart by the marks that Unicode has for that.</summary>
    private static string Isolated(string text)
    {
        ReadOnlySpan<char> letters = text;
        bool rightToLeft = letters.ContainsAnyInRange('\u0590', '\u08FF') || letters.ContainsAnyInRange('\uFB1D', '\uFDFF') || letters.ContainsAnyInRange('\uFE70', '\uFEFC')
            || letters.ContainsAnyInRange('\uD802', '\uD803') || letters.ContainsAnyInRange('\uD83A', '\uD83B');
        return rightToLeft ? $"\u2068{text}\u2069" : text;
    }

    private static FrozenDictionary<string, string> Read(string tag)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        string primary = tag.Split('-')[0];
        string[] cultures = ["", .. new[] { primary, tag }.Distinct(StringComparer.Ordinal).Where(one => one != "en")];
        foreach (ResourceManager file in Files)
        {
            foreach (string culture in cultures)
            {
                foreach (DictionaryEntry text in file.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false) ?? Enumerable.Empty<DictionaryEntry>() as IEnumerable)
                {
                    texts[(string)text.Key] = (string)text.Value!;
                }
            }
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
