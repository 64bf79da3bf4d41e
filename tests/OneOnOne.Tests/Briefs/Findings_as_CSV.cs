using System.Globalization;
using CsvHelper;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Tests.Promises;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Findings_as_CSV
{
    private const int FormulaCount = 35;

    [Fact]
    public void There_are_as_many_formulas_as_the_promise_says() => Assert.Equal(FormulaCount, Formulas.Count);

    public static TheoryData<string> Formulas =>
    [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u200B=1",
        "\u000b=1", "\f=1", "\u00a0=1", "\u3000=1", "\ufeff=1", "\u202e=1", "\u2060@x", "\0\0=1", "\u0085+1", "-1+cmd", "+1 1", "--1", "-1e5x", "@", "\u2028=1",
        "=HYPERLINK(\"https://evil.example\",\"x\")", "+49 30 123456", "-", "=", "=cmd|' /C calc'!A0", "-١٢",
    ];

    [Theory]
    [MemberData(nameof(Formulas))]
    [Promise("S5", FormulaCount, "formulas in three columns, read back")]
    public void S5_Formulas_become_text_and_come_back_as_they_were(string text)
    {
        Dictionary<string, string> row = RoundTrip(Stalled(Deal("1", text, text, text, null, null))).Single();
        Assert.Equal("'" + text, row["name"]);
        Assert.Equal("'" + text, row["account"]);
        Assert.Equal("'" + text, row["stage"]);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("+12.5")]
    [InlineData("a=b")]
    [InlineData("comma, quote \" and\r\nline")]
    [InlineData(" padded ")]
    [InlineData("'quoted")]
    [InlineData("日本 ñ 🎉")]
    [InlineData("a\0b")]
    public void Other_text_comes_back_unchanged(string text) =>
        Assert.Equal(text, RoundTrip(Stalled(Deal("1", text, null, "s", null, null))).Single()["name"]);

    [Fact]
    [Promise("S5")]
    public void S5_Every_kind_fills_its_own_columns_with_numbers_that_stay_numbers()
    {
        OpportunityRef deal = Deal("1", "Big", "Acme", "Proposal", Usd(-1234.50m), "2026-12-12");
        Slip slip = Slipping(deal) with
        {
            OwnPushes = 3,
            Graced = [new GracedChange(Slipping(deal).LastPush!, Grace.Closing)],
            Serial = true,
            OpenDays = 120,
            Chance = 0.0123,
            Alike = new PushedOutcomes(3, BenchmarkRung.Team, 14, 2, 0.1875),
        };
        Dictionary<string, string>[] rows = RoundTrip(Stalled(deal), slip, Long(deal));

        Assert.Equal(["stall", "slip", "stage_outlier"], rows.Select(row => row["kind"]));
        Assert.All(rows, row => Assert.Equal("-1234.50", row["amount"]));
        Assert.All(rows, row => Assert.Equal("2026-12-12", row["close_date"]));
        Assert.Equal(("2026-11-02T09:30:00Z", "Call", "14", "true", ""), (rows[0]["last_activity_at"], rows[0]["last_activity_kind"], rows[0]["idle_business_days"], rows[0]["without_activity"], rows[0]["pushes"]));
        Assert.Equal(("4", "73", "2026-11-21", "2026-12-12", "false", ""), (rows[1]["pushes"], rows[1]["pushed_days"], rows[1]["last_push_from"], rows[1]["last_push_to"], rows[1]["left_the_period"], rows[1]["age_days"]));
        Assert.Equal(("3", "1", "true", "120", "0.012"), (rows[1]["own_pushes"], rows[1]["graced_changes"], rows[1]["serial"], rows[1]["open_days"], rows[1]["pushes_chance"]));
        Assert.Equal(("3", "Team", "14", "2", "0.188"), (rows[1]["alike_pushes"], rows[1]["alike_rung"], rows[1]["alike_closed"], rows[1]["alike_won"], rows[1]["alike_won_share"]));
        Assert.Equal(("47", "30.7", "0.9", "Rep", "13.2", ""), (rows[2]["age_days"], rows[2]["limit_days"], rows[2]["percentile"], rows[2]["rung"], rows[2]["won_median_days"], rows[2]["effort_now"]));
    }

    [Fact]
    public void Nothing_found_is_a_header_alone()
    {
        StringWriter writer = new(CultureInfo.InvariantCulture);
        FindingsCsv.Write(writer, []);
        Assert.Equal(string.Join(',', FindingsCsv.Columns) + "\n", writer.ToString());
        Assert.Equal("[]\n", FindingsJson.Of([]));
    }

    private static Dictionary<string, string>[] RoundTrip(params Finding[] findings)
    {
        StringWriter writer = new(CultureInfo.InvariantCulture);
        FindingsCsv.Write(writer, findings.Select(finding => (new PersonId("r1"), finding)));
        using CsvReader reader = CsvReader.FromText(writer.ToString(), CsvReaderOptions.Default);
        List<Dictionary<string, string>> rows = [];
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(i => reader.Headers[i], reader.GetString));
        }

        return [.. rows];
    }
}
