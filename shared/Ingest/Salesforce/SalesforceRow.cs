using System.Text.Json;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Makes records of a query's rows.</summary>
internal static class SalesforceRow
{
    public static SalesforceRecord Of(SalesforceShape shape, JsonElement row)
    {
        string?[] values = new string?[shape.Object.Fields.Length];
        foreach (SalesforceField field in shape.Fields)
        {
            values[shape.Object.Place(field.Name)] = SalesforceValue.Normal(Value(row, field.Name), shape.Types[field.Name]);
        }

        return new SalesforceRecord(shape.Object, values);
    }

    /// <summary>What stands in another record is nested; null where there is no other record.</summary>
    private static string? Value(JsonElement row, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
            {
                return null;
            }
        }

        return row.ValueKind == JsonValueKind.Object ? null : SalesforceValue.Raw(row);
    }
}
