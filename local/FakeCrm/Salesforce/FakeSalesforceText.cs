using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>Records as REST (JSON) and as Bulk (CSV) write them, which differ in how they write an instant.</summary>
internal static class FakeSalesforceText
{
    public static JsonObject Json(FakeRecord record, FakeSoqlRun query, string version)
    {
        JsonObject row = Attributed(record, query.From.Name, version);
        foreach (FakePath path in query.Columns)
        {
            JsonObject at = row;
            foreach (string name in path.Names[..^1])
            {
                if (path.Owner(record) is not { } related)
                {
                    at[name] = null;
                    at = [];
                    break;
                }

                at[name] ??= Attributed(related, path.OwnerObject, version);
                at = at[name]!.AsObject();
            }

            at[path.Names[^1]] = Node(path.Get(record));
        }

        return row;
    }

    /// <summary>A header row, and a row each; every value in quotes, and nothing between them for what is empty.</summary>
    public static string Csv(IEnumerable<FakeRecord> records, ImmutableArray<FakePath> columns)
    {
        StringBuilder text = new();
        text.AppendJoin(',', columns.Select(column => Quoted(column.Text))).Append('\n');
        foreach (FakeRecord record in records)
        {
            text.AppendJoin(',', columns.Select(column => Field(column.Get(record)))).Append('\n');
        }

        return text.ToString();
    }

    private static JsonObject Attributed(FakeRecord record, string type, string version) => new()
    {
        ["attributes"] = new JsonObject { ["type"] = type, ["url"] = $"/services/data/v{version}/sobjects/{type}/{record.Id}" },
    };

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        decimal number => JsonNode.Parse(Number(number)),
        DateTimeOffset at => JsonValue.Create(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture)),
        DateOnly day => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        string text => JsonValue.Create(text),
        _ => throw new InvalidOperationException($"No form for {value.GetType()}."),
    };

    private static string Field(object? value) => value switch
    {
        null => "",
        bool flag => Quoted(flag ? "true" : "false"),
        decimal number => Quoted(Number(number)),
        DateTimeOffset at => Quoted(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        DateOnly day => Quoted(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        string text => text.Length == 0 ? "" : Quoted(text),
        _ => throw new InvalidOperationException($"No form for {value.GetType()}."),
    };

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>As Java writes a double: 15000.0, and 1.5E7 from ten millions on.</summary>
    private static string Number(decimal number)
    {
        if (Math.Abs(number) < 10_000_000)
        {
            return number.ToString("0.0#########", CultureInfo.InvariantCulture);
        }

        int power = (int)Math.Floor(Math.Log10((double)Math.Abs(number)));
        decimal front = number / (decimal)Math.Pow(10, power);
        return front.ToString("0.0###############", CultureInfo.InvariantCulture) + "E" + power.ToString(CultureInfo.InvariantCulture);
    }
}
