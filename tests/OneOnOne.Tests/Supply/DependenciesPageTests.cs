using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace OneOnOne.Tests.Supply;

/// <summary>
/// docs/dependencies.md: every package with its version and licence. Names, versions and the licences that packages declare are written
/// by this test (ONEONONE_RENEW_DEPENDENCIES=1); what a package does not declare in a form that can be read stands in a table here.
/// </summary>
public sealed class DependenciesPageTests
{
    private static readonly string[] Product = ["shared", "local"];
    private static readonly string[] Others = ["bench", "tests/OneOnOne.Seen.Tests", "tests/OneOnOne.Tests"];

    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "0BSD", "ISC", "MS-PL", "MS-PL OR Apache-2.0", "public domain", "Unlicense", "BlueOak-1.0.0"];

    /// <summary>Used unchanged by tests and passed on to nobody.</summary>
    private static readonly string[] AllowedInTests = [.. Allowed, "MPL-2.0"];

    /// <summary>What these say of themselves is a file or an address: read by a person.</summary>
    private static readonly Dictionary<string, string> Read = new(StringComparer.Ordinal)
    {
        ["CommandLineParser"] = "MIT",
        ["Microsoft.DotNet.PlatformAbstractions"] = "MIT",
        ["SourceGear.sqlite3"] = "public domain",
        ["Validation"] = "MIT",
        ["xunit.abstractions"] = "Apache-2.0",
    };

    /// <summary>Of npm, for the tests' servers alone and never deployed: what is on no list of ours.</summary>
    private static readonly string[] OddOfNpm = ["get-closest", "turf-jsts", "uri-templates"];

    private static string Page => Repository.File("docs", "dependencies.md");

    [Fact]
    public void Docs_dependencies_lists_every_package_with_its_version_and_licence()
    {
        string[] rows = [.. Rows()];
        string[] lines = File.ReadAllLines(Page);
        if (Environment.GetEnvironmentVariable("ONEONONE_RENEW_DEPENDENCIES") == "1")
        {
            int first = Array.FindIndex(lines, line => line.StartsWith("|---", StringComparison.Ordinal)) + 1;
            int after = Array.FindIndex(lines, first, line => line.Length == 0);
            File.WriteAllLines(Page, [.. lines[..first], .. rows, .. lines[after..]]);
            return;
        }

        Assert.Equal(rows, lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.EndsWith(" product |", StringComparison.Ordinal) || line.EndsWith(" tests |", StringComparison.Ordinal)));
        Assert.All(rows, row => Assert.Contains(row.Split('|')[3].Trim(), row.EndsWith(" tests |", StringComparison.Ordinal) ? AllowedInTests : Allowed));
    }

    [Fact]
    public void Docs_dependencies_lists_every_package_of_functions_that_no_lock_file_has()
    {
        HashSet<string> locked = [.. Product.Concat(Others).SelectMany(LockFile.Packages).Select(one => one.Name)];
        XDocument props = XDocument.Parse(File.ReadAllText(Repository.File("Directory.Packages.props")));
        string[] pinned = [.. props.Descendants("PackageVersion").Select(one => (Name: one.Attribute("Include")!.Value, Version: one.Attribute("Version")!.Value)).Where(one => !locked.Contains(one.Name)).Select(one => $"| {one.Name} | {one.Version} |")];
        string[] rows = [.. File.ReadAllLines(Page).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && (line.EndsWith("by its package |", StringComparison.Ordinal) || line.EndsWith("by its publisher |", StringComparison.Ordinal)))];
        Assert.Equal(pinned, rows.Select(row => string.Join('|', row.Split('|')[..3]) + "|"));
        Assert.All(rows, row => Assert.Contains(row.Split('|')[3].Trim(), Allowed));
    }

    [Fact]
    public void Docs_dependencies_counts_the_packages_of_the_tests_servers_by_licence()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Repository.File(".ci", "servers", "package-lock.json")));
        (string Name, string Licence)[] packages =
        [
            .. file.RootElement.GetProperty("packages").EnumerateObject().Where(one => one.Name.Length > 0)
                .Select(one => (one.Name.Split("node_modules/")[^1], one.Value.TryGetProperty("license", out JsonElement licence) ? licence.GetString()! : "none declared")),
        ];
        Assert.Equal(OddOfNpm, packages.Where(one => !Allowed.Contains(one.Licence)).Select(one => one.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            packages.GroupBy(one => one.Licence).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => $"| {same.Key} | {same.Count().ToString(CultureInfo.InvariantCulture)} |"),
            File.ReadAllText(Page).Split("## Servers of the tests")[1].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| licence", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Rows()
    {
        HashSet<string> product = [.. Product.SelectMany(LockFile.Packages).Select(one => one.Name)];
        return Product.Concat(Others).SelectMany(LockFile.Packages).DistinctBy(one => one.Name).OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
            .Select(one => $"| {one.Name} | {one.Version} | {LicenceOf(one)} | {(product.Contains(one.Name) ? "product" : "tests")} |");
    }

    /// <summary>As the restored package declares it.</summary>
    private static string LicenceOf(LockFile.Package package)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string name = package.Name.ToLowerInvariant();
        string manifest = Path.Combine(cache, name, package.Version.ToLowerInvariant(), name + ".nuspec");
        if (!File.Exists(manifest))
        {
            // Not restored here, such as the benchmarks' own: the page keeps what was read where it was.
            return File.ReadLines(Page).FirstOrDefault(line => line.StartsWith($"| {package.Name} | {package.Version} |", StringComparison.Ordinal))?.Split('|')[3].Trim() ?? "unknown";
        }

        XElement? declared = XDocument.Load(manifest).Descendants().FirstOrDefault(one => one.Name.LocalName == "license" && one.Attribute("type")?.Value == "expression");
        return declared?.Value ?? Read.GetValueOrDefault(package.Name, "unknown");
    }
}
