using System.Text.RegularExpressions;

namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>
/// Reads as much Bicep as infra.bicep uses, without a compiler, which not every feed has. What it cannot read it keeps as it stands;
/// the compiler itself runs in .ci/run.
/// </summary>
internal static partial class BicepReader
{
    public static BicepTemplate Read(string text)
    {
        Dictionary<string, BicepParameter> parameters = new(StringComparer.Ordinal);
        Dictionary<string, BicepValue> variables = new(StringComparer.Ordinal);
        Dictionary<string, BicepResource> resources = new(StringComparer.Ordinal);
        Dictionary<string, BicepValue> outputs = new(StringComparer.Ordinal);
        List<string> decorators = [];
        foreach (string statement in BicepText.Split(BicepText.WithoutComments(text), '\n'))
        {
            if (statement.StartsWith('@'))
            {
                decorators.Add(statement);
                continue;
            }

            Match head = Declaration().Match(statement);
            string name = head.Groups["name"].Value;
            int equals = BicepText.Find(statement, '=');
            string value = equals < 0 ? "" : statement[(equals + 1)..].Trim();
            switch (head.Groups["kind"].Value)
            {
                case "param":
                    parameters[name] = new BicepParameter([.. decorators], value.Length > 0 ? Value(value) : null);
                    break;
                case "var":
                    variables[name] = Value(value);
                    break;
                case "resource":
                    resources[name] = Resource(statement, value);
                    break;
                case "output":
                    outputs[name] = Value(value);
                    break;
                default:
                    break;
            }

            decorators.Clear();
        }

        return new BicepTemplate(text, parameters, variables, resources, outputs);
    }

    private static BicepResource Resource(string statement, string value)
    {
        string type = statement.Split('\'')[1];

        // A condition or a loop stands before the body and does not matter here.
        string body = BicepText.Inside(value, '[') is { } loop ? loop[(BicepText.Find(loop, ':') + 1)..].Trim() : value[value.IndexOf('{', StringComparison.Ordinal)..];
        return new BicepResource(type.Split('@')[0], Value(body));
    }

    private static BicepValue Value(string source)
    {
        if (BicepText.Inside(source, '{') is { } members)
        {
            return new BicepValue.Object(BicepText.Split(members, '\n', ',').Select(Member).ToDictionary(StringComparer.Ordinal));
        }

        if (BicepText.Inside(source, '[') is { } items && !items.TrimStart().StartsWith("for ", StringComparison.Ordinal))
        {
            return new BicepValue.Array([.. BicepText.Split(items, '\n', ',').Select(Value)]);
        }

        if (BicepText.Quoted(source) is { } text)
        {
            return new BicepValue.Text(text);
        }

        return BicepText.Find(source, '?') is > 0 and int question && BicepText.Find(source, ':') is > 0 and int colon
            ? new BicepValue.Choice(source[..question].Trim(), Value(source[(question + 1)..colon].Trim()), Value(source[(colon + 1)..].Trim()))
            : new BicepValue.Expression(source);
    }

    private static KeyValuePair<string, BicepValue> Member(string source)
    {
        int colon = BicepText.Find(source, ':');
        string name = source[..colon].Trim();
        return new KeyValuePair<string, BicepValue>(BicepText.Quoted(name) ?? name, Value(source[(colon + 1)..].Trim()));
    }

    [GeneratedRegex(@"^(?<kind>param|var|resource|output|targetScope)\b\s*(?<name>\w*)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();
}
