namespace OneOnOne.Tests;

/// <summary>Files of the checkout that tests hold against the code.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Root = new(() =>
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run from a checkout.");
    });

    public static string File(params string[] path) => Path.Combine([Root.Value, .. path]);
}
