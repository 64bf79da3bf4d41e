using System.Globalization;
using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest.HubSpot;

public sealed class Reading_HubSpot
{
    [Fact]
    public async Task A_first_read_brings_everything_that_briefs_are_made_of()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();

        HubSpotSnapshot read = await bench.ReadAsync();

        Assert.Empty(bench.Bad);
        Assert.Equal(HubSpotWorld.TakenAt, read.Manifest.TakenAt);
        Assert.Equal("Discovery, Proposal", string.Join(", ", read.Manifest.Stages));
        Assert.Equal("People, Opportunities, Activities, StageHistory, CloseDateHistory, Quotas", string.Join(", ", read.Manifest.Sections));
        Assert.Equal(
            [
                "ann | Ann Lee Park | ann@example.com | mia | True",
                "bob | Bob | bob@example.com | mia | False",
                "mia | Mia Sommer | mia@example.com | - | True",
            ],
            read.People);
        Assert.Equal(
            [
                "O1 | ann | Proposal | Open | Dock doors | Acme | Doors | 1500.5 EUR | 2026-09-01 09:00 | - | 2026-12-31 | ",
                "O2 | ann | Closed Won | Won | Ramps | Acme | Ramps | 900 EUR | 2026-08-03 09:00 | 2026-10-15 16:30 | 2026-10-15 | ",
                "O3 | ann | Discovery | Open | Lifts | Borg |  | - | 2026-10-01 09:00 | - | 2026-11-30 | Site visit",
                "O4 | bob | Closed Lost | Lost | Gates |  | Gates | 70000 USD | 2026-07-01 09:00 | 2026-09-30 02:30 | 2026-09-29 | ",
                "O5 | bob | Discovery | Open | Seals, all sizes | Borg | Seals | 12 EUR | 2026-11-02 09:00 | - | 2026-11-30 | ",
            ],
            read.Opportunities);
        Assert.Equal(
            [
                "2026-10-02 08:00 | Task | O2 | bob | True",
                "2026-10-20 12:30 | Email | O1 | ann | True",
                "2026-10-20 12:30 | Email | O3 | ann | True",
                "2026-11-10 15:00 | Call | O1 | ann | True",
                "2026-11-12 23:30 | Call | - | bob | True",
                "2026-11-18 15:00 | Meeting | O1 | ann | ",
            ],
            read.Activities);
        Assert.Equal(
            [
                "O1 | 2026-09-01 09:00 | Discovery", "O1 | 2026-09-20 10:00 | Proposal", "O2 | 2026-08-03 09:00 | Discovery", "O2 | 2026-10-15 16:30 | Closed Won",
                "O3 | 2026-10-01 09:00 | Discovery", "O4 | 2026-07-01 09:00 | Discovery", "O4 | 2026-09-30 02:30 | Closed Lost", "O5 | 2026-11-02 09:00 | Discovery",
            ],
            read.StageHistory);
        Assert.Equal(["O1 | 2026-10-05 15:00 | 2026-10-31 | 2026-12-31", "O2 | 2026-10-15 16:30 | 2026-11-30 | 2026-10-15"], read.CloseDateHistory);
        Assert.Equal(["ann | 2026-10-01 | 2026-12-31 | 120000 EUR", "bob | 2026-10-01 | 2026-12-31 | 90000.50 EUR"], read.Quotas);
    }

    [Fact]
    public async Task A_second_read_asks_only_for_what_changed_and_knows_as_much_as_one_that_begins_anew()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        await bench.MoveOnAsync();
        bench.Fake.Asked.Clear();

        HubSpotSnapshot read = await bench.ReadAsync();

        Assert.DoesNotContain(bench.Fake.Asked, path => path.Contains("/objects/deals?", StringComparison.Ordinal) && !path.Contains("archived=true", StringComparison.Ordinal));
        Assert.Equal(HubSpotWorld.TakenAt.AddDays(7), read.Manifest.TakenAt);
        Assert.Contains("O1 | 2026-11-16 14:00 | 2026-12-31 | 2027-01-31", read.CloseDateHistory);
        Assert.Contains("2026-11-19 15:00 | Call | O1 | ann | True", read.Activities);
        Assert.DoesNotContain(read.Opportunities, row => row.StartsWith("O3", StringComparison.Ordinal));
        await bench.ReadAsync("anew");
        Assert.Equal(bench.Dump("anew"), bench.Dump());
    }

    [Fact]
    public async Task Where_nothing_changed_the_snapshot_is_the_same()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        using TempBooks books = new();

        Assert.Equal(IngestOutcome.Published, (await bench.IngestAsync(books)).Outcome);
        Assert.Equal(IngestOutcome.AlreadyThere, (await bench.IngestAsync(books)).Outcome);
    }

    [Fact]
    public async Task Snapshots_of_a_second_read_go_on_with_the_books_of_the_first()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        using TempBooks books = new();
        await bench.IngestAsync(books);
        await bench.MoveOnAsync();

        IngestReport report = await bench.IngestAsync(books);

        Assert.Equal((IngestOutcome.Published, 5), (report.Outcome, report.Snapshot.Opportunities));
        Assert.All(report.Counts, count => Assert.Equal(0, count.Quarantined));
    }

    [Theory]
    [InlineData("US/Eastern")]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Auckland")]
    [InlineData("America/Los_Angeles")]
    public async Task A_close_date_is_the_day_of_the_account_s_calendar(string zone)
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { TimeZone = zone });

        Assert.Equal(
            ["O1 2026-12-31", "O2 2026-10-15", "O3 2026-11-30", "O4 2026-09-29", "O5 2026-11-30"],
            (await bench.ReadAsync()).Opportunities.Select(row => row.Split(" | ")).Select(row => $"{row[0]} {row[10]}"));
    }

    [Fact]
    public async Task A_call_that_is_put_under_an_open_deal_counts_for_it_also_where_the_deal_does_not_count_as_changed()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddDays(1);
        bench.Fake.Content.Add("calls", "4711", HubSpotWorld.TakenAt.AddHours(1), ("hs_timestamp", "2026-11-13T19:00:00Z"), ("hs_call_status", "NO_ANSWER"), ("hubspot_owner_id", Id("bob")));
        bench.Fake.Content.Link("calls", "4711", "deals", Deal("O5"));

        Assert.Contains("2026-11-13 19:00 | Call | O5 | bob | True", (await bench.ReadAsync()).Activities);
    }

    [Fact]
    public async Task A_call_that_is_moved_to_another_deal_counts_for_that_one_alone()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        string call = FakeHubSpotIds.Of($"calls {Batches.IdOf("A1")}");
        bench.Fake.Content.Unlink("calls", call, "deals", Deal("O1"));
        bench.Fake.Content.Link("calls", call, "deals", Deal("O3"));

        Assert.Equal(["2026-11-10 15:00 | Call | O3 | ann | True"], (await bench.ReadAsync()).Activities.Where(row => row.Contains("Call | O", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_search_knows_only_later_is_found_all_the_same()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { IndexLag = TimeSpan.FromMinutes(2) });
        await bench.ReadAsync();
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(1);
        bench.Fake.Content.Set("deals", Deal("O2"), "dealname", "Ramps and rails");
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(1).AddMinutes(1);
        Assert.Equal("Ramps", (await bench.ReadAsync()).Opportunity("O2").Name);

        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(2);

        Assert.Equal("Ramps and rails", (await bench.ReadAsync()).Opportunity("O2").Name);
    }

    [Fact]
    public async Task A_deal_that_was_merged_into_another_goes_though_nothing_archives_it()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(1);
        bench.Fake.Content.Merge("deals", Deal("O1"), Deal("O3"));

        Assert.Equal(["O1", "O2", "O4", "O5"], Ids(await bench.ReadAsync()));
    }

    [Fact]
    public async Task A_deal_that_was_deleted_goes_and_its_calls_stay_with_who_made_them()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        bench.Fake.Content.Archive("deals", Deal("O1"));

        HubSpotSnapshot read = await bench.ReadAsync();

        Assert.Equal(["O2", "O3", "O4", "O5"], Ids(read));
        Assert.Empty(bench.Bad);
        Assert.Contains("2026-11-10 15:00 | Call | - | ann | True", read.Activities);
    }

    [Fact]
    public async Task A_call_that_was_deleted_goes()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        bench.Fake.Content.Archive("calls", FakeHubSpotIds.Of($"calls {Batches.IdOf("A5")}"));

        Assert.DoesNotContain("2026-11-12 23:30 | Call | - | bob | True", (await bench.ReadAsync()).Activities);
    }

    [Fact]
    public async Task Deals_of_nobody_are_left_out_until_they_have_an_owner()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Fake.Content.Set("deals", Deal("O3"), "hubspot_owner_id", null);
        Assert.Equal(["O1", "O2", "O4", "O5"], Ids(await bench.ReadAsync()));
        Assert.Empty(bench.Bad);

        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(1);
        bench.Fake.Content.Set("deals", Deal("O3"), "hubspot_owner_id", Id("bob"));

        Assert.Equal(["O1", "O2", "O3", "O4", "O5"], Ids(await bench.ReadAsync()));
    }

    [Fact]
    public async Task Changes_behind_the_ten_thousandth_and_thousands_in_one_millisecond_are_all_found()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        DateTimeOffset import = HubSpotWorld.TakenAt.AddHours(3);
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(4);
        for (int i = 0; i < 10_250; i++)
        {
            // A tenth of them are of one import, the rest came one by one.
            DateTimeOffset at = i % 10 == 0 ? import : HubSpotWorld.TakenAt.AddMilliseconds(1_000 + (i * 700));
            bench.Fake.Content.Add(
                "deals", (5_000_000 + (i * 7919 % 1_000_003)).ToString(CultureInfo.InvariantCulture), at,
                ("dealname", "Imported"), ("dealstage", "discovery"), ("hubspot_owner_id", Id("ann")), ("createdate", FakeHubSpotRecord.Text(at)), ("hs_is_closed", "true"));
        }

        Assert.Equal(10_255, (await bench.ReadAsync()).Opportunities.Count());
    }

    [Fact]
    public async Task Kinds_of_work_are_searched_side_by_side()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        foreach (int i in Enumerable.Range(1, 4_000))
        {
            DateTimeOffset at = HubSpotWorld.TakenAt.AddMinutes(-i);
            bench.Fake.Content.Add("calls", (7_000_000 + i).ToString(CultureInfo.InvariantCulture), at, ("hs_timestamp", FakeHubSpotRecord.Text(at)), ("hubspot_owner_id", Id("ann")));
        }

        Assert.Equal(4_000, (await bench.ReadAsync()).Rows.OfType<ActivityRow>().Count(row => row.Kind == ActivityKind.Call) - 2);
        List<string> asked = bench.Fake.Asked;
        int last = asked.FindLastIndex(request => request.EndsWith("/calls/search", StringComparison.Ordinal));
        Assert.All(["emails", "meetings", "tasks"], kind => Assert.InRange(asked.FindIndex(request => request.EndsWith($"/{kind}/search", StringComparison.Ordinal)), 0, last));
    }

    [Fact]
    public async Task A_dated_version_of_the_API_is_asked_at_its_own_addresses()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        bench.Fake.Asked.Clear();
        bench.Settings["HubSpot__ApiVersion"] = "2026-03";

        await bench.ReadAsync("dated");

        Assert.Equal(bench.Dump(), bench.Dump("dated"));
        Assert.All(bench.Fake.Asked, path => Assert.Contains("/2026-03", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_account_s_records_do_not_stay_in_the_mirror()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Settings["HubSpot__ProductProperty"] = "";
        await bench.ReadAsync();
        Assert.All((await bench.ReadAsync()).Rows.OfType<OpportunityRow>(), row => Assert.Null(row.Product));

        bench.Settings.Clear();

        Assert.Equal("Doors", (await bench.ReadAsync()).Opportunity("O1").Product);
    }

    [Fact]
    public async Task A_mirror_older_than_what_the_archive_keeps_begins_anew()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddDays(61);
        bench.Fake.Asked.Clear();

        await bench.ReadAsync();

        Assert.Contains(bench.Fake.Asked, path => path.Contains("/objects/deals?limit=50", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Ids(HubSpotSnapshot read) => read.Opportunities.Select(row => row[..2]);

    private static string Deal(string id) => FakeHubSpot.IdOf(new OpportunityId(id));

    private static string Id(string person) => FakeHubSpot.IdOf(new PersonId(person));
}
