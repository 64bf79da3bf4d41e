using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv;

/// <summary>Finds an export's files. Nothing outside the folder is ever opened, whatever the mapping or a link says.</summary>
internal sealed class CsvFolder
{
    private readonly string _folder;
    private readonly string[] _files;

    public CsvFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder {folder}. Give the folder that holds the CSV export with --csv.");
        }

        _folder = Path.GetFullPath(folder);
        _files = [.. Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal)];
    }

    /// <returns>The files of the sections that the export has, in the order of reading.</returns>
    public IReadOnlyList<(CsvTable Table, string Path)> Tables(CsvMapping mapping)
    {
        List<(CsvTable, string)> tables = [];
        foreach (CsvTable table in CsvTable.All)
        {
            string? named = mapping.Tables.GetValueOrDefault(table.Section)?.File;
            if (Find(named ?? table.FileName) is { } path)
            {
                tables.Add((table, path));
            }
            else if (named is not null || table.Section == Section.Opportunities)
            {
                throw Missing(named, table);
            }
        }

        return tables;
    }

    public string? Find(string name)
    {
        string? path = Array.Find(_files, file => Path.GetFileName(file) == name)
            ?? Array.Find(_files, file => string.Equals(Path.GetFileName(file), name, StringComparison.OrdinalIgnoreCase));
        return path is not null && LeadsOutside(path)
            ? throw new UserErrorException($"{name} is a link to a file outside {_folder}. Put the file itself into the folder.")
            : path;
    }

    private bool LeadsOutside(string path)
    {
        if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is not { } target)
        {
            return false;
        }

        string folder = new DirectoryInfo(_folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? _folder;
        return !target.FullName.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !target.FullName.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private UserErrorException Missing(string? named, CsvTable table)
    {
        string[] there = [.. _files.Select(file => Path.GetFileName(file)).Where(file => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))];
        string found = there.Length == 0 ? "It has no CSV files at all." : $"It has: {string.Join(", ", there.Take(12))}{(there.Length > 12 ? $" and {there.Length - 12} more" : "")}.";
        return new UserErrorException(named is null
            ? $"{_folder} has no {table.FileName}. {found} Add that file, or say in a mapping file (--map) which one holds the opportunities."
            : $"The mapping names {named} for {table.Name}, and {_folder} does not have it. {found} Correct the mapping, or add the file.");
    }
}
