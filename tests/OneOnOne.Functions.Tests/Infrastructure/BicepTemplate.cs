using System.Text.RegularExpressions;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <param name="Default">Null for a parameter that must be given.</param>
internal sealed record BicepParameter(IReadOnlyList<string> Decorators, BicepValue? Default);

/// <param name="Type">Without the version.</param>
internal sealed record BicepResource(string Type, BicepValue Body);

/// <summary>A Bicep file by the names that it declares.</summary>
internal sealed partial record BicepTemplate(
    string Source,
    IReadOnlyDictionary<string, BicepParameter> Parameters,
    IReadOnlyDictionary<string, BicepValue> Variables,
    IReadOnlyDictionary<string, BicepResource> Resources,
    IReadOnlyDictionary<string, BicepValue> Outputs)
{
    public IEnumerable<(string Symbol, BicepResource Resource)> OfType(string type) =>
        Resources.Where(one => one.Value.Type == type).Select(one => (one.Key, one.Value));

    /// <summary>What a resource has at a path; a variable that stands there is followed.</summary>
    public BicepValue? At(BicepResource resource, params ReadOnlySpan<string> path)
    {
        BicepValue? value = resource.Body;
        foreach (string name in path)
        {
            value = Follow(value?.At(name));
        }

        return value;
    }

    /// <summary>As text, with every name filled in whose value the file itself tells; the rest stays as it is written.</summary>
    public string? Text(BicepValue? value) => Follow(value) switch
    {
        BicepValue.Text text => Interpolation().Replace(text.Value, match => Name(match.Groups["name"].Value) ?? match.Value),
        BicepValue.Expression expression => Name(expression.Source) ?? expression.Source,
        _ => null,
    };

    public string? Text(BicepResource resource, params ReadOnlySpan<string> path) => Text(At(resource, path));

    private BicepValue? Follow(BicepValue? value) =>
        value is BicepValue.Expression { Source: { } source } && (Variables.GetValueOrDefault(source) ?? Parameters.GetValueOrDefault(source)?.Default) is { } known
            ? Follow(known)
            : value;

    private string? Name(string source) => source.EndsWith(".name", StringComparison.Ordinal) && Resources.TryGetValue(source[..^".name".Length], out BicepResource? resource)
        ? Text(resource, "name")
        : Variables.TryGetValue(source, out BicepValue? variable) ? Text(variable) : null;

    [GeneratedRegex(@"\$\{(?<name>[\w.]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Interpolation();
}
