using System.Text;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv;

/// <summary>A file's header row, by name whatever the case.</summary>
internal sealed class Header(string file, string[] names)
{
    private const int Twice = -1;
    private const int Shown = 12;

    private readonly Dictionary<string, int> _indexes = Index(names);

    /// <summary>Columns up to the last that has a name.</summary>
    public int Width { get; } = Array.FindLastIndex(names, name => name.Length > 0) + 1;

    public string? this[int index] => index < names.Length && names[index].Length > 0 ? names[index] : null;

    public string File => file;

    public bool Has(string column) => _indexes.ContainsKey(column.Trim());

    public int IndexOf(string column) => _indexes[column.Trim()] is not Twice and int index
        ? index
        : throw new UserErrorException($"{file} has two columns named '{column.Trim()}'. Rename one of them in the export.");

    public string Found()
    {
        string[] named = [.. names.Where(name => name.Length > 0).Select(name => TextOf(name))];
        return string.Join(", ", named.Take(Shown)) + (named.Length > Shown ? $" and {named.Length - Shown} more" : "");
    }

    private static string TextOf(string name) => TextCleaner.Clean(Encoding.UTF8.GetBytes(name), 60) ?? "";

    private static Dictionary<string, int> Index(string[] names)
    {
        Dictionary<string, int> indexes = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0 && !indexes.TryAdd(names[i], i))
            {
                indexes[names[i]] = Twice;
            }
        }

        return indexes;
    }
}
