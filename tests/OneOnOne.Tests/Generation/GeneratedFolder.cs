using CsvHelper;
using OneOnOne.Local.Generation;

namespace OneOnOne.Tests.Generation;

/// <summary>A generated company in a folder of its own, gone after the test.</summary>
internal sealed class GeneratedFolder : IDisposable
{
    private GeneratedFolder(GeneratedCompany company, string root)
    {
        Company = company;
        Root = root;
    }

    public static string CommittedSample => Path.Combine(AppContext.BaseDirectory, "samples", "company");

    public GeneratedCompany Company { get; }

    public string Root { get; }

    /// <summary>The options that samples/README.md names.</summary>
    public static GeneratorOptions Sample(string folder) => new(Reps: 12, Weeks: 2, Seed: 7, folder, GeneratorOptions.DefaultUntil) { Stories = true };

    public static async Task<GeneratedFolder> MakeAsync(Func<string, GeneratorOptions> options)
    {
        string root = Directory.CreateTempSubdirectory("oneonone-generation-").FullName;
        return new GeneratedFolder(await OneOnOne.Local.Generation.Company.GenerateAsync(options(root), CancellationToken.None), root);
    }

    public IEnumerable<string> Files() => FilesOf(Root);

    public static IEnumerable<string> FilesOf(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>One snapshot's files, read back by a reader that is not ours.</summary>
internal sealed class SnapshotFiles(string folder)
{
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        using CsvReader csv = CsvReader.Create(File.OpenRead(Path.Combine(folder, file)), new CsvReaderOptions { Separator = ',' }, leaveOpen: false);
        string[] headers = [.. csv.Headers];
        List<IReadOnlyDictionary<string, string>> rows = [];
        while (csv.Read())
        {
            Assert.Equal(headers.Length, csv.FieldCount);
            rows.Add(Enumerable.Range(0, headers.Length).ToDictionary(i => headers[i], i => csv.GetString(i), StringComparer.Ordinal));
        }

        return rows;
    }

    public string[] Lines(string file) => File.ReadAllLines(Path.Combine(folder, file))[1..];

    public IReadOnlyDictionary<string, string> Opportunity(string id) => Assert.Single(Rows("opportunities.csv"), row => row["opportunity_id"] == id);

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Of(string file, string opportunity) =>
        [.. Rows(file).Where(row => row["opportunity_id"] == opportunity)];
}
