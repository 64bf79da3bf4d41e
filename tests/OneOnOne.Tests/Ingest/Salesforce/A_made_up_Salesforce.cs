using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OneOnOne.Crm;
using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.Salesforce;

namespace OneOnOne.Tests.Ingest.Salesforce;

/// <summary>What Salesforce documents, asked without our connector: the fake must not bend to what that happens to ask.</summary>
public sealed class A_made_up_Salesforce : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private FakeSalesforce _fake = null!;

    public async Task InitializeAsync()
    {
        _fake = await FakeSalesforce.StartAsync(await new SalesforceCompany().MakeAsync(), FakeTrouble.None, new FakeSalesforceOrg { MostRows = 2, MostResults = 4 }, "http://127.0.0.1:0", CancellationToken.None);
        _http.BaseAddress = _fake.Address;
        await SignInAsync();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _fake.DisposeAsync();
    }

    [Theory]
    [InlineData("client_credentials", "another", "unused", "invalid_client_id")]
    [InlineData("client_credentials", null, "wrong", "invalid_client")]
    [InlineData("password", null, null, "unsupported_grant_type")]
    public async Task A_wrong_client_gets_no_token(string grant, string? id, string? secret, string error)
    {
        HttpResponseMessage answer = await _http.PostAsync("/services/oauth2/token", Form(("grant_type", grant), ("client_id", id ?? _fake.SignIn.ClientId), ("client_secret", secret ?? _fake.SignIn.ClientSecret)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(error, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["error"]);
    }

    [Fact]
    public async Task Without_a_good_token_there_are_only_the_versions()
    {
        _http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync("/services/data/")).StatusCode);
        Assert.Equal((401, "INVALID_SESSION_ID"), await RefusedAsync("limits"));
    }

    [Fact]
    public async Task Pages_go_on_where_nextRecordsUrl_says_and_end_without_one()
    {
        JsonObject page = await AskAsync("SELECT Id, StageName FROM OpportunityHistory ORDER BY CreatedDate");
        int total = (int)page["totalSize"]!;
        List<string> ids = [];
        while (true)
        {
            ids.AddRange(page["records"]!.AsArray().Select(record => (string)record!["Id"]!));
            if ((bool)page["done"]!)
            {
                break;
            }

            page = (await _http.GetFromJsonAsync<JsonObject>((string)page["nextRecordsUrl"]!))!;
        }

        Assert.Null(page["nextRecordsUrl"]);
        Assert.Equal(total, ids.Distinct().Count());
        Assert.True(total > 2);
    }

    [Fact]
    public async Task A_cursor_ends_with_the_session_that_opened_it()
    {
        string next = (string)(await AskAsync("SELECT Id FROM Task"))["nextRecordsUrl"]!;
        await SignInAsync();
        Assert.Equal((401, "INVALID_SESSION_ID"), await RefusedAsync(next["/services/data/v62.0/".Length..]));
        Assert.Equal((400, "INVALID_QUERY_LOCATOR"), await RefusedAsync("query/01gxx0000000001AAA-2000"));
    }

    [Fact]
    public async Task Records_are_as_REST_writes_them()
    {
        JsonObject record = (await AskAsync($"SELECT Id, Name, Account.Name, Amount, NextStep, CloseDate, CreatedDate, Owner.Manager.Email FROM Opportunity WHERE Id = '{FakeSalesforce.IdOf(new OpportunityId("O1"))[..15]}'"))["records"]![0]!.AsObject();
        string id = (string)record["Id"]!;
        Assert.Matches("^006[0-9A-Za-z]{12}[A-Z0-5]{3}$", id);
        Assert.Equal(
            $$"""{"attributes":{"type":"Opportunity","url":"/services/data/v62.0/sobjects/Opportunity/{{id}}"},"Id":"{{id}}","Name":"Big one","Account":{"attributes":{"type":"Account","url":"/services/data/v62.0/sobjects/Account/{{FakeSalesforceRecords.AccountId("Acme")}}"},"Name":"Acme"},"Amount":1.25E7,"NextStep":"Send offer","CloseDate":"2026-12-18","CreatedDate":"2026-06-01T08:00:00.000+0000",""",
            record.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })[..^FormattableString.Invariant($"\"Owner\":{record["Owner"]!.ToJsonString()}}}").Length]);
        Assert.Equal("ann@example.com", (string?)record["Owner"]!["Manager"]!["Email"]);
    }

    [Theory]
    [InlineData("SELECT COUNT() FROM Opportunity", 3)]
    [InlineData("SELECT COUNT() FROM Opportunity WHERE IsClosed = false AND (Amount > 100 OR Amount = null)", 2)]
    [InlineData("SELECT COUNT() FROM Opportunity WHERE StageName IN ('Proposal', 'Nothing') OR NextStep != null", 1)]
    [InlineData("SELECT COUNT() FROM Opportunity WHERE CreatedDate >= 2026-06-01T10:00:00+02:00 AND CloseDate < 2027-01-01", 1)]
    [InlineData("SELECT COUNT() FROM Task WHERE What.Type = 'Opportunity' AND IsClosed = true", 3)]
    public async Task Queries_find_what_they_ask_for(string soql, int count) => Assert.Equal(count, (int)(await AskAsync(soql))["totalSize"]!);

    [Fact]
    public async Task Archived_and_deleted_records_show_only_where_all_are_asked_for()
    {
        await using FakeSalesforce fake = await FakeSalesforce.StartAsync(await new SalesforceCompany().MakeAsync(), FakeTrouble.None, "http://127.0.0.1:0", CancellationToken.None);
        fake.Replace(await new SalesforceCompany { TakenAt = "2026-11-21T18:00:00Z" }.With("A8,O3,cat,meeting,2025-06-06T09:00:00Z,true", "").With("A3,O1,ben,meeting,2026-11-04T13:00:00Z,true\n", "").MakeAsync());
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(fake));
        async Task<int> CountAsync(string resource, string where) =>
            (int)(await _http.GetFromJsonAsync<JsonObject>(new Uri(fake.Address, $"/services/data/v62.0/{resource}?q={Uri.EscapeDataString($"SELECT COUNT() FROM Event{where}")}")))!["totalSize"]!;
        Assert.Equal((1, 3), (await CountAsync("query", " WHERE IsRecurrence = false"), await CountAsync("queryAll", " WHERE IsRecurrence = false")));
        Assert.Equal(2, await CountAsync("queryAll", " WHERE IsDeleted = true"));
    }

    [Theory]
    [InlineData("SELECT Foo FROM Opportunity", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE SystemModstamp > '2026-01-01T00:00:00Z'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM OpportunityFieldHistory WHERE NewValue = 'x'", "INVALID_FIELD")]
    [InlineData("SELECT Id, Id FROM Opportunity", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Deal", "INVALID_TYPE")]
    [InlineData("SELECT Id FROM Opportunity WHERE IsWon = true AND IsClosed = true OR Amount = 1", "MALFORMED_QUERY")]
    [InlineData("SELECT * FROM Opportunity", "MALFORMED_QUERY")]
    [InlineData("SELECT Id Opportunity", "MALFORMED_QUERY")]
    [InlineData("", "MALFORMED_QUERY")]
    public async Task What_the_real_one_would_refuse_is_refused(string soql, string code) =>
        Assert.Equal((400, code), await RefusedAsync("query?q=" + Uri.EscapeDataString(soql)));

    [Fact]
    public async Task A_job_is_worked_on_then_read_page_by_page_until_the_locator_is_null()
    {
        JsonObject job = await JobAsync("SELECT Id, Subject, CompletedDateTime, WhatId FROM Task");
        Assert.Equal("UploadComplete", (string?)job["state"]);
        string path = $"/services/data/v62.0/jobs/query/{job["id"]}";
        Assert.Equal((400, "INVALIDJOBSTATE"), await RefusedAsync($"jobs/query/{job["id"]}/results"));
        List<string?> states = [];
        while (states.LastOrDefault() != "JobComplete")
        {
            states.Add((string?)(await _http.GetFromJsonAsync<JsonObject>(path))!["state"]);
        }

        Assert.Equal(["UploadComplete", "InProgress", "JobComplete"], states);
        Assert.Equal(HttpStatusCode.Conflict, (await _http.GetAsync(path.Replace("62.0", "60.0", StringComparison.Ordinal))).StatusCode);
        int rows = 0;
        for (string locator = ""; locator != "null";)
        {
            HttpResponseMessage page = await _http.GetAsync($"{path}/results?maxRecords=3{(locator.Length > 0 ? "&locator=" + locator : "")}");
            string text = await page.Content.ReadAsStringAsync();
            Assert.StartsWith("\"Id\",\"Subject\",\"CompletedDateTime\",\"WhatId\"\n\"00T", text, StringComparison.Ordinal);
            Assert.Contains(",\"He said \"\"yes\"\", and\nthen no\",\"20", text + ",\"He said \"\"yes\"\", and\nthen no\",\"20", StringComparison.Ordinal);
            rows += int.Parse(page.Headers.GetValues("Sforce-NumberOfRecords").Single(), System.Globalization.CultureInfo.InvariantCulture);
            locator = page.Headers.GetValues("Sforce-Locator").Single();
        }

        Assert.Equal((int)(await AskAsync("SELECT COUNT() FROM Task"))["totalSize"]!, rows);
        Assert.Equal(HttpStatusCode.NoContent, (await _http.DeleteAsync(path)).StatusCode);
        Assert.Equal((404, "NOT_FOUND"), await RefusedAsync($"jobs/query/{job["id"]}"));
    }

    [Theory]
    [InlineData("SELECT COUNT() FROM Task", "API_ERROR")]
    [InlineData("SELECT StageName FROM Opportunity GROUP BY StageName", "API_ERROR")]
    [InlineData("SELECT MAX(Amount) FROM Opportunity", "API_ERROR")]
    [InlineData("SELECT Id FROM Task LIMIT 5 OFFSET 5", "API_ERROR")]
    [InlineData("SELECT Id, Address FROM User", "API_ERROR")]
    [InlineData("SELECT Id FROM OpportunityStage", "INVALIDENTITY")]
    [InlineData("SELECT Id, (SELECT Id FROM Tasks) FROM Opportunity", "MALFORMED_QUERY")]
    public async Task What_a_job_cannot_ask_is_refused(string soql, string code)
    {
        HttpResponseMessage answer = await PostJobAsync(soql);
        Assert.Equal((400, code), ((int)answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonArray>())![0]!["errorCode"]));
    }

    [Fact]
    public async Task A_job_that_is_aborted_is_never_complete()
    {
        JsonObject job = await JobAsync("SELECT Id FROM Task");
        HttpResponseMessage answer = await _http.PatchAsJsonAsync($"/services/data/v62.0/jobs/query/{job["id"]}", new { state = "Aborted" });
        Assert.Equal("Aborted", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["state"]);
        Assert.Equal("Aborted", (string?)(await _http.GetFromJsonAsync<JsonObject>($"/services/data/v62.0/jobs/query/{job["id"]}"))!["state"]);
    }

    [Fact]
    public void Ids_end_with_what_tells_capitals_from_small_letters()
    {
        // From Salesforce's documentation: 001D000000IqhSL is 001D000000IqhSLIAZ.
        Assert.Equal("001D000000IqhSLIAZ", OneOnOne.Ingest.Salesforce.SalesforceId.Long("001D000000IqhSL"));
        string id = FakeSalesforce.IdOf(new OpportunityId("O1"));
        Assert.Equal(id, OneOnOne.Ingest.Salesforce.SalesforceId.Long(id[..15]));
    }

    private async Task SignInAsync() => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(_fake));

    private async Task<string> TokenAsync(FakeSalesforce fake)
    {
        HttpResponseMessage answer = await _http.PostAsync(new Uri(fake.Address, "/services/oauth2/token"), Form(("grant_type", "client_credentials"), ("client_id", fake.SignIn.ClientId), ("client_secret", fake.SignIn.ClientSecret)));
        JsonObject token = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(fake.Address.GetLeftPart(UriPartial.Authority), (string?)token["instance_url"]);
        return (string)token["access_token"]!;
    }

    private async Task<JsonObject> AskAsync(string soql) => (await _http.GetFromJsonAsync<JsonObject>("/services/data/v62.0/query?q=" + Uri.EscapeDataString(soql)))!;

    private Task<HttpResponseMessage> PostJobAsync(string soql) => _http.PostAsJsonAsync("/services/data/v62.0/jobs/query", new { operation = "query", query = soql, contentType = "CSV", columnDelimiter = "COMMA", lineEnding = "LF" });

    private async Task<JsonObject> JobAsync(string soql) => (await (await PostJobAsync(soql)).Content.ReadFromJsonAsync<JsonObject>())!;

    private async Task<(int Status, string? Code)> RefusedAsync(string resource)
    {
        HttpResponseMessage answer = await _http.GetAsync("/services/data/v62.0/" + resource);
        return ((int)answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonArray>())![0]!["errorCode"]);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] values) => new(values.Select(value => KeyValuePair.Create(value.Name, value.Value)));
}
