using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OneOnOne.Settings;

/// <summary>
/// One app setting: its name, what it may be and what it changes. The tables in docs/thresholds.md and docs/settings.md are held
/// against these by a test.
/// </summary>
/// <param name="Key">The path within its section, without the section's own name.</param>
/// <param name="Default">As an admin would write it; empty where there is none.</param>
internal sealed record Setting<T>(string Key, string Default, string Allowed, string Meaning, Func<T, string, T?> Apply)
    where T : class
{
    /// <summary>No message quotes its value.</summary>
    public bool IsSecret { get; init; }

    public T Set(T settings, string path, string value) => Apply(settings, value.Trim()) ?? throw new UserErrorException(
        IsSecret ? $"The setting {Values.NameOf(path)} must be {Allowed}." : $"The setting {Values.NameOf(path)} is \"{value}\", but must be {Allowed}.");
}

/// <summary>Ways to read a value. Each answers null for one that is not allowed.</summary>
internal static class Values
{
    public static Func<T, string, T?> Whole<T>(int least, int most, Func<T, int, T> set)
        where T : class =>
        (settings, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? set(settings, value) : null;

    public static Func<T, string, T?> Share<T>(double least, double most, Func<T, double, T> set)
        where T : class =>
        (settings, text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most ? set(settings, value) : null;

    public static Func<T, string, T?> YesNo<T>(Func<T, bool, T> set)
        where T : class =>
        (settings, text) => bool.TryParse(text, out bool value) ? set(settings, value) : null;

    public static Func<T, string, T?> OneOf<T, TEnum>(Func<T, TEnum, T> set)
        where T : class
        where TEnum : struct, Enum =>
        (settings, text) => Named<TEnum>(text) is { } value ? set(settings, value) : null;

    /// <summary>A name and nothing else: Enum.TryParse also takes numbers, and adds up "Monday,Tuesday" to Wednesday.</summary>
    public static TEnum? Named<TEnum>(string text)
        where TEnum : struct, Enum
    {
        string? name = Enum.GetNames<TEnum>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse<TEnum>(name);
    }

    /// <summary>A list separated by commas; <paramref name="item"/> answers null for one that is not allowed.</summary>
    public static Func<T, string, T?> List<T, TItem>(Func<string, TItem?> item, Func<T, ImmutableArray<TItem>, T> set)
        where T : class
        where TItem : struct =>
        (settings, text) =>
        {
            TItem?[] items = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item)];
            return Array.TrueForAll(items, one => one is not null) ? set(settings, [.. items.Select(one => one!.Value)]) : null;
        };

    public static Func<T, string, T?> Words<T>(Func<T, ImmutableArray<string>, T> set)
        where T : class =>
        (settings, text) => set(settings, [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Applies every leaf below <paramref name="section"/>; one that no setting knows is a typing error and stops the start.</summary>
    public static T ApplyAll<T>(IConfigurationSection section, T settings, ImmutableArray<Setting<T>> known, Func<string, bool>? leave = null)
        where T : class => Leaves(section, known, leave).Aggregate(settings, (all, leaf) => leaf.Setting.Set(all, leaf.Path, leaf.Value));

    /// <summary>Every leaf below <paramref name="section"/> with the setting that it is for, unread; for whoever has to know what came from where.</summary>
    public static IEnumerable<(Setting<T> Setting, string Path, string Value)> Leaves<T>(IConfigurationSection section, ImmutableArray<Setting<T>> known, Func<string, bool>? leave = null)
        where T : class
    {
        Func<string, bool> isSection = leave ?? (_ => false);
        foreach (IConfigurationSection alone in section.GetChildren().Where(child => isSection(child.Key)).Prepend(section))
        {
            if (alone.Value is { Length: > 0 } value)
            {
                throw new UserErrorException(
                    $"{NameOf(alone.Path)} is \"{value}\", but it takes no value itself: what can be set is below it. See docs/thresholds.md and docs/settings.md.");
            }
        }

        foreach (IConfigurationSection child in section.GetChildren().Where(child => !isSection(child.Key)))
        {
            Setting<T> setting = known.FirstOrDefault(one => one.Key.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) ?? throw new UserErrorException(
                $"{NameOf(child.Path)} is not a setting. Under {NameOf(section.Path)} there are: {string.Join(", ", known.Select(one => one.Key))}.");
            yield return (setting, child.Path, child.Value ?? "");
        }
    }

    /// <summary>The app setting that a path of the configuration is written as.</summary>
    public static string NameOf(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}
