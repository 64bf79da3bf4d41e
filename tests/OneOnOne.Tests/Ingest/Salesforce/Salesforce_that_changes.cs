using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Salesforce;
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
    public async Task A_deal_that_is_made_or_closed_while_the_open_ones_are_read_is_not_taken_for_gone()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        int asked = world.Fake.Requests.Count;
        world.Fake.Asked = number =>
        {
            if (number > asked && world.Fake.Requests[^1].Contains("FROM%20Opportunity%20WHERE%20SystemModstamp", StringComparison.Ordinal))
            {
                DateTimeOffset now = At("2026-11-20T18:00:00Z");
                world.Fake.Set("Opportunity", FakeSalesforce.IdOf(new OpportunityId("O1")), ("IsClosed", true), ("StageName", "Closed Lost"), ("SystemModstamp", now));
                world.Fake.Set("Opportunity", "006zz0000000001AAA", ("Name", "New"), ("OwnerId", FakeSalesforce.IdOf(new PersonId("ben"))), ("StageName", "Proposal"), ("IsClosed", false), ("IsWon", false), ("CloseDate", new DateOnly(2027, 1, 1)), ("SystemModstamp", now));
            }
        };
        Assert.Equal(["006zz0000000001AAA ben Proposal/Open", "O1 ben Closed Lost/Lost", "O2 ben Closed Won/Won", "O3 cat Qualification/Open"], (await world.ReadAsync("deal")).Select(row => row["deal ".Length..row.IndexOf(" '", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task An_open_deal_whose_stamp_is_old_when_it_comes_to_light_is_not_taken_for_gone()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync());
        await world.SyncAsync();
        int asked = world.Fake.Requests.Count;
        world.Fake.Asked = number =>
        {
            if (number > asked && world.Fake.Requests[^1].Contains("FROM%20Opportunity%20WHERE%20SystemModstamp", StringComparison.Ordinal))
            {
                world.Fake.Set("Opportunity", "006zz0000000001AAA", ("Name", "New"), ("OwnerId", FakeSalesforce.IdOf(new PersonId("ben"))), ("StageName", "Proposal"), ("IsClosed", false), ("IsWon", false), ("CloseDate", new DateOnly(2027, 1, 1)), ("SystemModstamp", At("2026-11-20T17:40:00Z")));
            }
        };
        Assert.Contains(await world.ReadAsync("deal"), row => row.StartsWith("deal 006zz0000000001AAA ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_deals_go_on_where_their_reading_was_cut_off_and_those_that_are_gone_go()
    {
        FakeSalesforceOrg org = new() { MostRows = 1 };
        SalesforceCompany company = Before with { Deals = Before.Deals + "\nO4,ben,Proposal,open,One more,Acme,,,,2026-10-05T10:00:00Z,2027-01-29,", Stages = Before.Stages + "\nO4,Proposal,2026-10-05T10:00:00Z" };
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await company.MakeAsync(), null, org);
        await world.SyncAsync();
        world.Replace(await (Before with { TakenAt = "2026-11-22T18:00:00Z" }).MakeAsync());
        world.Fake.EmptyBin();
        int asked = world.Fake.Requests.Count;
        using CancellationTokenSource plug = new();
        world.Fake.Asked = number =>
        {
            if (world.Fake.Requests.Skip(asked).Any(request => OfOpenDeals(request)) && world.Fake.Requests[^1].Contains("/query/", StringComparison.Ordinal))
            {
                plug.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.SyncAsync(plug.Token));
        world.Fake.Asked = null;
        asked = world.Fake.Requests.Count;

        Assert.Equal(["O1", "O2", "O3"], (await world.ReadAsync("deal")).Select(row => row.Split(' ')[1]));
        Assert.All(world.Fake.Requests.Skip(asked).Where(OfOpenDeals), request => Assert.Contains("SystemModstamp%20%3E%3D%202026-", request, StringComparison.Ordinal));

        asked = world.Fake.Requests.Count;
        await world.SyncAsync();
        Assert.Contains(world.Fake.Requests.Skip(asked).Where(OfOpenDeals), request => !request.Contains("SystemModstamp%20%3E%3D", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_deals_that_are_all_read_are_not_asked_for_again_where_what_follows_was_cut_off()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync(), settings: ("Salesforce__BulkAbove", "0"));
        await world.SyncAsync();
        int asked = world.Fake.Requests.Count;
        using CancellationTokenSource plug = new();
        world.Fake.Asked = number =>
        {
            if (number > asked && world.Fake.Requests[^1].Contains("FROM%20Opportunity%20WHERE%20SystemModstamp", StringComparison.Ordinal))
            {
                plug.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.SyncAsync(plug.Token));
        Assert.Contains(world.Fake.Requests.Skip(asked), OfOpenDeals);
        world.Fake.Asked = null;
        asked = world.Fake.Requests.Count;
        await world.SyncAsync();
        Assert.DoesNotContain(world.Fake.Requests.Skip(asked), OfOpenDeals);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(25, true)]
    public async Task Where_that_was_more_than_a_day_ago_open_deals_are_read_anew(int hours, bool anew)
    {
        FakeSalesforceOrg org = new() { MostRows = 1 };
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await Before.MakeAsync(), null, org);
        await world.SyncAsync();
        using CancellationTokenSource plug = new();
        world.Fake.Asked = _ =>
        {
            if (OfOpenDeals(world.Fake.Requests[^1]) && !world.Fake.Requests[^1].Contains("COUNT", StringComparison.Ordinal))
            {
                plug.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.SyncAsync(plug.Token));
        world.Fake.Asked = null;
        world.Replace(await (Before with { TakenAt = At("2026-11-20T18:00:00Z").AddHours(hours).ToString("O") }).MakeAsync());
        long before = Number();
        await world.SyncAsync();
        Assert.Equal(anew, Number() > before);

        long Number()
        {
            using Mirror mirror = Mirror.Open(world.MirrorPath);
            return long.Parse(mirror.State(SalesforceMirror.Number("Opportunity"))!, System.Globalization.CultureInfo.InvariantCulture);
        }
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

    private static bool OfOpenDeals(string request) => request.Contains("IsClosed%20%3D%20false", StringComparison.Ordinal);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
