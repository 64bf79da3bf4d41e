using OneOnOne.Ingest.Connect;
using OneOnOne.Local.FakeCrm.Salesforce;

namespace OneOnOne.Tests.Ingest.Salesforce;

public sealed class Connecting_to_Salesforce
{
    [Fact]
    public async Task A_dry_run_says_what_there_is_and_what_reading_costs()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        CrmCheck check = await world.CheckAsync();
        Assert.Equal("Made-up company (127.0.0.1)", check.Account);
        Assert.Equal(
            [
                "Fine API version 62.0", "Fine object Organization", "Fine object User", "Fine object OpportunityStage", "Fine object ForecastingType", "Fine object Period",
                "Fine object ForecastingQuota", "Fine object OpportunityHistory", "Fine object OpportunityFieldHistory", "Fine object Task", "Fine object Event", "Fine object Opportunity",
            ],
            Lines(check));
        Assert.True(check.CanRead);
        Assert.Equal(
            [
                "Organization 1 1 1", "User 7 1 1", "OpportunityStage 5 1 1", "ForecastingType 1 1 1", "Period 1 1 1", "ForecastingQuota 1 1 1", "OpportunityHistory 8 2 2",
                "OpportunityFieldHistory 4 2 2", "Task 9 2 2", "Event 4 2 2", "Opportunity 3 2 4", "what fields there are 88 12 12",
            ],
            check.Costs.Select(cost => FormattableString.Invariant($"{cost.Records} {cost.Count} {cost.FirstRead} {cost.DailyRead}")));
        Assert.StartsWith("Left of these 24 hours: 99,9", check.Allowance, StringComparison.Ordinal);
        Assert.EndsWith(" of 100,000 API requests, 10,000 of 10,000 query jobs.", check.Allowance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_names_what_is_missing_and_what_that_costs()
    {
        FakeSalesforceOrg org = new() { Lacks = ["Opportunity.StageName", "Opportunity.Amount", "User.CountryCode", "Task.CompletedDateTime", "Event", "ForecastingQuota", "OpportunityFieldHistory"], SecondForecast = true };
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, org);
        world.With("Salesforce__Currency", null);
        CrmCheck check = await world.CheckAsync();
        Assert.False(check.CanRead);
        Assert.Equal(
            [
                "Lacking field CountryCode of User: briefs lack people's countries: the company's holidays hold. Let the user's permission set read it, if the org has it.",
                "Lacking object ForecastingQuota: briefs lack quotas. Give the user's permission set read access to it.",
                "Lacking field CompletedDateTime of Task: briefs lack when tasks were done: the day they were due counts. Let the user's permission set read it, if the org has it.",
                "Lacking object Event: briefs lack meetings: deals look stalled that are not. Give the user's permission set read access to it.",
                "Missing field StageName of Opportunity: nothing can be read without it. Let the user's permission set read it, if the org has it.",
                "Lacking field Amount of Opportunity: briefs lack what deals are worth. Let the user's permission set read it, if the org has it.",
                "Lacking currency: the org has but one and does not say which, so amounts count as USD. Set Salesforce__Currency where it is another.",
            ],
            Lines(check).Where(line => !line.StartsWith("Fine", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_signs_in_as_well_as_a_secret()
    {
        await using SalesforceWorld world = await WithKeyAsync();
        Assert.NotEmpty(await world.ReadAsync("deal"));
    }

    [Fact]
    public async Task A_key_signs_in_where_the_machines_clock_is_wrong()
    {
        await using SalesforceWorld world = await WithKeyAsync();
        world.Clock.CreateTimer(_ => { }, null, TimeSpan.FromMinutes(40), Timeout.InfiniteTimeSpan).Dispose();
        Assert.NotEmpty(await world.ReadAsync("deal"));
    }

    [Fact]
    public async Task Another_key_is_refused_with_what_to_do()
    {
        await using SalesforceWorld world = await WithKeyAsync();
        world.With("Salesforce__PrivateKey", System.Security.Cryptography.RSA.Create(2048).ExportPkcs8PrivateKeyPem());
        Assert.Equal(
            "Salesforce refuses the sign-in (invalid_grant: invalid assertion). Check Salesforce__Username and Salesforce__PrivateKey, that the app has the certificate of that key, and that an admin has approved the app for this user. See docs/connectors.md.",
            await world.ErrorAsync());
    }

    [Theory]
    [InlineData("Salesforce__ClientSecret", "wrong", "Salesforce refuses the sign-in (invalid_client: invalid client credentials). Salesforce__ClientSecret does not belong to Salesforce__ClientId. See docs/connectors.md.")]
    [InlineData("Salesforce__ClientId", "wrong", "Salesforce refuses the sign-in (invalid_client_id: client identifier invalid). Salesforce__ClientId is no app of this org. Check it, and that Salesforce__Url is the org's My Domain. See docs/connectors.md.")]
    [InlineData("Salesforce__ClientSecret", null, "Nobody can sign in to Salesforce yet. Set Salesforce__ClientId with Salesforce__ClientSecret, or with Salesforce__Username and Salesforce__PrivateKey; docs/connectors.md says where they come from.")]
    [InlineData("Salesforce__Url", null, "Nothing says which Salesforce org to read. Set Salesforce__Url to its My Domain, such as https://acme.my.salesforce.com; docs/connectors.md has the rest.")]
    [InlineData("Salesforce__Url", "http://acme.my.salesforce.com", "The setting Salesforce__Url is \"http://acme.my.salesforce.com\", but must be an https address without path, such as https://acme.my.salesforce.com; http for this machine alone.")]
    public async Task A_wrong_setting_is_named(string setting, string? value, string error)
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        world.With(setting, value);
        Assert.Equal(error, await world.ErrorAsync());
    }

    [Fact]
    public async Task A_token_that_is_no_longer_good_is_fetched_anew_once()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        world.Fake.Asked = number =>
        {
            if (number == 12)
            {
                world.Fake.SignIn.TakeAllBack();
            }
        };
        Assert.NotEmpty(await world.ReadAsync("deal"));
        Assert.Equal(2, world.Fake.SignIn.SignIns);
    }

    [Fact]
    public async Task A_token_that_is_taken_back_right_after_the_sign_in_is_fetched_once_more()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        world.Fake.Asked = number =>
        {
            if (number is 5 or 7)
            {
                world.Fake.SignIn.TakeAllBack();
            }
        };
        Assert.NotEmpty(await world.ReadAsync("deal"));
        Assert.Equal(3, world.Fake.SignIn.SignIns);
    }

    [Fact]
    public async Task Where_the_days_requests_are_used_up_it_stops_and_goes_on_later()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, new FakeSalesforceOrg { DailyRequests = 20 });
        Assert.Equal(
            "Salesforce's API requests of these 24 hours are used up (21 of 20). What was read so far is kept: run the same again later, or ask Salesforce for more requests.",
            await world.ErrorAsync());
        Assert.Equal(21, world.Fake.Requests.Count);
    }

    [Fact]
    public async Task An_org_is_asked_in_the_nearest_version_that_it_has()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, null, ("Salesforce__ApiVersion", "59.0"));
        await world.SyncAsync();
        Assert.Contains(world.Fake.Requests, request => request.Contains("/v58.0/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_is_under_way_is_aborted_with_the_reading()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync(), null, null, ("Salesforce__BulkAbove", "0"));
        using CancellationTokenSource stop = new();
        world.Fake.Asked = _ =>
        {
            if (world.Fake.Requests[^1].StartsWith("GET /services/data/v62.0/jobs/query/", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.SyncAsync(stop.Token));
        Assert.Equal((1, 0), (world.Fake.Jobs.Made, world.Fake.Jobs.Running));
    }

    private static async Task<SalesforceWorld> WithKeyAsync()
    {
        SalesforceWorld world = await SalesforceWorld.StartAsync(await new SalesforceCompany().MakeAsync());
        world.With("Salesforce__ClientSecret", null);
        world.With("Salesforce__Username", world.Fake.SignIn.Username);
        world.With("Salesforce__PrivateKey", world.Fake.SignIn.PrivateKey.ReplaceLineEndings("\\n"));
        return world;
    }

    private static IEnumerable<string> Lines(CrmCheck check) => check.Lines.Select(line => $"{line.State} {line.What}{(line.Consequence is null ? "" : ": " + line.Consequence)}");
}
