using System.Runtime.CompilerServices;
using CsvHelper;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Makes records of a page of a job's results: a header row, values in quotes with line breaks in them, and nothing where a value is empty.</summary>
internal static class SalesforceCsv
{
    private static readonly CsvReaderOptions Options = new() { Separator = ',', HasHeader = false, DetectSeparatorHint = false, SkipEmptyLines = false, IncludeValuesInExceptions = false };

    public static async IAsyncEnumerable<SalesforceRecord> ReadAsync(SalesforceShape shape, Stream page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using CsvReader reader = CsvReader.Create(page, Options, leaveOpen: true);
        int[]? places = null;
        while (await reader.ReadAsync(cancellation))
        {
            if (places is null)
            {
                bool isHeader = reader.GetString(0).Equals(shape.Fields[0].Name, StringComparison.OrdinalIgnoreCase) || !IsId(reader.GetString(0));
                places = isHeader ? Places(shape, reader) : [.. Enumerable.Range(0, shape.Fields.Length)];
                if (isHeader)
                {
                    continue;
                }
            }

            string?[] values = new string?[shape.Object.Fields.Length];
            for (int i = 0; i < shape.Fields.Length; i++)
            {
                SalesforceField field = shape.Fields[i];
                values[shape.Object.Place(field.Name)] = places[i] < 0 || places[i] >= reader.FieldCount ? null : SalesforceValue.Normal(reader.GetString(places[i]), shape.Types[field.Name]);
            }

            yield return new SalesforceRecord(shape.Object, values);
        }
    }

    /// <summary>Where each field stands: older versions of the API sort the columns by name.</summary>
    private static int[] Places(SalesforceShape shape, CsvReader header)
    {
        Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.FieldCount; i++)
        {
            columns.TryAdd(header.GetString(i).Trim(), i);
        }

        return [.. shape.Fields.Select(field => columns.GetValueOrDefault(field.Name, -1))];
    }

    private static bool IsId(string text) => text.Length is 15 or 18 && char.IsAsciiDigit(text[0]);
}
