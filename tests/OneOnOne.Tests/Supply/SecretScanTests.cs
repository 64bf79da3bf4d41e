using System.Diagnostics;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Supply;

/// <summary>S9: no secret lies in the repository, nor ever did.</summary>
public sealed class SecretScanTests
{
    private const int FewestCommits = 100;

    [SkippableFact]
    [Promise("S9", "every file that is tracked, and every line of every commit")]
    public async Task S9_No_secret_lies_in_the_repository_nor_ever_did()
    {
        Needs.That(Path.Exists(Repository.File(".git")), "This test needs a clone with its history.");
        string commits = await GitAsync("rev-list", "--count", "HEAD");
        Needs.That(int.Parse(commits, System.Globalization.CultureInfo.InvariantCulture) >= FewestCommits, "This test needs the whole history, not a shallow clone.");
        string tracked = await GitAsync("grep", "-I", "-h", "-e", "", "HEAD");
        Assert.Empty(Secrets.In(tracked));
        Assert.Empty(Secrets.In(await GitAsync("log", "-p", "--no-color", "--no-ext-diff", "HEAD")));
    }

    /// <summary>Put together here, so that the scan does not find this file.</summary>
    [Theory]
    [InlineData("SG.", "aBcDeFgHiJkLmNoPqRsTuV.aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789aBcDeFg")]
    [InlineData("AKIA", "IOSFODNN7EXAMPLE")]
    [InlineData("-----BEGIN ", "RSA PRIVATE KEY-----")]
    [InlineData("AccountKey", "=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4==")]
    [InlineData("Endpoint=sb://x/;SharedAccessKey", "=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4")]
    [InlineData("https://x.blob.core.windows.net/c?sv=1&s", "ig=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6")]
    [InlineData("eyJ", "hbGciOiJSUzI1NiJ9.eyJhdWQiOiJhYWFhYWFhYSJ9.c2lnbmF0dXJlc2lnbmF0dXJl")]
    [InlineData("ghp_", "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789")]
    [InlineData("npm_", "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789")]
    [InlineData("https://bob:", "hunter2hunter2@example.org/")]
    [InlineData("client_secret", " = \"q8Zr~vT3xW9yB2nM5kL7jH4gF6dS1aP0oI\"")]
    [InlineData("\"password\"", ": \"q8Zr-vT3xW9yB2nM5kL7jH4gF6dS1aP0oI\"")]
    public void A_secret_is_found(string one, string other) => Assert.NotEmpty(Secrets.In($"some text {one}{other} and more"));

    private static async Task<string> GitAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("git", ["-C", Repository.File(), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process git = Process.Start(start)!;
        Task<string> error = git.StandardError.ReadToEndAsync();
        string output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.True(git.ExitCode == 0, await error);
        return output;
    }
}
