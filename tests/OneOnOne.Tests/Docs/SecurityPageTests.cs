using System.Globalization;
using System.Text.RegularExpressions;

namespace OneOnOne.Tests.Docs;

/// <summary>docs/security.md names files and tests as proof: they exist. It has a verdict for every requirement of ASVS 5.0 up to level 2, and one only.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string[] Verdicts = ["kept", "platform", "in part", "not kept"];

    private static readonly string Page = File.ReadAllText(Repository.File("docs", "security.md"));

    private static string Asvs => Page.Split("## OWASP ASVS")[1];

    private static string[][] Rows => [.. Asvs.Split('\n').Where(line => line.StartsWith("| V", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];

    [Fact]
    public void Every_requirement_has_one_verdict()
    {
        string[] all = File.ReadAllLines(Repository.File("tests", "OneOnOne.Tests", "Docs", "asvs-5.0-level-2.txt"));
        string[] told = [.. Id().Matches(string.Join('\n', Asvs.Split('\n').Select(line => line.StartsWith("| V", StringComparison.Ordinal) ? line.Split('|')[1] : line.StartsWith("Does not apply: ", StringComparison.Ordinal) ? Last().Match(line).Value : ""))).Select(match => match.Value)];
        Assert.Equal(253, all.Length);
        Assert.Equal(all.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.All(Rows, row => Assert.Contains(row[1], Verdicts));
        Assert.All(Rows.Where(row => row[1] is "not kept" or "in part" or "platform"), row => Assert.True(row[2].Length > 5 || row[1] == "platform", $"{row[0]} does not say why."));
    }

    [Fact]
    public void The_counts_are_those_of_the_table()
    {
        string Count(string verdict) => Rows.Count(row => row[1] == verdict).ToString(CultureInfo.InvariantCulture);
        Assert.Contains(
            $"Of 253 requirements of the levels 1 and 2, {Count("kept")} are kept here, {Count("platform")} by the platform, {Count("in part")} in part, {Count("not kept")} are not kept, and {(253 - Rows.Length).ToString(CultureInfo.InvariantCulture)} do not apply.",
            Page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_and_test_that_is_named_exists()
    {
        string[] sources = [.. Directory.EnumerateFiles(Repository.File("tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];
        string[] named = [.. Named().Matches(Page).Select(match => match.Groups["name"].Value).Distinct()];
        string[] files = [.. named.Where(name => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("/.", StringComparison.Ordinal) || name.EndsWith(".bicep", StringComparison.Ordinal) || name == ".editorconfig")];
        string[] tests = [.. named.Where(IsTest)];
        Assert.All(files, file => Assert.True(Path.Exists(Repository.File(file.Split('/'))), file));
        Assert.All(tests, test => Assert.True(Array.Exists(sources, source => Has(source, test)), test));
        Assert.InRange(files.Length, 20, 200);
        Assert.InRange(tests.Length, 40, 300);
        foreach (Match link in Link().Matches(Page))
        {
            Assert.True(File.Exists(Repository.File("docs", link.Groups["file"].Value)), link.Value);
        }
    }

    private static bool IsTest(string name) => name.Split('.') is [[>= 'A' and <= 'Z', ..], ..] && !name.Contains("__", StringComparison.Ordinal) && name != "RequestRefused";

    private static bool Has(string source, string test) => test.Split('.') switch
    {
        [var type, var method] => Declares(source, type) && source.Contains($" {method}(", StringComparison.Ordinal),
        _ => Declares(source, test),
    };

    private static bool Declares(string source, string type) => Regex.IsMatch(source, $@"\bclass {type}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"V[0-9]+\.[0-9]+\.[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"\([^()]*\)\.\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Last();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\((?<file>[^)#]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
