using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OneOnOne.Crm;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Http.SignIn;

public sealed class SignInTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    private const string Robs = "/api/reps/rob/brief";
    private const string RobsPage = "/reps/rob";

    [Fact]
    public async Task The_forwarded_ID_token_counts_where_there_is_no_bearer_header_and_never_mends_a_bad_one()
    {
        EntraApp app = shared.App;
        (string, string) forwarded = ("X-MS-TOKEN-AAD-ID-TOKEN", app.Directory.Token("rob@example.com"));
        Assert.Equal(200, await app.StatusAsync("GET", Robs, null, forwarded));
        Assert.Equal(403, await app.StatusAsync("GET", Robs, app.Directory.Token("ria@example.com"), forwarded));
        Assert.Equal(401, await app.StatusAsync("GET", Robs, "nonsense", forwarded));
        Assert.Equal(401, await app.StatusAsync("GET", Robs, null, forwarded, ("Authorization", "Basic cm9iOnJvYg==")));
        Assert.Equal(401, await app.StatusAsync("GET", Robs, null, forwarded, ("Authorization", "Bearer")));
    }

    [Fact]
    public async Task Whatever_is_sent_instead_of_a_token_is_401_and_never_a_failure()
    {
        Random random = new(7);
        string good = shared.App.Directory.Token("rob@example.com");
        string[] heads = ["[]", "1", "null", "{", "{}", """{"alg":1}""", """{"alg":"RS256","kid":{}}""", """{"alg":"RS256","kid":["key-1"]}""", """{"alg":"RS256","alg":"none","kid":"key-1"}""", """{"alg":"RS256","kid":"key-1","enc":"A256GCM"}""", new string('[', 5_000)];
        string[] bodies = ["[]", "{}", """{"iss":1}""", """{"iss":["https://evil.example"]}""", """{"exp":"never"}""", """{"exp":1e400}""", """{"exp":-1,"nbf":99999999999999}"""];
        List<string> bad = [".", "..", "...", "....", "a.b", "%00", good + ".", "." + good, good + " " + good, good.Replace('.', ',')];
        bad.AddRange(heads.Select(head => $"{Part(head)}.{good.Split('.')[1]}.{good.Split('.')[2]}"));
        bad.AddRange(bodies.Select(body => $"{good.Split('.')[0]}.{Part(body)}.{good.Split('.')[2]}"));
        bad.AddRange(Enumerable.Range(0, 150).Select(_ =>
        {
            char[] changed = good.ToCharArray();
            int at = random.Next(changed.Length - 1); // The last character has bits that mean nothing.
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            return new string(changed);
        }));
        foreach (string token in bad)
        {
            Assert.Equal((token, 401), (token, await shared.App.StatusAsync("GET", Robs, token)));
        }

        static string Part(string json) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    [Fact]
    public async Task A_header_of_the_platform_that_nobody_signed_gives_nothing_to_whoever_is_signed_in()
    {
        EntraApp app = shared.App;
        Assert.Equal(403, await app.StatusAsync("GET", "/api/runs", app.Directory.Token("rob@example.com"), ("X-MS-CLIENT-PRINCIPAL-NAME", "mia@example.com"), ("X-MS-CLIENT-PRINCIPAL", "eyJjbGFpbXMiOlt7InR5cCI6InJvbGVzIiwidmFsIjoiT25lT25PbmUuQWRtaW4ifV19")));
    }

    [Theory]
    [InlineData(-118, true)]
    [InlineData(-122, false)]
    [InlineData(3600 + 118, true)]
    [InlineData(3600 + 120, false)]
    public async Task A_token_counts_for_its_time_and_two_minutes_to_either_side(int seconds, bool counts)
    {
        EntraApp app = shared.App;
        string token = app.Directory.Token("rob@example.com", claims => Array.ForEach(["nbf", "exp"], name => claims[name] = claims[name]!.GetValue<long>() - seconds));
        Assert.Equal(counts ? 200 : 401, await app.StatusAsync("GET", Robs, token));
    }

    [Fact]
    [Promise("S1", "at the snapshot that says so")]
    public async Task S1_A_manager_loses_access_with_the_snapshot_that_says_so_and_the_new_one_gains_it()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        (string mia, string max) = (app.Directory.Token("mia@example.com"), app.Directory.Token("max@example.com"));
        Assert.Equal((200, 403), (await app.StatusAsync("GET", Robs, mia), await app.StatusAsync("GET", Robs, max)));
        await app.World.IngestAsync(EntraApp.Company(row => row.Id.Value == "rob" ? row with { Manager = new PersonId("max") } : row, edition: 2));
        Assert.Equal((403, 200), (await app.StatusAsync("GET", Robs, mia), await app.StatusAsync("GET", Robs, max)));
        Assert.Equal((403, 200), (await app.StatusAsync("GET", Robs + "?for=manager", mia), await app.StatusAsync("GET", Robs + "?for=manager", max)));
    }

    [Fact]
    public async Task A_manager_without_a_team_is_no_manager()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        string max = app.Directory.Token("max@example.com");
        Assert.Equal(200, await app.StatusAsync("GET", "/api/teams/max", max));
        await app.World.IngestAsync(EntraApp.Company(row => row.Id.Value == "sam" ? row with { Manager = PipelineMia } : row, edition: 2));
        Assert.Equal(403, await app.StatusAsync("GET", "/api/teams/max", max));
    }

    [Fact]
    [Promise("S1")]
    public async Task S1_Whoever_left_the_company_or_shares_an_address_is_nobody()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        (string rob, string ria, string sam) = (app.Directory.Token("rob@example.com"), app.Directory.Token("ria@example.com"), app.Directory.Token("sam@example.com"));
        Assert.Equal((200, 200, 200), (await Status("rob", rob), await Status("ria", ria), await Status("sam", sam)));
        await app.World.IngestAsync(EntraApp.Company(
            row => row.Id.Value switch
            {
                "rob" => row with { Active = false },
                "ria" => row with { Email = "SAM@example.com" },
                _ => row,
            },
            edition: 2));
        Assert.Equal((403, 403, 403), (await Status("rob", rob), await Status("ria", ria), await Status("sam", sam)));

        Task<int> Status(string rep, string token) => app.StatusAsync("GET", $"/api/reps/{rep}/brief", token);
    }

    [Theory]
    [InlineData("idp", "live.com")]
    [InlineData("idp", "https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555/v2.0")]
    [InlineData("idp", $"https://evil.example/{FakeEntraId.Tenant}/")]
    [InlineData("acct", 1)]
    [InlineData("upn", "rob_example.com#EXT#@contoso.example")]
    [Promise("S1")]
    public async Task S1_A_guest_is_nobody_whatever_address_the_guest_brings(string claim, object value)
    {
        EntraApp app = shared.App;
        Assert.Equal(403, await app.StatusAsync("GET", Robs, app.Directory.Token("rob@example.com", claims => claims[claim] = JsonValue.Create(value))));
    }

    [Theory]
    [InlineData("""{"idtyp":"app"}""")]
    [InlineData("""{"azp":"some-app"}""")]
    [InlineData("""{"appid":"some-app"}""")]
    [InlineData("""{"appid":"some-app","scp":""}""")]
    [InlineData("""{"idtyp":["app","user"]}""")]
    [InlineData("""{"sub":"object-rob@example.com"}""")]
    [Promise("S1")]
    public async Task S1_An_app_is_nobody_whatever_roles_it_was_given(string marks)
    {
        EntraApp app = shared.App;
        string token = app.Directory.Token("rob@example.com", claims =>
        {
            claims["roles"] = new JsonArray(OneOnOne.Http.Viewer.AdminRole);
            foreach ((string name, JsonNode? value) in JsonNode.Parse(marks)!.AsObject())
            {
                claims[name] = value!.DeepClone();
            }
        });
        Assert.Equal((403, 403), (await app.StatusAsync("GET", Robs, token), await app.StatusAsync("GET", "/api/runs", token)));
    }

    [Fact]
    public async Task The_app_starts_without_a_network_and_says_503_until_there_is_one()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        app.Directory.Down = true;
        Assert.Equal((200, 401), (await app.StatusAsync("GET", "/health", null), await app.StatusAsync("GET", Robs, null)));
        using HttpResponseMessage answer = await app.SendAsync("GET", Robs, app.Directory.Token("rob@example.com"));
        Assert.Equal((503, "30", "application/problem+json"), ((int)answer.StatusCode, answer.Headers.GetValues("Retry-After").Single(), answer.Content.Headers.ContentType!.MediaType));
        Assert.False(answer.Headers.Contains("WWW-Authenticate"));

        app.Directory.Down = false;
        app.World.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(200, await app.StatusAsync("GET", Robs, app.Directory.Token("rob@example.com")));
    }

    [Fact]
    public async Task An_outage_of_the_directory_locks_nobody_out_whose_key_is_known()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        Assert.Equal(200, await app.StatusAsync("GET", Robs, app.Directory.Token("rob@example.com")));
        app.Directory.Down = true;
        app.World.Clock.Now += TimeSpan.FromHours(30);
        Assert.Equal(200, await app.StatusAsync("GET", Robs, app.Directory.Token("rob@example.com")));
        Assert.Equal(2, app.Directory.Fetches);
    }

    [Fact]
    public async Task A_new_key_counts_from_the_first_token_that_it_signed()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        Assert.Equal(200, await app.StatusAsync("GET", Robs, app.Directory.Token("rob@example.com")));
        app.Directory.Rotate();
        app.World.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(200, await app.StatusAsync("GET", Robs, app.Directory.Token("rob@example.com")));
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_make_the_app_hammer_the_directory()
    {
        await using EntraApp app = await EntraApp.StartAsync();
        string good = app.Directory.Token("rob@example.com");
        Assert.Equal(200, await app.StatusAsync("GET", Robs, good));
        using System.Security.Cryptography.RSA key = System.Security.Cryptography.RSA.Create(2048);
        string[] forged = [.. Enumerable.Range(0, 40).Select(i => FakeEntraId.Sign(app.Directory.Claims("rob@example.com"), $"made-up-{i}", key))];
        int[] answers = await Task.WhenAll(forged.Select(token => app.StatusAsync("GET", Robs, token)));
        Assert.All(answers, status => Assert.Equal(401, status));
        Assert.Equal(1, app.Directory.Fetches);
        app.World.Clock.Now += TimeSpan.FromSeconds(30);
        await Task.WhenAll(forged.Select(token => app.StatusAsync("GET", Robs, token)));
        Assert.Equal((2, 200), (app.Directory.Fetches, await app.StatusAsync("GET", Robs, good)));
    }

    [Fact]
    [Promise("S14", "every kind of bad token, under every name that could be a switch")]
    public async Task S14_No_environment_and_no_setting_switches_the_check_off()
    {
        await using EntraApp app = await EntraApp.StartAsync(configure: builder =>
        {
            builder.Environment.EnvironmentName = "Development";
            string[] switches =
            [
                "EntraId:Enabled", "EntraId:ValidateIssuer", "EntraId:ValidateAudience", "EntraId:ValidateLifetime", "EntraId:RequireSignedTokens", "EntraId:RequireHttpsMetadata",
                "Authentication:Enabled", "Authentication:Schemes:EntraId:Enabled", "Authentication:Schemes:Bearer:ValidateIssuer", "Authorization:Enabled", "Http:RequireSignIn",
                "WEBSITE_AUTH_ENABLED", "AzureWebJobs:Auth",
            ];
            builder.Configuration.AddInMemoryCollection(switches.Select(name => KeyValuePair.Create(name, (string?)"false")));
            builder.Configuration.AddInMemoryCollection(
            [
                new("Authentication:DefaultScheme", "None"), new("Authentication:AllowAnonymous", "true"), new("EntraId:AllowAnonymous", "true"), new("EntraId:DisableValidation", "true"),
                new("ASPNETCORE_ENVIRONMENT", "Development"), new("AZURE_FUNCTIONS_ENVIRONMENT", "Development"), new("DetailedErrors", "true"),
            ]);
        });
        Assert.Equal(401, await app.StatusAsync("GET", Robs, null));
        foreach ((string kind, (Func<FakeEntraId, string> token, _)) in Callers.Refused)
        {
            Assert.Equal((kind, 401), (kind, await app.StatusAsync("GET", Robs, token(app.Directory))));
        }

        using HttpResponseMessage answer = await app.SendAsync("GET", Robs, "nonsense");
        Assert.DoesNotContain("Exception", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 404)]
    [InlineData("Sec-Fetch-Site", "none", 404)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "{own}", 404)]
    [InlineData("User-Agent", "curl/8", 404)]
    public async Task Another_sites_page_cannot_make_a_signed_in_browser_change_anything(string header, string value, int status)
    {
        EntraApp app = shared.App;
        string own = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        string admin = Callers.SignedIn["admin"](app.Directory);
        Assert.Equal(status, await app.StatusAsync("POST", "/api/dead-letters/none/replay", null, ("X-MS-TOKEN-AAD-ID-TOKEN", admin), (header, value.Replace("{own}", own, StringComparison.Ordinal))));
        Assert.Equal(200, await app.StatusAsync("GET", "/api/dead-letters", admin, (header, value.Replace("{own}", own, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_browser_without_a_session_is_sent_to_the_sign_in_and_back_to_where_it_was()
    {
        using HttpResponseMessage answer = await BrowseAsync("GET", RobsPage + "?for=rep");
        Assert.Equal((HttpStatusCode.Redirect, "/.auth/login/aad?post_login_redirect_uri=" + Uri.EscapeDataString(RobsPage + "?for=rep")), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("GET", RobsPage, "Cookie", "AppServiceAuthSession=x", true)] // The platform knows them, and yet forwards no token.
    [InlineData("GET", RobsPage, "X-MS-TOKEN-AAD-ID-TOKEN", "stale", true)]
    [InlineData("GET", "/.auth/login/aad", "Accept", "text/html", false)] // The platform's sign-in is switched off.
    [InlineData("POST", "/api/dead-letters/x/replay", "Accept", "text/html", false)]
    [InlineData("GET", "/api/runs", "Accept", "text/html", false)]
    public async Task Whoever_would_go_round_in_a_circle_or_could_not_come_back_is_told_to_sign_in(string method, string path, string header, string value, bool offered)
    {
        using HttpResponseMessage answer = await BrowseAsync(method, path, (header, value));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Sign in first", body, StringComparison.Ordinal);
        Assert.Equal(offered, body.Contains("href=\"/.auth/login/aad?post_login_redirect_uri=" + Uri.EscapeDataString(path) + "\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AppServiceAuthSession=x", "/.auth/logout")]
    [InlineData("Other=x", null)] // Whoever came with a token of their own has nothing to sign out of here.
    public async Task Whoever_signed_in_through_the_platform_can_sign_out_there(string cookie, string? link)
    {
        using HttpResponseMessage answer = await BrowseAsync("GET", RobsPage, ("Cookie", cookie), ("X-MS-TOKEN-AAD-ID-TOKEN", shared.App.Directory.Token("rob@example.com")));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(link, Briefs.Html.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("header a.out")?.GetAttribute("href"));
    }

    [Theory]
    [InlineData("//evil.example/a")]
    [InlineData("///evil.example")]
    [InlineData("/%5Cevil.example")]
    public async Task The_sign_in_leads_back_to_no_address_that_a_browser_takes_for_another_site(string path)
    {
        using HttpResponseMessage answer = await BrowseAsync("GET", shared.App.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);
        Assert.Equal((HttpStatusCode.Unauthorized, null), (answer.StatusCode, answer.Headers.Location));
        Assert.DoesNotContain("/.auth/", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> BrowseAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shared.App.Client.BaseAddress };
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        foreach ((string name, string value) in headers.Prepend(("Accept", "text/html,application/xhtml+xml")))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await browser.SendAsync(request);
    }

    private static PersonId PipelineMia => Builders.PipelineCompany.Mia;
}
