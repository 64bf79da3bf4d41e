namespace OneOnOne.Functions.Tests.Infrastructure;

/// <summary>The files that are deployed or read by people, as they lie in the repository.</summary>
internal static class Repository
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string Text(string path) => File.ReadAllText(At(path));

    public static string At(string path) => Path.Combine(Root, path);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "OneOnOneFunctions.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
