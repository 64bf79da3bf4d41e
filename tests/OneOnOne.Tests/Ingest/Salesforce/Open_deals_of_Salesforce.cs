using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Salesforce;
using OneOnOne.Local.FakeCrm.Salesforce;

namespace OneOnOne.Tests.Ingest.Salesforce;

/// <summary>They are all read each time, before what changed.</summary>
public sealed class Open_deals_of_Salesforce
{
    private static readonly SalesforceCompany Before = new();

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

    private static bool OfOpenDeals(string request) => request.Contains("IsClosed%20%3D%20false", StringComparison.Ordinal);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
