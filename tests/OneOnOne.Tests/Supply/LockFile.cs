using System.Text.Json;

namespace OneOnOne.Tests.Supply;

/// <summary>What a project's packages.lock.json says it is built from.</summary>
internal static class LockFile
{
    /// <param name="Hash">SHA-512 of the package, in Base64.</param>
    public sealed record Package(string Name, string Version, string Hash);

    public static IEnumerable<Package> Packages(string project)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Repository.File([.. project.Split('/'), "packages.lock.json"])));
        return
        [
            .. file.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(one => one.Value.GetProperty("type").GetString() != "Project")
                .Select(one => new Package(one.Name, one.Value.GetProperty("resolved").GetString()!, one.Value.GetProperty("contentHash").GetString()!)),
        ];
    }
}
