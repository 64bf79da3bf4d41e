using System.Text.RegularExpressions;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Architecture;

/// <summary>S8 for SQLite: a statement's text is made of nothing but constants of its own file; values are parameters.</summary>
public sealed partial class SqlTextTests
{
    private const int FewestStatements = 40;

    private static IEnumerable<(string File, string Text)> Sources => Directory.EnumerateFiles(Repository.File("shared", "Storage", "Sqlite"), "*.cs")
        .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [Fact]
    [Promise("S8", FewestStatements, "statements at least")]
    public void S8_Every_statement_is_made_of_constants()
    {
        Assert.Empty(Sources.SelectMany(source => Faults(source.Text).Select(fault => $"{source.File}: {fault}")));
        Assert.InRange(Sources.Sum(source => Statement().Count(source.Text)), FewestStatements, 200);
    }

    [Theory]
    [InlineData("""connection.Command($"SELECT body FROM books WHERE rep_id = '{rep}'")""", "rep")]
    [InlineData("""connection.ExecuteAsync("DELETE FROM runs WHERE id = '" + id + "'", [], cancellation)""", "id")]
    [InlineData("""connection.Command(string.Format("SELECT {0}", column))""", "string.Format")]
    [InlineData("""command.CommandText = text.Replace("@", name);""", "text.Replace(\"@\", name);")]
    public void A_statement_with_a_value_in_its_text_is_found(string code, string fault) => Assert.Contains(fault, Faults(code));

    private static IEnumerable<string> Faults(string source) =>
    [
        .. Interpolated().Matches(source).Where(text => Statement().IsMatch(text.Value)).SelectMany(text => Hole().Matches(text.Value)).Select(hole => hole.Groups["name"].Value).Where(name => !IsConstant(source, name)),
        .. Joined().Matches(source).Select(joined => joined.Groups["left"].Value + joined.Groups["right"].Value).Where(name => !IsConstant(source, name)),
        .. Built().Matches(source).Select(built => built.Value),
        .. Assigned().Matches(source).Select(assigned => assigned.Groups["text"].Value).Where(text => text is not "text;" && !text.StartsWith('"') && !text.StartsWith("$\"", StringComparison.Ordinal)),
    ];

    private static bool IsConstant(string source, string name) => Regex.IsMatch(source, $@"\bconst \w+ {Regex.Escape(name)} =", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA|REPLACE INTO)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\$""[^""]*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{(?<name>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"""\s*\+\s*(?<right>[\w.]+)|(?<left>[\w.]+)\s*\+\s*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();

    [GeneratedRegex(@"\bstring\.(Format|Concat|Join)\b|\bStringBuilder\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Built();

    [GeneratedRegex(@"CommandText = (?<text>[^\n]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assigned();
}
