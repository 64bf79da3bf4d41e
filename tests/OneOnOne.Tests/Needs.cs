namespace OneOnOne.Tests;

/// <summary>What a test needs beyond the SDK. Without it the test says that it was skipped and why; CI sets ONEONONE_SKIP_NOTHING, and then it fails.</summary>
internal static class Needs
{
    public static string Program(string variable, string name) => At(variable, name, File.Exists);

    public static string Folder(string variable, string name) => At(variable, name, Directory.Exists);

    private static string At(string variable, string name, Func<string, bool> exists)
    {
        string? path = Environment.GetEnvironmentVariable(variable);
        That(path is not null && exists(path), $"This test needs {name}. Set {variable} to its path.");
        return path!;
    }

    public static void That(bool met, string reason)
    {
        Assert.True(met || Environment.GetEnvironmentVariable("ONEONONE_SKIP_NOTHING") != "1", reason);
        Skip.IfNot(met, reason);
    }
}
