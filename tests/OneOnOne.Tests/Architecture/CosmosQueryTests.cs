using System.Text.RegularExpressions;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Architecture;

/// <summary>S8: what somebody wrote into a CRM never becomes part of a query's text, and no query leaves its partition.</summary>
public sealed class CosmosQueryTests
{
    private const int FewestQueries = 8;

    /// <summary>What makes a query, up to the end of its line.</summary>
    private static readonly Regex Definition = Pattern(@"(QueryDefinition [A-Z]\w+ =\s+new|new QueryDefinition)\((?<text>.*)");

    private static readonly Regex Literal = Pattern("""^"[^"]*"\)""");
    private static readonly Regex Constant = Pattern(@"^(?<name>[A-Z]\w+)\)");
    private static readonly Regex Iterator = Pattern(@"\.Get(Item|Change)\w*(Iterator|Queryable)|ReadMany");

    private static IEnumerable<(string File, string Text)> Sources => Directory.EnumerateFiles(Repository.File("shared"), "*.cs", SearchOption.AllDirectories)
        .Select(file => (File: Path.GetFileName(file), Text: File.ReadAllText(file)))
        .Where(source => source.Text.Contains("using Microsoft.Azure.Cosmos;", StringComparison.Ordinal));

    [Fact]
    [Promise("S8", FewestQueries, "queries at least")]
    public void S8_Every_query_is_a_constant_with_parameters()
    {
        int queries = 0;
        foreach ((string file, string source) in Sources)
        {
            foreach (Match definition in Definition.Matches(source))
            {
                queries++;
                string text = definition.Groups["text"].Value;
                Match constant = Constant.Match(text);
                bool isConstant = constant.Success && source.Contains($"private const string {constant.Groups["name"].Value} =", StringComparison.Ordinal);
                Assert.True(isConstant || Literal.IsMatch(text), $"{file}: {text}");
            }
        }

        Assert.InRange(queries, FewestQueries, 40);
    }

    [Fact]
    [Promise("S8")]
    public void S8_Queries_are_run_in_one_place_which_names_the_partition()
    {
        (string file, string source) = Assert.Single(Sources, one => Iterator.IsMatch(one.Text));
        Assert.Equal("Documents.cs", file);
        Assert.Single(Iterator.Matches(source));
        Assert.Contains("QueryRequestOptions options = new() { PartitionKey = new PartitionKey(partition)", source, StringComparison.Ordinal);
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
}
