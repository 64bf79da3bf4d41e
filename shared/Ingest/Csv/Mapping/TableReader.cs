using System.Collections.Frozen;
using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv.Mapping;

internal static class TableReader
{
    public static TableMapping Read(JsonNode node, CsvTable table, out bool keepRepeats)
    {
        keepRepeats = false;
        TableMapping mapping = new(null, null, []);
        foreach (JsonNode property in node.Properties(Known(table.Section)))
        {
            switch (property.Name)
            {
                case "file":
                    mapping = mapping with { File = FileName(property) };
                    break;
                case "columns":
                    mapping = mapping with { Columns = Columns(property, table) };
                    break;
                case "stageEntered":
                    mapping = mapping with { StageEntered = [.. property.Entries().Select(entry => new StageColumn(entry.Name.Trim(), entry.Text()))] };
                    break;
                default:
                    keepRepeats = property.Text() switch
                    {
                        "keep" => true,
                        "merge" => false,
                        _ => throw property.Error("must be \"merge\" or \"keep\"."),
                    };
                    break;
            }
        }

        return mapping;
    }

    private static string[] Known(Section section) => section switch
    {
        Section.Opportunities => ["file", "columns", "stageEntered"],
        Section.StageHistory => ["file", "columns", "repeats"],
        _ => ["file", "columns"],
    };

    /// <summary>A mapping may come from somebody else than the folder: it must not make the reader open files elsewhere.</summary>
    private static string FileName(JsonNode node) =>
        node.Text() is { Length: > 0 } name and not ("." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0
            ? name
            : throw node.Error("must be the plain name of a file in the folder, without a path.");

    private static ImmutableDictionary<string, ColumnMapping> Columns(JsonNode node, CsvTable table) =>
        node.Properties([.. table.Required, .. table.Optional]).ToImmutableDictionary(column => column.Name, Column);

    private static ColumnMapping Column(JsonNode node)
    {
        if (node.IsText)
        {
            return new FromColumn(node.Text(), null);
        }

        Dictionary<string, JsonNode> parts = node.Properties("column", "values", "value", "join", "with").ToDictionary(part => part.Name);
        return parts.Keys.Order().ToArray() switch
        {
            ["column"] => new FromColumn(parts["column"].Text(), null),
            ["column", "values"] => new FromColumn(parts["column"].Text(), Values(parts["values"])),
            ["value"] => new Constant(parts["value"].Text()),
            ["join"] => Join(parts["join"], " "),
            ["join", "with"] => Join(parts["join"], parts["with"].Text()),
            _ => throw node.Error("must be a column's name, or { \"column\", \"values\" }, { \"value\" } or { \"join\", \"with\" }."),
        };
    }

    private static Joined Join(JsonNode node, string with) =>
        node.Texts() is { Count: > 0 } parts ? new Joined([.. parts], with) : throw node.Error("must name at least one column.");

    private static FrozenDictionary<string, string> Values(JsonNode node)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonNode value in node.Entries())
        {
            if (!values.TryAdd(value.Name.Trim(), value.Text()))
            {
                throw value.Error("stands twice; upper and lower case are the same here.");
            }
        }

        return values.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
