using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Supply;

/// <summary>S13: what is built from is written down exactly, and nothing comes in without being asked about.</summary>
public sealed partial class PinTests
{
    private const int FewestPins = 25;
    private const int FewestLocked = 50;
    private const int FewestOfNpm = 800;

    private static readonly string[] Locked = ["shared", "local", "bench", "tests/OneOnOne.MailSink", "tests/OneOnOne.Seen.Tests", "tests/OneOnOne.Tests"];

    /// <summary>Their packages come from feeds that differ in content hashes; their project files say so.</summary>
    private static readonly string[] Unlocked = ["functions", "tests/OneOnOne.Functions.Tests"];

    private static string Text(string path) => File.ReadAllText(Repository.File(path.Split('/')));

    private static XDocument Props(string path) => XDocument.Parse(Text(path));

    private static IEnumerable<string> Projects => Directory.EnumerateFiles(Repository.File(), "*.csproj", SearchOption.AllDirectories)
        .Where(file => !file.Contains("artifacts", StringComparison.Ordinal));

    [Fact]
    [Promise("S13", FewestPins, "pins at least")]
    public void S13_Every_package_has_one_exact_version_in_one_place_and_somebody_who_uses_it()
    {
        XDocument props = Props("Directory.Packages.props");
        Assert.Equal(("true", "true"), (Value(props, "ManagePackageVersionsCentrally"), Value(props, "CentralPackageTransitivePinningEnabled")));
        Assert.Null(Value(props, "CentralPackageFloatingVersionsEnabled"));
        XElement[] pins = [.. props.Descendants("PackageVersion"), .. Props("Directory.Build.props").Descendants("GlobalPackageReference")];
        Assert.Empty(pins.Where(pin => !Exact().IsMatch(pin.Attribute("Version")!.Value)).Select(pin => pin.ToString()));
        Assert.InRange(pins.Length, FewestPins, 200);

        XDocument[] projects = [.. Projects.Select(file => XDocument.Parse(File.ReadAllText(file)))];
        XElement[] references = [.. projects.SelectMany(project => project.Descendants("PackageReference"))];
        Assert.Empty(references.Where(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null || reference.HasElements).Select(one => one.ToString()));
        string[] used = [.. references.Select(reference => reference.Attribute("Include")!.Value), .. Locked.SelectMany(LockFile.Packages).Select(one => one.Name), "System.IO.Hashing"];
        Assert.Empty(props.Descendants("PackageVersion").Select(pin => pin.Attribute("Include")!.Value).Except(used, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    [Promise("S13", FewestLocked, "packages at least, each with its content's hash")]
    public void S13_What_can_be_locked_is_locked()
    {
        string[] projects = [.. Projects.Select(file => Path.GetRelativePath(Repository.File(), Path.GetDirectoryName(file)!).Replace('\\', '/'))];
        Assert.Equal(Locked.Concat(Unlocked).Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
        LockFile.Package[] packages = [.. Locked.SelectMany(LockFile.Packages).Distinct()];
        Assert.InRange(packages.Length, FewestLocked, 500);
        Assert.All(packages, package => Assert.Equal(64, Convert.FromBase64String(package.Hash).Length));
        Assert.Empty(packages.GroupBy(package => package.Name).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(Unlocked, project => Assert.Contains("<RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>", Text($"{project}/{ProjectFile(project)}"), StringComparison.Ordinal));
        Assert.Contains("<RestoreLockedMode Condition=\"'$(CI)' == 'true' and '$(RestorePackagesWithLockFile)' == 'true'\">true</RestoreLockedMode>", Text("Directory.Build.props"), StringComparison.Ordinal);
    }

    [Fact]
    [Promise("S13", FewestOfNpm, "packages of the tests' servers at least")]
    public void S13_The_servers_that_tests_use_are_locked_and_run_no_scripts_at_installation()
    {
        using JsonDocument wanted = JsonDocument.Parse(Text(".ci/servers/package.json"));
        Assert.Empty(wanted.RootElement.GetProperty("dependencies").EnumerateObject().Where(one => !Exact().IsMatch(one.Value.GetString()!)).Select(one => one.Name));
        using JsonDocument locked = JsonDocument.Parse(Text(".ci/servers/package-lock.json"));
        JsonProperty[] packages = [.. locked.RootElement.GetProperty("packages").EnumerateObject().Where(one => one.Name.Length > 0)];
        Assert.InRange(packages.Length, FewestOfNpm, 5_000);
        Assert.Empty(packages.Where(one => !one.Value.TryGetProperty("integrity", out JsonElement hash) || !hash.GetString()!.StartsWith("sha512-", StringComparison.Ordinal)).Select(one => one.Name));
        Assert.Contains("npm ci ", Text(".ci/run"), StringComparison.Ordinal);
        Assert.Contains(" --ignore-scripts ", Text(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    [Promise("S13")]
    public void S13_Warnings_are_errors_analyzers_run_and_a_vulnerable_package_fails_the_build_of_record()
    {
        XDocument props = Props("Directory.Build.props");
        Assert.Equal(("true", "true", "latest-recommended"), (Value(props, "TreatWarningsAsErrors"), Value(props, "EnforceCodeStyleInBuild"), Value(props, "AnalysisLevel")));
        Assert.Equal("$(NoWarn);CS1591;CS1573", Value(props, "NoWarn"));
        Assert.Equal("$(WarningsNotAsErrors);NU1900;NU1901;NU1902;NU1903;NU1904", Value(props, "WarningsNotAsErrors"));
        Assert.Single(props.Descendants("GlobalPackageReference"), one => one.Attribute("Include")!.Value == "Meziantou.Analyzer");
        Assert.Empty(Projects.Where(file => Weakened().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName));
        Assert.DoesNotContain("dotnet_analyzer_diagnostic", Text(".editorconfig"), StringComparison.Ordinal);
        Assert.Contains("package --vulnerable --include-transitive", Text(".ci/run"), StringComparison.Ordinal);
        Assert.Contains("has the following vulnerable packages\" \"$work/vulnerable.txt\"; then cat \"$work/vulnerable.txt\"; exit 1; fi", Text(".ci/run"), StringComparison.Ordinal);
        using JsonDocument sdk = JsonDocument.Parse(Text("global.json"));
        Assert.False(sdk.RootElement.GetProperty("sdk").GetProperty("allowPrerelease").GetBoolean());
    }

    private static string ProjectFile(string folder) => Path.GetFileName(Directory.EnumerateFiles(Repository.File(folder.Split('/')), "*.csproj").Single());

    private static string? Value(XDocument document, string name) => document.Descendants(name).SingleOrDefault()?.Value;

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+(\.[0-9]+)?(-[0-9A-Za-z.]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exact();

    [GeneratedRegex("<(NoWarn|TreatWarningsAsErrors|RunAnalyzers|EnableNETAnalyzers|AnalysisLevel|AnalysisMode|NuGetAudit|WarningsNotAsErrors)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Weakened();
}
