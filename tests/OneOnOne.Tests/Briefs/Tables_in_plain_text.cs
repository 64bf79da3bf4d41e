using System.Text;
using OneOnOne.Briefs;

namespace OneOnOne.Tests.Briefs;

public sealed class Tables_in_plain_text
{
    [Fact]
    public void Stand_in_columns_where_they_fit_and_in_lines_where_not()
    {
        Assert.Equal("Days:\nStage  Won\nTrial  7 (9)\n", Written("Trial"));
        Assert.Equal("Days:\n- " + new string('x', 72) + ":\n  won 7 (9)\n", Written(new string('x', 72)));
    }

    private static string Written(string stage)
    {
        StringBuilder text = new();
        TextGrid.Write(text, new Grid("Days", ["Stage", "Won"], [[stage, "7 (9)"]]));
        return text.ToString();
    }
}
