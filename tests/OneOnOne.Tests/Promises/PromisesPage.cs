using System.Reflection;

namespace OneOnOne.Tests.Promises;

/// <summary>
/// docs/promises.md: a heading for each promise, what is promised, and a line for each test that shows it. Those lines are the tests'
/// own: each test project checks its kind, and writes it anew with ONEONONE_RENEW_PROMISES=1.
/// </summary>
internal static class PromisesPage
{
    public const string Shared = "- `";
    public const string Functions = "- functions: `";

    private const string Heading = "### ";

    public static void Check(string file, Assembly tests, string kind)
    {
        string page = File.ReadAllText(file);
        ILookup<string, string> lines = Lines(tests, kind);
        string[] strangers = [.. lines.Select(one => one.Key).Except(Ids(page))];
        Assert.True(strangers.Length == 0, $"docs/promises.md has no heading for {string.Join(", ", strangers)}.");
        string[] sections = page.Split('\n' + Heading);
        string renewed = string.Join('\n' + Heading, sections.Select((section, i) => i == 0 ? section : Renew(section, lines, kind)));
        if (Environment.GetEnvironmentVariable("ONEONONE_RENEW_PROMISES") == "1")
        {
            File.WriteAllText(file, renewed);
            return;
        }

        Assert.Equal(renewed, page);
    }

    public static string[] Ids(string page) => [.. page.Split('\n' + Heading).Skip(1).Select(Id)];

    /// <summary>The promises that no test shows.</summary>
    public static string[] Unshown(string page) =>
        [.. page.Split('\n' + Heading).Skip(1).Where(section => !section.Split('\n').Any(line => IsOf(line, Shared) || IsOf(line, Functions))).Select(Id)];

    private static ILookup<string, string> Lines(Assembly tests, string kind) => tests.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .SelectMany(method => method.GetCustomAttributes<PromiseAttribute>(), (method, promise) => (method, promise))
        .OrderBy(shown => $"{shown.method.DeclaringType!.Name}.{shown.method.Name}", StringComparer.Ordinal)
        .ToLookup(
            shown => Named(shown.method, shown.promise.Id),
            shown => $"{kind}{shown.method.DeclaringType!.Name}.{shown.method.Name}`{(shown.promise.Figure.Length == 0 ? "" : ": " + shown.promise.Figure)}");

    private static string Named(MethodInfo method, string id)
    {
        Assert.True(method.Name.StartsWith(id + "_", StringComparison.Ordinal), $"{method.DeclaringType!.Name}.{method.Name} shows {id}, so its name has to begin with {id}_.");
        return id;
    }

    /// <summary>The text, a blank line, the lines of the one kind and of the other, and what follows (the next group's heading).</summary>
    private static string Renew(string section, ILookup<string, string> lines, string kind)
    {
        string[] all = section.TrimEnd('\n').Split('\n');
        int group = Array.FindIndex(all, line => line.StartsWith("## ", StringComparison.Ordinal));
        string[] own = group < 0 ? all : all[..group];
        string[] OfKind(string one) => one == kind ? [.. lines[Id(section)]] : [.. own.Where(line => IsOf(line, one))];
        string text = string.Join('\n', own.Where(line => !IsOf(line, Shared) && !IsOf(line, Functions))).TrimEnd('\n');
        string[] shown = [.. OfKind(Shared), .. OfKind(Functions)];
        string rest = group < 0 ? "" : "\n\n" + string.Join('\n', all[group..]);
        return text + (shown.Length == 0 ? "" : "\n\n" + string.Join('\n', shown)) + rest + '\n';
    }

    private static string Id(string section) => section.Split(' ', 2)[0];

    private static bool IsOf(string line, string kind) => line.StartsWith(kind, StringComparison.Ordinal);
}
