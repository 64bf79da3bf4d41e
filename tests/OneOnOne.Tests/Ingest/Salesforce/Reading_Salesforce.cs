using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Local.FakeCrm.Salesforce;

namespace OneOnOne.Tests.Ingest.Salesforce;

public sealed class Reading_Salesforce
{
    private static readonly OpportunityId O1 = new("O1");
    private static readonly PersonId Ben = new("ben");

    [Fact]
    public async Task A_first_reading_brings_the_whole_company()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        Assert.Equal(
            [
                "close O1 2026-08-03T12:00:00 2026-09-30 > 2026-10-30",
                "close O1 2026-10-20T12:00:00 2026-10-30 > 2026-12-18",
                "deal O1 ben Proposal/Open 'Big one' 'Acme' 'Gears' 12500000 EUR created 2026-06-01T08:00:00 closes 2026-12-18 next 'Send offer' last -",
                "deal O2 ben Closed Won/Won 'Small one' 'Bolts, Nuts & Co' '' 1234.5 EUR created 2026-05-04T07:30:00 closes 2026-10-02 next '' last -",
                "deal O3 cat Qualification/Open 'Left one' 'Acme' ''   created 2026-10-05T10:00:00 closes 2027-01-29 next '' last -",
                "person ann Ann Lee ann@example.com manager=- America/New_York US en-US active",
                "person ben Ben Ito ben@example.com manager=ann Europe/Berlin DE de active",
                "person cat Cat Orr cat@example.com manager=ann Europe/London GB en left",
                "quota ben 2026-10-01 to 2026-12-31 250000 EUR",
                "stage O1 2026-06-01T08:00:00 Prospecting",
                "stage O1 2026-07-01T09:00:00 Qualification",
                "stage O1 2026-10-12T14:30:00 Proposal",
                "stage O2 2026-05-04T07:30:00 Prospecting",
                "stage O2 2026-10-02T16:00:00 Closed Won",
                "stage O3 2026-10-05T10:00:00 Qualification",
                "work - ben Call 2026-11-05T09:00:00 done",
                "work O1 ben Call 2026-11-02T09:15:30 done",
                "work O1 ben Email 2026-11-03T10:00:00 done",
                "work O1 ben Meeting 2026-11-04T13:00:00 -",
                "work O1 ben Meeting 2026-12-02T13:00:00 -",
                "work O1 ben Task 2026-11-25T12:00:00 open",
                "work O2 ben Other 2025-06-05T09:00:00 done",
                "work O3 cat Meeting 2025-06-06T09:00:00 -",
            ],
            Stays(await world.ReadAsync()));
        Assert.Empty(world.Bad);
        SnapshotManifest manifest = await world.ManifestAsync();
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T18:00:00Z", System.Globalization.CultureInfo.InvariantCulture), manifest.TakenAt);
        Assert.Equal("Prospecting, Qualification, Proposal", string.Join(", ", manifest.Stages));
    }

    [Fact]
    public async Task Bulk_and_REST_bring_the_same_rows()
    {
        await using SalesforceWorld rest = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        await using SalesforceWorld bulk = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, new FakeSalesforceOrg { MostResults = 2 }, ("Salesforce__BulkAbove", "0"));
        Assert.Equal(await rest.ReadAsync(), await bulk.ReadAsync());
        Assert.Equal(0, rest.Fake.Jobs.Made);
        Assert.Equal(5, bulk.Fake.Jobs.Made);
        Assert.Equal(rest.Kept(), bulk.Kept());
    }

    [Fact]
    public async Task An_org_without_Bulk_is_read_by_REST()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, new FakeSalesforceOrg { HasBulk = false }, ("Salesforce__BulkAbove", "0"));
        Assert.Equal(3, (await world.ReadAsync("deal")).Length);
    }

    [Fact]
    public async Task Mass_mail_masters_of_series_and_what_lies_with_a_queue_is_nobodys_work()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany { Work = "" }.MakeAsync());
        string ben = FakeSalesforce.IdOf(Ben);
        string deal = FakeSalesforce.IdOf(O1);
        DateTimeOffset at = At("2026-11-10T09:00:00Z");
        world.Fake.Set("Task", "00Tq00000000001AAA", ("OwnerId", ben), ("WhatId", deal), ("IsClosed", true), ("Status", "Completed"), ("TaskSubtype", "ListEmail"), ("CompletedDateTime", at), ("IsRecurrence", false));
        world.Fake.Set("Task", "00Tq00000000002AAA", ("OwnerId", ben), ("WhatId", deal), ("IsClosed", true), ("Status", "Cancelled"), ("TaskSubtype", "Call"), ("CompletedDateTime", at), ("IsRecurrence", false));
        world.Fake.Set("Task", "00Tq00000000003AAA", ("OwnerId", ben), ("WhatId", deal), ("IsClosed", true), ("Status", "Completed"), ("TaskSubtype", "Task"), ("CompletedDateTime", at), ("IsRecurrence", true));
        world.Fake.Set("Event", "00Uq00000000001AAA", ("OwnerId", ben), ("WhatId", deal), ("ActivityDateTime", at), ("IsRecurrence", true), ("IsChild", false));
        world.Fake.Set("Task", "00Tq00000000004AAA", ("OwnerId", "00Gq00000000001AAA"), ("IsClosed", false), ("ActivityDate", new DateOnly(2026, 12, 1)), ("IsRecurrence", false));
        Assert.Empty(await world.ReadAsync("work"));
    }

    [Fact]
    public async Task Work_for_an_account_is_its_owners_and_no_deals()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany { Work = "" }.MakeAsync());
        world.Fake.Set("Task", "00Tq00000000001AAA", ("OwnerId", FakeSalesforce.IdOf(Ben)), ("WhatId", "001q00000000001AAA"), ("IsClosed", true), ("Status", "Completed"), ("TaskSubtype", "Call"), ("CompletedDateTime", At("2026-11-10T09:00:00Z")), ("IsRecurrence", false));
        Assert.Equal(["work - ben Call 2026-11-10T09:00:00 done"], await world.ReadAsync("work"));
        Assert.Empty(world.Bad);
    }

    [Fact]
    public async Task A_task_counts_when_it_was_completed_else_by_its_due_date_which_is_never_shifted()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany { Work = "" }.MakeAsync());
        (string, object?)[] done = [("OwnerId", FakeSalesforce.IdOf(Ben)), ("WhatId", FakeSalesforce.IdOf(O1)), ("IsClosed", true), ("IsRecurrence", false), ("TaskSubtype", "Task"), ("ActivityDate", new DateOnly(2026, 12, 24))];
        world.Fake.Set("Task", "00Tq00000000001AAA", [.. done, ("CompletedDateTime", At("2026-11-09T23:30:00Z")), ("Type", "Email")]);
        world.Fake.Set("Task", "00Tq00000000002AAA", [.. done, ("ActivityDate", new DateOnly(2026, 11, 9)), ("Type", "Call")]);
        world.Fake.Set("Task", "00Tq00000000003AAA", [.. done, ("ActivityDate", null), ("CreatedDate", At("2026-11-08T07:00:00Z"))]);
        world.Fake.Set("Task", "00Tq00000000004AAA", [.. done, ("IsClosed", false), ("ActivityDate", null)]);
        world.Fake.Set("Event", "00Uq00000000001AAA", ("OwnerId", FakeSalesforce.IdOf(Ben)), ("WhatId", FakeSalesforce.IdOf(O1)), ("IsAllDayEvent", true), ("ActivityDate", new DateOnly(2026, 11, 7)), ("ActivityDateTime", At("2026-11-07T00:00:00Z")), ("IsRecurrence", false), ("IsChild", false));
        Assert.Equal(
            [
                "work O1 ben Call 2026-11-09T12:00:00 done",
                "work O1 ben Email 2026-11-09T23:30:00 done",
                "work O1 ben Meeting 2026-11-07T12:00:00 -",
                "work O1 ben Task 2026-11-08T07:00:00 done",
            ],
            await world.ReadAsync("work"));
    }

    [Fact]
    public async Task A_meeting_with_three_colleagues_is_one_of_the_deal_and_one_for_each_of_them()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany { Work = "A3,O1,ben,meeting,2026-11-04T13:00:00Z,true" }.MakeAsync());
        foreach ((string id, string person) in new[] { ("00Uq00000000001AAA", "ann"), ("00Uq00000000002AAA", "cat") })
        {
            world.Fake.Set("Event", id, ("OwnerId", FakeSalesforce.IdOf(new PersonId(person))), ("WhatId", FakeSalesforce.IdOf(O1)), ("ActivityDateTime", At("2026-11-04T13:00:00Z")), ("IsRecurrence", false), ("IsChild", true));
        }

        Assert.Equal(["work - ann Meeting 2026-11-04T13:00:00 -", "work - cat Meeting 2026-11-04T13:00:00 -", "work O1 ben Meeting 2026-11-04T13:00:00 -"], await world.ReadAsync("work"));
    }

    [Fact]
    public async Task A_last_activity_that_nothing_readable_explains_was_hidden_and_counts_unless_it_lies_ahead()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        world.Fake.Set("Opportunity", FakeSalesforce.IdOf(O1), ("LastActivityDate", new DateOnly(2026, 11, 16)));
        world.Fake.Set("Opportunity", FakeSalesforce.IdOf(new OpportunityId("O3")), ("LastActivityDate", new DateOnly(2027, 3, 1)));
        Assert.Equal(["last 2026-11-16T12:00:00", "last -", "last -"], (await world.ReadAsync("deal")).Select(row => row[row.LastIndexOf("last ", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task Fields_that_the_org_lacks_are_not_asked_for()
    {
        FakeSalesforceOrg org = new() { Lacks = ["User.CountryCode", "Opportunity.NextStep", "Opportunity.Product__c", "Task.CompletedDateTime", "OpportunityHistory.PrevCloseDate", "ForecastingQuota"], TracksFields = false };
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, org);
        string[] rows = await world.ReadAsync();
        Assert.Contains("person ben Ben Ito ben@example.com manager=ann Europe/Berlin  de active", rows);
        Assert.Contains("deal O1 ben Proposal/Open 'Big one' 'Acme' '' 12500000 EUR created 2026-06-01T08:00:00 closes 2026-12-18 next '' last -", rows);
        Assert.Contains("close O1 2026-08-03T12:00:00 2026-09-30 > 2026-10-30", rows);
        Assert.DoesNotContain(Section.Quotas, (await world.ManifestAsync()).Sections);
    }

    [Fact]
    public async Task Without_a_field_that_nothing_can_be_read_without_it_says_which()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, new FakeSalesforceOrg { Lacks = ["Opportunity.StageName"] });
        Assert.Equal(
            "Salesforce shows no field StageName of Opportunity to the user who signs in, and nothing can be read without it. Let the user's permission set read that field; `connect salesforce` lists all that is missing.",
            await world.ErrorAsync());
    }

    [Fact]
    public async Task Amounts_are_in_the_currency_of_the_deal_or_of_the_org_or_of_the_setting()
    {
        await using SalesforceWorld many = await SalesforceWorld.StartAsync(await new SalesforceCompany().With("1234.5,EUR", "1234.5,CHF").MakeAsync());
        Assert.Equal(["12500000 EUR", "1234.5 CHF", " "], (await many.ReadAsync("deal")).Select(row => row.Split("' ")[^2].Split(" created")[0]));
        many.With("Salesforce__Currency", "USD");
        Assert.Contains("1234.5 CHF", (await many.ReadAsync("deal"))[1], StringComparison.Ordinal);
        await using SalesforceWorld one = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        one.With("Salesforce__Currency", null);
        Assert.Contains("1234.5 USD", (await one.ReadAsync("deal"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotas_of_several_forecast_types_count_only_once_one_is_chosen()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, new FakeSalesforceOrg { SecondForecast = true });
        Assert.Empty(await world.ReadAsync("quota"));
        world.With("Salesforce__ForecastingType", "OpportunitySplitRevenue");
        Assert.Equal(["quota ben 2026-10-01 to 2026-12-31 500000 EUR"], await world.ReadAsync("quota"));
        world.With("Salesforce__ForecastingType", FakeSalesforceRecords.TypeId("OpportunityRevenue")[..15]);
        Assert.Equal(["quota ben 2026-10-01 to 2026-12-31 250000 EUR"], await world.ReadAsync("quota"));
    }

    /// <summary>Rows that repeat the stage of the row before are one stay, which is seen where snapshots are put together.</summary>
    internal static string[] Stays(string[] rows)
    {
        Dictionary<string, string> last = [];
        return [.. rows.Where(row => row.Split(' ', 4) is not ["stage", string deal, _, string stage] || last.GetValueOrDefault(deal) != (last[deal] = stage))];
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
