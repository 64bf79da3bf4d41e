using System.Globalization;

namespace OneOnOne.Tests.Generation;

/// <summary>The committed sample holds every case a brief can show, where samples/README.md says it is.</summary>
public sealed class StoryTests
{
    private static readonly DateTime Now = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private static readonly SnapshotFiles First = new(Path.Combine(GeneratedFolder.CommittedSample, "2026-11-13"));
    private static readonly SnapshotFiles Second = new(Path.Combine(GeneratedFolder.CommittedSample, "2026-11-20"));

    [Theory]
    [InlineData("OPP-S01", 38, false)]
    [InlineData("OPP-S02", 2, false)]
    [InlineData("OPP-S03", 24, true)]
    [InlineData("OPP-S09", 3, true)]
    [InlineData("OPP-S26", 23, false)]
    public void Activity_is_as_told(string id, int quietDays, bool booked)
    {
        var rows = Second.Of("activities.csv", id).Where(row => row["at"] != "31/02/2026").ToList();
        DateTime last = rows.Where(row => row["completed"] == "true").Max(row => Instant(row["at"]));
        Assert.InRange((Now - last).TotalDays, quietDays - 2, quietDays + 1);
        Assert.Equal(booked, rows.Any(row => Instant(row["at"]) > Now));
    }

    [Fact]
    public void An_appointment_that_passed_is_still_open() =>
        Assert.Contains(Second.Of("activities.csv", "OPP-S26"), row => row["completed"] == "false" && Instant(row["at"]) < Now);

    [Theory]
    [InlineData("OPP-S04", 5)]
    [InlineData("OPP-S05", 1)]
    [InlineData("OPP-S06", 1)]
    [InlineData("OPP-S07", 0)]
    [InlineData("OPP-S25", 3)]
    public void Pushes_are_as_told(string id, int pushes) =>
        Assert.Equal(pushes, Second.Of("close_date_history.csv", id).Count(row => string.CompareOrdinal(row["new_close_date"], row["old_close_date"]) > 0));

    [Fact]
    public void A_push_goes_over_the_quarters_end_and_a_pull_comes_earlier()
    {
        var push = Assert.Single(Second.Of("close_date_history.csv", "OPP-S06"));
        Assert.True(string.CompareOrdinal(push["old_close_date"], "2026-12-31") <= 0 && string.CompareOrdinal(push["new_close_date"], "2026-12-31") > 0);
        var pull = Assert.Single(Second.Of("close_date_history.csv", "OPP-S07"));
        Assert.True(string.CompareOrdinal(pull["new_close_date"], pull["old_close_date"]) < 0);
        Assert.Equal("2026-11-08", Second.Opportunity("OPP-S08")["close_date"]);
    }

    [Theory]
    [InlineData("OPP-S09", "rep-01", true)]
    [InlineData("OPP-S10", "rep-06", false)]
    public void An_outlier_sits_beyond_the_won_visits_of_its_rep_or_of_the_team(string id, string rep, bool enoughOfTheirOwn)
    {
        var deal = Second.Opportunity(id);
        double days = (Now - Instant(Second.Of("stage_history.csv", id)[^1]["entered_at"])).TotalDays;
        List<double> own = WonVisits(deal["stage"], owner => owner == rep);
        string manager = Manager(rep);
        List<double> team = WonVisits(deal["stage"], owner => Manager(owner) == manager);
        Assert.Equal(rep, deal["owner_id"]);
        Assert.Equal(enoughOfTheirOwn, own.Count >= 8);
        Assert.True(team.Count >= 8);
        List<double> compared = enoughOfTheirOwn ? own : team;
        Assert.True(compared.Count(visit => visit < days) >= 0.9 * compared.Count);
    }

    [Fact]
    public void The_diligent_rep_has_nothing_stalled()
    {
        var activities = Second.Rows("activities.csv").Where(row => row["activity_id"] != "A-B03").ToLookup(row => row["opportunity_id"]);
        var open = Second.Rows("opportunities.csv").Where(row => row["owner_id"] == "rep-04" && row["outcome"] == "open").ToList();
        Assert.True(open.Count >= 5);
        Assert.All(open, deal =>
        {
            var rows = activities[deal["opportunity_id"]].ToList();
            Assert.Contains(rows, row => row["completed"] == "true" && (Now - Instant(row["at"])).TotalDays < 14);
            Assert.Contains(rows, row => row["completed"] == "false" && Instant(row["at"]) > Now);
        });
    }

    [Theory]
    [InlineData("OPP-S11", "Prospecting Qualification Discovery Proposal Negotiation Proposal")]
    [InlineData("OPP-S12", "Prospecting Qualification Discovery Closed Lost Discovery")]
    [InlineData("OPP-S19", "Prospecting Qualification Discovery Proposal Negotiation Contract Closed Won")]
    public void The_way_through_the_stages_is_as_told(string id, string stages) =>
        Assert.Equal(stages, string.Join(' ', Second.Of("stage_history.csv", id).Select(row => row["stage"])));

    [Fact]
    public void What_changed_between_the_snapshots_is_as_told()
    {
        Assert.Equal("rep-08", First.Opportunity("OPP-S13")["owner_id"]);
        Assert.Equal("rep-07", Second.Opportunity("OPP-S13")["owner_id"]);
        Assert.NotEmpty(First.Of("opportunities.csv", "OPP-S16"));
        Assert.Empty(Second.Of("opportunities.csv", "OPP-S16"));
        Assert.Equal("won", Second.Opportunity("OPP-S17")["outcome"]);
        Assert.Equal("lost", Second.Opportunity("OPP-S18")["outcome"]);
        Assert.All(["OPP-S17", "OPP-S18", "OPP-S19", "OPP-S24"], id => Assert.Equal("open", First.Opportunity(id)["outcome"]));
    }

    [Theory]
    [InlineData("OPP-S22", "close_date")]
    [InlineData("OPP-S23", "stage")]
    [InlineData("OPP-S24", "stage")]
    public void What_the_CRM_forgot_shows_only_by_comparing(string id, string column)
    {
        Assert.NotEqual(First.Opportunity(id)[column], Second.Opportunity(id)[column]);
        Assert.Equal(First.Of("stage_history.csv", id).Count, Second.Of("stage_history.csv", id).Count);
        Assert.Empty(Second.Of("close_date_history.csv", id));
    }

    [Fact]
    public void Money_and_names_have_their_edges()
    {
        Assert.Equal("", Second.Opportunity("OPP-S14")["amount"]);
        var euro = Assert.Single(Second.Rows("opportunities.csv"), row => row["currency"] is not ("USD" or ""));
        Assert.Equal(("OPP-S15", "EUR"), (euro["opportunity_id"], euro["currency"]));
        Assert.Equal("\"Blå Dør\" Søn & Kałuża, Żółć GmbH, Ελλάς", Second.Opportunity("OPP-S20")["account"]);
        Assert.Contains("<b>Prio</b> & Co", Second.Opportunity("OPP-S21")["name"], StringComparison.Ordinal);
        Assert.Contains(Second.Rows("people.csv"), row => row["name"] == "Siobhán \"Shiv\" O’Connor, PhD");
        Assert.Equal("rep-90", Assert.Single(Second.Rows("people.csv"), row => row["active"] == "false")["person_id"]);
    }

    [Fact]
    public void Three_rows_of_each_snapshot_are_bad() => Assert.All([First, Second], snapshot =>
    {
        Assert.Equal("", snapshot.Opportunity("OPP-B01")["owner_id"]);
        Assert.Equal("about 17k", snapshot.Opportunity("OPP-B02")["amount"]);
        Assert.Equal("31/02/2026", Assert.Single(snapshot.Rows("activities.csv"), row => row["activity_id"] == "A-B03")["at"]);
    });

    [Fact]
    public void Meetings_are_next_week_but_for_one_moved_one_cancelled_one_later()
    {
        var rows = Second.Rows("meetings.csv");
        var series = rows.Where(row => row["cadence"].Length > 0).ToList();
        Assert.Equal(["fortnightly", "monthly", "weekly"], series.Select(row => row["cadence"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(12, series.Count);
        Assert.Equal("2026-11-25 09:30", Assert.Single(rows, row => row["meeting_id"] == "meet-02" && row["cause"].Length > 0)["moved_to"]);
        Assert.Equal("", Assert.Single(rows, row => row["meeting_id"] == "meet-11" && row["cause"].Length > 0)["moved_to"]);
        DateOnly later = DateOnly.ParseExact(series[7]["first_on"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(0, (new DateOnly(2026, 12, 2).DayNumber - later.DayNumber) % 14);
    }

    private static List<double> WonVisits(string stage, Func<string, bool> owner)
    {
        HashSet<string> won = [.. Second.Rows("opportunities.csv").Where(row => row["outcome"] == "won" && owner(row["owner_id"])).Select(row => row["opportunity_id"])];
        var rows = Second.Rows("stage_history.csv");
        return [.. rows.Zip(rows.Skip(1))
            .Where(pair => pair.First["stage"] == stage && won.Contains(pair.First["opportunity_id"]) && pair.Second["opportunity_id"] == pair.First["opportunity_id"])
            .Select(pair => (Instant(pair.Second["entered_at"]) - Instant(pair.First["entered_at"])).TotalDays)];
    }

    private static string Manager(string person) =>
        Second.Rows("people.csv").Where(row => row["person_id"] == person).Select(row => row["manager_id"]).FirstOrDefault("");

    private static DateTime Instant(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
