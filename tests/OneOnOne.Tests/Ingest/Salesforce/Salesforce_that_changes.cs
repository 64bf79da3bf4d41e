using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.Salesforce;

namespace OneOnOne.Tests.Ingest.Salesforce;

public sealed class Salesforce_that_changes
{
    private static readonly SalesforceCompany Before = new();

    private static readonly SalesforceCompany After = (Before with
    {
        TakenAt = "2026-11-23T18:00:00Z",
        Work = Before.Work + "\nA9,O3,cat,call,2026-11-22T08:00:00Z,true",
        CloseDates = Before.CloseDates + "\nO3,2026-11-21T10:00:00Z,2027-01-29,2027-02-26",
        Stages = Before.Stages + "\nO1,Closed Lost,2026-11-21T15:00:00Z",
    }).With("O3,cat,Qualification,open,Left one,Acme,,,,2026-10-05T10:00:00Z,2027-01-29,", "O3,cat,Qualification,open,Left one,Acme,,500,EUR,2026-10-05T10:00:00Z,2027-02-26,Call")
        .With("O1,ben,Proposal,open,", "O1,ben,Closed Lost,lost,").With("A5,O1,ben,task,2026-11-25T12:00:00Z,false\n", "");

    [Fact]
    public async Task Only_what_changed_is_read_again_and_the_snapshot_is_whole()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        world.Replace(await After.MakeAsync());
        int asked = world.Fake.Requests.Count;
        string[] rows = await world.ReadAsync();
        await using SalesforceWorld anew = await SalesforceWorld.StartAsync(await After.MakeAsync());
        Assert.Equal(await anew.ReadAsync(), rows);
        string[] queries = [.. world.Fake.Requests.Skip(asked).Where(request => request.Contains("FROM%20Task", StringComparison.Ordinal))];
        Assert.NotEmpty(queries);
        Assert.All(queries, query => Assert.Contains("WHERE%20SystemModstamp%20%3E%3D%202026-11-1", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reading_without_any_change_gives_the_same_snapshot()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        string hash = (await world.ManifestAsync()).ContentHash;
        await world.SyncAsync();
        Assert.Equal(hash, (await world.ManifestAsync()).ContentHash);
    }

    [Fact]
    public async Task What_was_deleted_goes_with_all_that_belongs_to_it()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        world.Replace(await WithoutO1("2026-11-22T18:00:00Z").MakeAsync());
        Assert.DoesNotContain(await world.ReadAsync(), row => row.Contains(" O1 ", StringComparison.Ordinal));
        Assert.Empty(world.Bad);
    }

    [Fact]
    public async Task An_open_deal_that_was_deleted_and_taken_out_of_the_bin_at_once_is_gone_all_the_same()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        world.Replace(await WithoutO1("2026-11-22T18:00:00Z").MakeAsync());
        world.Fake.EmptyBin();
        Assert.Equal(["O2", "O3"], (await world.ReadAsync("deal")).Select(row => row.Split(' ')[1]));
    }

    [Fact]
    public async Task After_longer_than_the_bin_keeps_things_everything_is_read_and_what_is_gone_is_removed()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        SalesforceCompany later = WithoutO1("2026-12-02T18:00:00Z").With("O2,Prospecting,2026-05-04T07:30:00Z\nO2,Closed Won,2026-10-02T16:00:00Z\n", "").With("A7,O2,ben,other,2025-06-05T09:00:00Z,true\n", "");
        later = later with { Deals = string.Join('\n', later.Deals.Split('\n').Where(row => !row.StartsWith("O2,", StringComparison.Ordinal))) };
        world.Replace(await later.MakeAsync());
        world.Fake.EmptyBin();
        string[] rows = await world.ReadAsync();
        Assert.DoesNotContain(rows, row => row.Contains("O1", StringComparison.Ordinal) || row.Contains("O2", StringComparison.Ordinal));
        await using SalesforceWorld anew = await SalesforceWorld.StartAsync(await later.MakeAsync(), null, null, ("Salesforce__Currency", "EUR"));
        Assert.Equal(await anew.ReadAsync(), rows);
    }

    [Fact]
    public async Task A_last_activity_that_moves_without_a_stamp_is_seen()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        world.Fake.Set("Opportunity", FakeSalesforce.IdOf(new OpportunityId("O3")), ("LastActivityDate", new DateOnly(2026, 11, 18)));
        Assert.EndsWith("last 2026-11-18T12:00:00", (await world.ReadAsync("deal"))[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_close_date_that_no_history_tells_of_is_a_change_of_its_own_and_stays_that_one()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await (Before with { CloseDates = "" }).MakeAsync());
        string deal = FakeSalesforce.IdOf(new OpportunityId("O3"));
        world.Fake.Set("Opportunity", deal, ("CloseDate", new DateOnly(2027, 3, 31)), ("LastModifiedDate", At("2026-11-17T09:00:00Z")), ("SystemModstamp", At("2026-11-17T09:00:00Z")));
        Assert.Equal(["close O3 2026-11-17T09:00:00 2027-01-29 > 2027-03-31"], await world.ReadAsync("close"));

        // Saved again without any change of the date; then moved on with a row of history, which knows what was before.
        world.Fake.Set("Opportunity", deal, ("LastModifiedDate", At("2026-11-18T09:00:00Z")), ("SystemModstamp", At("2026-11-18T09:00:00Z")));
        Assert.Equal(["close O3 2026-11-17T09:00:00 2027-01-29 > 2027-03-31"], await world.ReadAsync("close"));
        world.Fake.Set("Opportunity", deal, ("CloseDate", new DateOnly(2027, 4, 30)), ("LastModifiedDate", At("2026-11-19T09:00:00Z")), ("SystemModstamp", At("2026-11-19T09:00:00Z")));
        world.Fake.Set("OpportunityHistory", "008zz000000001AAAA", ("OpportunityId", deal), ("StageName", "Qualification"), ("CloseDate", new DateOnly(2027, 4, 30)), ("PrevCloseDate", new DateOnly(2027, 3, 31)), ("CreatedDate", At("2026-11-19T09:00:00Z")), ("SystemModstamp", At("2026-11-19T09:00:00Z")));
        Assert.Equal(["close O3 2026-11-17T09:00:00 2027-01-29 > 2027-03-31", "close O3 2026-11-19T09:00:00 2027-03-31 > 2027-04-30"], await world.ReadAsync("close"));
    }

    [Fact]
    public async Task A_row_of_history_that_began_with_another_date_tells_of_two_changes()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await (Before with { CloseDates = "" }).MakeAsync(), null, new FakeSalesforceOrg { TracksFields = false });
        string deal = FakeSalesforce.IdOf(new OpportunityId("O3"));
        world.Fake.Set("Opportunity", deal, ("CloseDate", new DateOnly(2027, 4, 30)));
        world.Fake.Set("OpportunityHistory", "008zz000000001AAAA", ("OpportunityId", deal), ("StageName", "Qualification"), ("CloseDate", new DateOnly(2027, 4, 30)), ("PrevCloseDate", new DateOnly(2027, 3, 31)), ("CreatedDate", At("2026-11-19T09:00:00Z")));
        Assert.Equal(["close O3 2026-11-19T08:59:59 2027-01-29 > 2027-03-31", "close O3 2026-11-19T09:00:00 2027-03-31 > 2027-04-30"], await world.ReadAsync("close"));
    }

    [Fact]
    public async Task The_history_of_fields_adds_only_what_the_other_lacks()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await (Before with { CloseDates = "" }).MakeAsync());
        string deal = FakeSalesforce.IdOf(new OpportunityId("O3"));
        world.Fake.Set("Opportunity", deal, ("CloseDate", new DateOnly(2027, 4, 30)));
        (string, object?)[] moved = [("OpportunityId", deal), ("Field", "CloseDate")];
        world.Fake.Set("OpportunityFieldHistory", "017zz0000000001AAA", [.. moved, ("OldValue", new DateOnly(2027, 1, 29)), ("NewValue", new DateOnly(2027, 2, 26)), ("CreatedDate", At("2026-11-02T09:00:00Z"))]);
        world.Fake.Set("OpportunityFieldHistory", "017zz0000000002AAA", [.. moved, ("OldValue", new DateOnly(2027, 2, 26)), ("NewValue", new DateOnly(2027, 4, 30)), ("CreatedDate", At("2026-11-19T09:00:01Z"))]);
        world.Fake.Set("OpportunityHistory", "008zz000000001AAAA", ("OpportunityId", deal), ("StageName", "Qualification"), ("CloseDate", new DateOnly(2027, 4, 30)), ("PrevCloseDate", new DateOnly(2027, 2, 26)), ("CreatedDate", At("2026-11-19T09:00:00Z")));
        Assert.Equal(["close O3 2026-11-02T09:00:00 2027-01-29 > 2027-02-26", "close O3 2026-11-19T09:00:00 2027-02-26 > 2027-04-30"], await world.ReadAsync("close"));
    }

    [Fact]
    public async Task The_first_stage_is_told_where_history_begins_after_the_creation()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await (Before with { Stages = "", CloseDates = "" }).MakeAsync(), null, new FakeSalesforceOrg { SilentChanges = false });
        string deal = FakeSalesforce.IdOf(new OpportunityId("O3"));
        Assert.Equal(["stage O3 2026-10-05T10:00:00 Qualification"], (await world.ReadAsync("stage"))[2..]);
        world.Fake.Set("OpportunityHistory", "008zz000000001AAAA", ("OpportunityId", deal), ("StageName", "Qualification"), ("PrevAmount", 5m), ("Amount", 7m), ("CreatedDate", At("2026-11-01T09:00:00Z")));
        Assert.Equal(["stage O3 2026-10-05T10:00:00 Qualification", "stage O3 2026-11-01T09:00:00 Qualification"], (await world.ReadAsync("stage"))[2..]);
        world.Fake.Set("OpportunityHistory", "008zz000000001AAAA", ("PrevAmount", null), ("SystemModstamp", At("2026-11-20T18:00:00Z")));
        Assert.Equal(["stage O3 2026-11-01T09:00:00 Qualification"], (await world.ReadAsync("stage"))[2..]);
        world.Fake.Set("OpportunityFieldHistory", "017zz0000000001AAA", ("OpportunityId", deal), ("Field", "StageName"), ("OldValue", "Prospecting"), ("NewValue", "Qualification"), ("CreatedDate", At("2026-11-01T09:00:00Z")));
        Assert.Equal(["stage O3 2026-10-05T10:00:00 Prospecting", "stage O3 2026-11-01T09:00:00 Qualification"], (await world.ReadAsync("stage"))[2..]);
    }

    [Fact]
    public async Task A_field_that_the_org_has_got_since_is_read_for_all_records()
    {
        FakeCompany company = await Before.MakeAsync();
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(company);
        world.With("Salesforce__ProductField", null);
        Assert.Contains("'Acme' '' 12500000", (await world.ReadAsync("deal"))[0], StringComparison.Ordinal);
        world.With("Salesforce__ProductField", "Product__c");
        Assert.Contains("'Acme' 'Gears' 12500000", (await world.ReadAsync("deal"))[0], StringComparison.Ordinal);
    }

    private static SalesforceCompany WithoutO1(string takenAt)
    {
        static string Without(string rows) => string.Join('\n', rows.Split('\n').Where(row => !row.Contains("O1,", StringComparison.Ordinal)));
        return Before with { TakenAt = takenAt, Deals = Without(Before.Deals), Work = Without(Before.Work), Stages = Without(Before.Stages), CloseDates = "" };
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
