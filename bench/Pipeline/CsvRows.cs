using System.Runtime.CompilerServices;
using CsvHelper;

namespace OneOnOne.Bench.Pipeline;

/// <summary>The rows of a file as values by their column's name, in the columns' order.</summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<Dictionary<string, string>> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using CsvReader reader = CsvReader.Create(File.OpenRead(file), new CsvReaderOptions { HasHeader = false });
        string[]? columns = null;
        while (await reader.ReadAsync(cancellation))
        {
            string[] fields = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            if (columns is null)
            {
                columns = fields;
                continue;
            }

            yield return columns.Zip(fields).ToDictionary(field => field.First, field => field.Second, StringComparer.Ordinal);
        }
    }
}
