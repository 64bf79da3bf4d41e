using System.Collections.Immutable;
using System.Globalization;
using OneOnOne.Briefs;
using OneOnOne.Languages;

namespace OneOnOne.Http.Forms;

/// <summary>What somebody filled in, held against the fields. Whatever no field asks for is not there.</summary>
public sealed class FormAnswers
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    private FormAnswers()
    {
    }

    /// <summary>As it was given, to be shown again.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    public bool HasErrors => _errors.Count > 0;

    /// <returns>The name of a text; null where all is well.</returns>
    public string? ErrorOf(string name) => _errors.GetValueOrDefault(name);

    /// <summary>Before anybody answered: the defaults, and the choices that the link makes already.</summary>
    public static FormAnswers Before(ImmutableArray<FormField> fields, Func<string, string?> chosen)
    {
        FormAnswers answers = new();
        foreach (FormField field in fields)
        {
            string? choice = field is ChoiceField one && chosen(field.Name) is { } value && one.Options.Any(option => option.Value == value) ? value : null;
            answers._values[field.Name] = choice ?? field.Default;
        }

        return answers;
    }

    public static FormAnswers Given(LinkForm form, ImmutableArray<FormField> fields, Func<string, string?> given)
    {
        FormAnswers answers = new();
        foreach (FormField field in fields)
        {
            string value = (given(field.Name) ?? "").ReplaceLineEndings("\n").Trim();
            answers._values[field.Name] = value;
            if (ErrorOf(field, value) is { } error)
            {
                answers._errors[field.Name] = error;
            }
        }

        if (!answers.HasErrors && form.Check(answers) is { } wrong)
        {
            answers._errors[wrong.Field] = wrong.Error;
        }

        return answers;
    }

    public FormAnswers With(string field, string error)
    {
        _errors[field] = error;
        return this;
    }

    public DateOnly? Day(string name) => DayOf(this[name]);

    public T Chosen<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(this[name], ignoreCase: true);

    private static string? ErrorOf(FormField field, string value) => field switch
    {
        WordsField words => value.Length > words.Longest ? nameof(FormTexts.TooLong)
            : Safe.Text(value).Length == 0 && (field.Required || value.Length > 0) ? nameof(FormTexts.PleaseWrite) : null,
        DayField day => value.Length == 0 ? (field.Required ? nameof(FormTexts.PleaseDay) : null)
            : DayOf(value) is not { } given ? nameof(FormTexts.PleaseDay)
            : given < day.First || given > day.Last ? nameof(FormTexts.DayOutside) : null,
        ChoiceField choice => value.Length == 0 && !field.Required ? null : choice.Options.Any(option => option.Value == value) ? null : nameof(FormTexts.PleaseChoose),
        _ => null,
    };

    private static DateOnly? DayOf(string value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
}
