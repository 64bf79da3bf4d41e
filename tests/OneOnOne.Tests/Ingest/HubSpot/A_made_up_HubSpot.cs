using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Tests.Ingest.Connect;

namespace OneOnOne.Tests.Ingest.HubSpot;

/// <summary>What it answers is held against HubSpot's documentation: a connector that is tested on it is worth as much as it is strict.</summary>
public sealed class A_made_up_HubSpot : IAsyncLifetime
{
    private const string Deal = "deals";

    private static readonly string Rep = FakeHubSpot.IdOf(new PersonId("ann"));
    private static readonly string One = FakeHubSpot.IdOf(new OpportunityId("O1"));

    private readonly HubSpotWorld _world = new();
    private FakeHubSpot _fake = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync() => await StartAsync(FakeTrouble.None, new FakeHubSpotOptions());

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _fake.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task A_wrong_token_is_told_so()
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "pat-of-somebody-else");

        (HttpStatusCode status, JsonObject answer) = await GetAsync("/account-info/v3/details");

        Assert.Equal((HttpStatusCode.Unauthorized, "error", "INVALID_AUTHENTICATION"), (status, answer["status"]!.ToString(), answer["category"]!.ToString()));
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_named()
    {
        await StartAsync(FakeTrouble.None, new FakeHubSpotOptions { Scopes = [FakeHubSpotOptions.Deals] });

        (HttpStatusCode status, JsonObject answer) = await GetAsync("/crm/v3/objects/goal_targets");

        Assert.Equal((HttpStatusCode.Forbidden, "MISSING_SCOPES"), (status, answer["category"]!.ToString()));
        Assert.Equal("crm.objects.goals.read", answer["errors"]![0]!["context"]!["requiredGranularScopes"]![0]!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/crm/v3/objects/deals")).Status);
    }

    [Fact]
    public async Task All_values_are_texts_or_null_and_unknown_properties_are_left_out()
    {
        JsonObject deal = (await GetAsync("/crm/v3/objects/deals?limit=100&properties=amount,hs_is_closed,hs_next_step,no_such_thing")).Answer["results"]!.AsArray()
            .Select(one => one!.AsObject()).Single(one => one["id"]!.ToString() == One);

        Assert.Equal(
            """{"amount":"1500.5","hs_is_closed":"false","hs_next_step":null,"createdate":"2026-09-01T09:00:00Z"}""",
            new JsonObject(deal["properties"]!.AsObject().Where(one => one.Key is not ("hs_lastmodifieddate" or "hs_object_id")).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone()))).ToJsonString());
        Assert.Equal("False", deal["archived"]!.GetValue<bool>().ToString());
    }

    [Fact]
    public async Task History_stands_newest_first_with_who_changed_it()
    {
        JsonObject body = new()
        {
            ["inputs"] = new JsonArray(new JsonObject { ["id"] = One }),
            ["properties"] = new JsonArray(),
            ["propertiesWithHistory"] = new JsonArray("closedate", "dealstage"),
        };
        JsonNode history = (await PostAsync("/crm/v3/objects/deals/batch/read", body)).Answer["results"]![0]!["propertiesWithHistory"]!;

        Assert.Equal(["2026-10-05T15:00:00Z CRM_UI", "2026-09-01T09:00:00Z CRM_UI"], history["closedate"]!.AsArray().Select(one => $"{one!["timestamp"]} {one["sourceType"]}"));
        Assert.Equal(["2026-09-20T10:00:00Z API", "2026-09-01T09:00:00Z CRM_UI"], history["dealstage"]!.AsArray().Select(one => $"{one!["timestamp"]} {one["sourceType"]}"));
    }

    [Fact]
    public async Task A_close_date_is_an_instant_of_the_account_s_day()
    {
        string closedate = (await GetAsync($"/crm/v3/objects/deals?limit=100&properties=closedate")).Answer["results"]!.AsArray().Single(one => one!["id"]!.ToString() == One)!["properties"]!["closedate"]!.ToString();

        Assert.Contains(closedate, new[] { "2026-12-31T05:05:00Z", "2027-01-01T04:55:00Z" });
    }

    [Theory]
    [InlineData("limit=101")]
    [InlineData("limit=0")]
    [InlineData("limit=51&propertiesWithHistory=dealstage")]
    [InlineData("after=nonsense")]
    public async Task A_list_that_cannot_be_is_refused(string query) => Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("/crm/v3/objects/deals?" + query)).Status);

    [Theory]
    [InlineData("/crm/v4/objects/deals")]
    [InlineData("/crm/v3/associations/deals/calls/batch/read")]
    [InlineData("/crm/objects/2026-04/deals")]
    [InlineData("/crm/v3/contacts")]
    [InlineData("/deals")]
    public async Task An_address_that_is_none_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path)).Status);

    [Fact]
    public async Task Pages_lead_to_one_another_and_hold_everything_once()
    {
        List<string> ids = [];
        string after = "";
        for (int page = 0; page < 100; page++)
        {
            JsonObject answer = (await GetAsync("/crm/v3/objects/deals?limit=2" + after)).Answer;
            ids.AddRange(answer["results"]!.AsArray().Select(one => one!["id"]!.ToString()));
            if (answer["paging"]?["next"]?["after"]?.ToString() is not { } next)
            {
                break;
            }

            after = "&after=" + Uri.EscapeDataString(next);
        }

        Assert.Equal(HubSpotWorld.Deals, ids.Count);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task Ids_that_are_gone_come_back_as_errors_beside_what_is_there()
    {
        JsonObject body = new() { ["inputs"] = new JsonArray(new JsonObject { ["id"] = One }, new JsonObject { ["id"] = "404" }), ["properties"] = new JsonArray("dealname"), ["propertiesWithHistory"] = new JsonArray() };

        (HttpStatusCode status, JsonObject answer) = await PostAsync("/crm/v3/objects/deals/batch/read", body);

        Assert.Equal((HttpStatusCode.MultiStatus, 1, "OBJECT_NOT_FOUND", "404"), (status, answer["results"]!.AsArray().Count, answer["errors"]![0]!["category"]!.ToString(), answer["errors"]![0]!["context"]!["ids"]![0]!.ToString()));
    }

    [Fact]
    public async Task A_search_finds_what_its_filters_say_in_the_order_of_its_sort_and_not_before_the_index_knows()
    {
        await StartAsync(FakeTrouble.None, new FakeHubSpotOptions { IndexLag = TimeSpan.FromMinutes(1) });
        _fake.Content.Now = HubSpotWorld.TakenAt.AddMinutes(5);
        _fake.Content.Set(Deal, One, "hs_next_step", "Call the CFO");
        JsonObject search = Search("hs_lastmodifieddate", "GTE", HubSpotWorld.TakenAt.AddMinutes(1).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal("0", (await PostAsync("/crm/v3/objects/deals/search", search)).Answer["total"]!.ToString());
        _fake.Content.Now = HubSpotWorld.TakenAt.AddMinutes(7);
        Assert.Equal(One, (await PostAsync("/crm/v3/objects/deals/search", search)).Answer["results"]![0]!["id"]!.ToString());
    }

    [Fact]
    public async Task Behind_ten_thousand_results_a_search_has_no_page()
    {
        JsonObject search = Search("hs_object_id", "GT", "0");
        search["limit"] = 200;
        search["after"] = "9900";

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("/crm/v3/objects/deals/search", search)).Status);
    }

    [Fact]
    public async Task Associations_come_in_pages_and_say_of_whom_there_are_none()
    {
        for (int i = 0; i < 130; i++)
        {
            string call = (700_000 + i).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _fake.Content.Add("calls", call, HubSpotWorld.TakenAt, ("hubspot_owner_id", Rep));
            _fake.Content.Link(Deal, One, "calls", call);
        }

        (HttpStatusCode status, JsonObject first) = await PostAsync("/crm/v4/associations/deals/calls/batch/read", Inputs(One, "404"));
        JsonObject again = new() { ["inputs"] = new JsonArray(new JsonObject { ["id"] = One, ["after"] = first["results"]![0]!["paging"]!["next"]!["after"]!.ToString() }) };
        JsonObject second = (await PostAsync("/crm/v4/associations/deals/calls/batch/read", again)).Answer;

        Assert.Equal((HttpStatusCode.MultiStatus, "crm.associations.NO_ASSOCIATIONS_FOUND"), (status, first["errors"]![0]!["subCategory"]!.ToString()));
        Assert.Equal(131, first["results"]![0]!["to"]!.AsArray().Count + second["results"]![0]!["to"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_merged_deal_is_gone_without_having_been_archived()
    {
        string two = FakeHubSpot.IdOf(new OpportunityId("O2"));
        _fake.Content.Merge(Deal, One, two);

        Assert.Equal(HttpStatusCode.MultiStatus, (await PostAsync("/crm/v3/objects/deals/batch/read", Inputs(two))).Status);
        Assert.Empty((await GetAsync("/crm/v3/objects/deals?archived=true")).Answer["results"]!.AsArray());
    }

    [Fact]
    public async Task The_next_state_of_the_company_stamps_what_changed_and_archives_what_is_gone()
    {
        FakeCompany next = await _world.CompanyAsync(HubSpotWorld.Next);
        _fake.Replace(next);

        JsonNode archived = (await GetAsync("/crm/v3/objects/deals?archived=true")).Answer["results"]!;
        JsonObject changed = (await PostAsync("/crm/v3/objects/deals/search", Search("hs_lastmodifieddate", "GT", HubSpotWorld.TakenAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)))).Answer;

        Assert.Equal(FakeHubSpot.IdOf(new OpportunityId("O3")), Assert.Single(archived.AsArray())!["id"]!.ToString());
        Assert.Equal(
            new[] { One, FakeHubSpot.IdOf(new OpportunityId("O6")) }.Order(StringComparer.Ordinal),
            changed["results"]!.AsArray().Select(one => one!["id"]!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Too_many_requests_are_refused_by_the_policy_that_they_break()
    {
        QuickClock clock = new(HubSpotWorld.TakenAt);
        await StartAsync(FakeTrouble.None, new FakeHubSpotOptions { TenSecondLimit = 2, DailyLimit = 3, Clock = clock });

        List<string> policies = [];
        for (int i = 0; i < 3; i++)
        {
            policies.Add((await GetAsync("/crm/v3/owners")).Answer["policyName"]?.ToString() ?? "answered");
        }

        clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan).Dispose();
        policies.Add((await GetAsync("/crm/v3/owners")).Answer["policyName"]?.ToString() ?? "answered");
        policies.Add((await GetAsync("/crm/v3/owners")).Answer["policyName"]?.ToString() ?? "answered");
        _fake.NextDay();
        policies.Add((await GetAsync("/crm/v3/owners")).Answer["policyName"]?.ToString() ?? "answered");

        Assert.Equal(["answered", "answered", "TEN_SECONDLY_ROLLING", "answered", "DAILY", "answered"], policies);
    }

    [Fact]
    public async Task Each_trouble_is_met()
    {
        await StartAsync(new FakeTrouble(3) { TooMany = 20, Failing = 10, CutOff = 10, SignedOut = 5 }, new FakeHubSpotOptions());
        HashSet<string> met = [];
        for (int i = 0; i < 120; i++)
        {
            try
            {
                met.Add(((int)(await GetAsync("/crm/v3/objects/deals?limit=" + (i % 100 + 1))).Status).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            catch (HttpRequestException)
            {
                met.Add("cut off");
            }
        }

        Assert.Superset(new HashSet<string> { "200", "401", "429", "500", "cut off" }, met);
    }

    private async Task StartAsync(FakeTrouble trouble, FakeHubSpotOptions options)
    {
        if (_fake is not null)
        {
            await _fake.DisposeAsync();
            _http.Dispose();
        }

        _fake = await FakeHubSpot.StartAsync(await _world.CompanyAsync(HubSpotWorld.First), trouble, "http://127.0.0.1:0", options, CancellationToken.None);
        _http = new HttpClient { BaseAddress = _fake.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
    }

    private static JsonObject Inputs(params string[] ids) => new() { ["inputs"] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]) };

    private static JsonObject Search(string property, string how, string value) => new()
    {
        ["filterGroups"] = new JsonArray(new JsonObject { ["filters"] = new JsonArray(new JsonObject { ["propertyName"] = property, ["operator"] = how, ["value"] = value }) }),
        ["sorts"] = new JsonArray(new JsonObject { ["propertyName"] = "hs_lastmodifieddate", ["direction"] = "ASCENDING" }),
        ["limit"] = 100,
        ["properties"] = new JsonArray("dealname"),
    };

    private async Task<(HttpStatusCode Status, JsonObject Answer)> GetAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    private async Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(string path, JsonObject body)
    {
        using StringContent content = new(body.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }
}
