using OneOnOne.Settings;

namespace OneOnOne.Tests.Docs;

public sealed class SettingsTableTests
{
    [Fact]
    public void Docs_thresholds_lists_every_threshold_as_the_code_has_it() =>
        Assert.Equal(OneOnOneSettings.ThresholdTable().Select(Row), Rows("thresholds.md"));

    [Fact]
    public void Docs_settings_lists_every_other_setting_as_the_code_has_it() =>
        Assert.Equal(OneOnOneSettings.Table().Select(Row), Rows("settings.md"));

    [Fact]
    public void A_default_in_the_table_is_what_the_code_does_without_the_setting()
    {
        Dictionary<string, string?> defaults = OneOnOneSettings.Table().Concat(OneOnOneSettings.ThresholdTable())
            .Where(row => row.Default.Length > 0).ToDictionary(row => row.Name.Replace("__", ":", StringComparison.Ordinal), row => (string?)row.Default);
        Assert.Equal(Shape(OneOnOneSettings.Read(Configure([]))), Shape(OneOnOneSettings.Read(Configure(defaults))));
    }

    private static string Shape(OneOnOneSettings settings) => OneOnOne.Storage.Json.Text(settings);

    private static Microsoft.Extensions.Configuration.IConfiguration Configure(Dictionary<string, string?> values) =>
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(new Microsoft.Extensions.Configuration.ConfigurationBuilder(), values).Build();

    private static string Row((string Name, string Default, string Allowed, string Meaning) row) => $"| `{row.Name}` | {row.Default} | {row.Allowed} | {row.Meaning} |";

    private static IEnumerable<string> Rows(string file) => File.ReadLines(Repository.File("docs", file)).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
}
