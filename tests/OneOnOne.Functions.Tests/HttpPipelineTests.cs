using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Http;
using OneOnOne.Http.SignIn;
using OneOnOne.Tests.Http.SignIn;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Functions.Tests;

/// <summary>The HTTP functions with the shared endpoints behind them. Ada (P1) leads Zoë (P2).</summary>
public sealed class HttpPipelineTests
{
    [Theory]
    [InlineData("GET", "/api/runs")]
    [InlineData("GET", "/api/reps/P7/brief")]
    [InlineData("GET", "/api/findings")]
    [InlineData("GET", "/api/openapi.json")]
    [InlineData("POST", "/api/anything")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/reps/P7")]
    [InlineData("GET", "/nowhere")]
    public async Task Without_a_sign_in_everything_is_401(string method, string path)
    {
        await using Web web = new();
        Answer answer = await web.CallAsync(method, path, null);

        Assert.Equal((401, "Bearer"), (answer.Status, answer.Header("WWW-Authenticate")));
        Assert.Equal("This needs a sign-in that is valid now.", answer.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Health_is_for_anybody()
    {
        await using Web web = new();
        web.Directory.Down = true;
        Answer answer = await web.CallAsync("GET", "/health", null);

        Assert.Equal((200, "ok"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task The_shared_endpoints_answer_by_their_own_routes_to_whoever_signed_in()
    {
        await using Web web = new();
        string admin = web.Directory.Token("ops@example.com", claims => claims["roles"] = new JsonArray(Viewer.AdminRole));
        Assert.Equal((200, """{"runs":[],"deadLetters":[]}"""), await web.TextAsync("GET", "/api/runs", admin));

        await web.IngestAsync();
        Assert.Equal(200, (await web.CallAsync("GET", "/reps/P2", admin)).Status);
        Answer unknown = await web.CallAsync("GET", "/api/reps/P7/brief", admin);
        Assert.Equal(404, unknown.Status);
        Assert.Contains("P7", unknown.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zoe@example.com", "/api/reps/P2/brief", 200)]
    [InlineData("zoe@example.com", "/api/reps/P2/brief?for=manager", 403)]
    [InlineData("zoe@example.com", "/api/teams/P1", 403)]
    [InlineData("zoe@example.com", "/api/runs", 403)]
    [InlineData("ADA@example.com", "/api/reps/P2/brief", 200)]
    [InlineData("ADA@example.com", "/api/reps/P2/brief?for=manager", 200)]
    [InlineData("ADA@example.com", "/api/reps/P1/brief", 200)]
    [InlineData("ADA@example.com", "/api/teams/P1", 200)]
    [InlineData("ADA@example.com", "/api/thresholds/preview?SlipCount=1", 403)]
    [InlineData("nobody@example.com", "/api/reps/P2/brief", 403)]
    public async Task A_person_of_the_CRM_reads_what_is_theirs_by_either_header(string address, string path, int status)
    {
        await using Web web = new();
        await web.IngestAsync();
        string token = web.Directory.Token(address);

        Assert.Equal(status, (await web.CallAsync("GET", path, token)).Status);
        Assert.Equal(status, (await web.CallAsync("GET", path, null, ("X-MS-TOKEN-AAD-ID-TOKEN", token))).Status);
        Assert.Equal(401, (await web.CallAsync("GET", path, "nonsense", ("X-MS-TOKEN-AAD-ID-TOKEN", token))).Status);
        Assert.Equal(401, (await web.CallAsync("GET", path, null, ("X-MS-CLIENT-PRINCIPAL-NAME", address), ("X-MS-CLIENT-PRINCIPAL", "eyJjbGFpbXMiOlt7InR5cCI6InJvbGVzIiwidmFsIjoiT25lT25PbmUuQWRtaW4ifV19"))).Status);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("wrong issuer")]
    [InlineData("wrong tenant")]
    [InlineData("wrong audience")]
    [InlineData("wrong algorithm")]
    [InlineData("wrong signature")]
    [InlineData("no token")]
    public async Task A_token_that_is_not_right_opens_nothing(string wrong)
    {
        await using Web web = new();
        await web.IngestAsync();
        using RSA other = RSA.Create(2048);
        string token = wrong switch
        {
            "expired" => web.Directory.Token("zoe@example.com", claims => claims["exp"] = claims["nbf"]!.GetValue<long>() - 121),
            "not yet valid" => web.Directory.Token("zoe@example.com", claims => claims["nbf"] = claims["exp"]!.GetValue<long>() - 1),
            "wrong issuer" => web.Directory.Token("zoe@example.com", claims => claims["iss"] = "https://evil.example/v2.0"),
            "wrong tenant" => web.Directory.Token("zoe@example.com", claims => claims["tid"] = "99999999-0000-0000-0000-000000000001"),
            "wrong audience" => web.Directory.Token("zoe@example.com", claims => claims["aud"] = "99999999-0000-0000-0000-000000000002"),
            "wrong algorithm" => FakeEntraId.Unsigned(web.Directory.Claims("zoe@example.com"), web.Directory.NewestKey),
            "wrong signature" => FakeEntraId.Sign(web.Directory.Claims("zoe@example.com"), web.Directory.NewestKey, other),
            _ => "not.a.token",
        };

        foreach (string path in new[] { "/", "/reps/P2", "/api/reps/P2/brief", "/api/findings", "/api/openapi.json" })
        {
            Answer answer = await web.CallAsync("GET", path, token);
            Assert.Equal((401, $"Bearer error=\"invalid_token\", error_description=\"{wrong}\""), (answer.Status, answer.Header("WWW-Authenticate")));
        }
    }

    [Fact]
    public async Task While_the_directory_cannot_be_asked_the_answer_is_503_and_nothing_is_open()
    {
        await using Web web = new();
        await web.IngestAsync();
        web.Directory.Down = true;
        Answer answer = await web.CallAsync("GET", "/api/reps/P2/brief", web.Directory.Token("zoe@example.com"));

        Assert.Equal((503, "30", 503), (answer.Status, answer.Header("Retry-After"), answer.Json.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task The_description_of_the_API_is_the_one_in_docs_here_too()
    {
        await using Web web = new();
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "global.json")))
        {
            root = root.Parent;
        }

        Answer answer = await web.CallAsync("GET", "/api/openapi.json", web.Directory.Token("nobody@example.com"));
        Assert.Equal((200, (await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "openapi.json"))).TrimEnd()), (answer.Status, answer.Body));
    }

    /// <summary>The host runs as Development here, as all of these tests do.</summary>
    [Theory]
    [InlineData("WEBSITE_AUTH_ENABLED", "false")]
    [InlineData("Authentication:Enabled", "false")]
    [InlineData("Authentication:DefaultScheme", "None")]
    [InlineData("Authorization:Enabled", "false")]
    [InlineData("AllowAnonymous", "true")]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT", "Development")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Development")]
    [InlineData("FUNCTIONS_CORETOOLS_ENVIRONMENT", "true")]
    [InlineData("DetailedErrors", "true")]
    [Promise("S14", "the deployed host as Development, with each of these and both good and bad tokens")]
    public async Task S14_No_setting_of_the_deployed_host_switches_the_check_off(string name, string value)
    {
        await using Web web = new(new Dictionary<string, string?> { [name] = value });
        await web.IngestAsync();

        Assert.Equal(401, (await web.CallAsync("GET", "/api/reps/P2/brief", null)).Status);
        Assert.Equal(401, (await web.CallAsync("GET", "/api/reps/P2/brief", FakeEntraId.Unsigned(web.Directory.Claims("zoe@example.com"), web.Directory.NewestKey))).Status);
        Assert.Equal(401, (await web.CallAsync("GET", "/api/reps/P2/brief", web.Directory.Token("zoe@example.com", claims => claims["exp"] = claims["nbf"]!.GetValue<long>() - 121))).Status);
        Assert.Equal(403, (await web.CallAsync("GET", "/api/runs", web.Directory.Token("zoe@example.com"))).Status);
        Assert.Equal(200, (await web.CallAsync("GET", "/api/reps/P2/brief", web.Directory.Token("zoe@example.com"))).Status);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_of_the_shared_pipeline_and_asks_for_https()
    {
        await using Web web = new();
        foreach (string path in new[] { "/health", "/api/runs", "/nowhere", "/" })
        {
            Answer answer = await web.CallAsync("GET", path, null);
            Assert.StartsWith("default-src 'none'; ", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal(("max-age=31536000; includeSubDomains", "no-store"), (answer.Header("Strict-Transport-Security"), answer.Header("Cache-Control")));
        }
    }

    [Fact]
    public async Task Limits_count_here_too()
    {
        await using Web web = new(new Dictionary<string, string?> { ["Limits:RequestsPerMinute"] = "1" });
        string token = web.Directory.Token("zoe@example.com");

        Assert.Equal(200, (await web.CallAsync("GET", "/api/openapi.json", token)).Status);
        Answer refused = await web.CallAsync("GET", "/api/openapi.json", token);
        Assert.Equal((429, "60"), (refused.Status, refused.Header("Retry-After")));
    }

    [Fact]
    public async Task HEAD_is_GET_without_the_body()
    {
        await using Web web = new();

        Assert.Equal((200, ""), await web.TextAsync("HEAD", "/health", null));
        Assert.Equal(401, (await web.CallAsync("HEAD", "/api/runs", null)).Status);
    }

    [Fact]
    public async Task A_body_is_read_and_answered_as_everywhere()
    {
        await using Web web = new();
        string admin = web.Directory.Token("ops@example.com", claims => claims["roles"] = new JsonArray(Viewer.AdminRole));

        Assert.Equal(404, (await web.CallAsync("POST", "/api/runs/none/deliveries/rep/resolution", admin)).Status);
        Assert.Equal(403, (await web.CallAsync("POST", "/api/runs/none/deliveries/rep/resolution", admin, ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(403, (await web.CallAsync("POST", "/api/runs/none/deliveries/rep/resolution", web.Directory.Token("zoe@example.com"))).Status);
    }

    private sealed record Answer(int Status, string Body, IHeaderDictionary Headers)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        public string Header(string name) => Headers[name].ToString();
    }

    private sealed class Web : IAsyncDisposable
    {
        private readonly TestApp _app;

        public Web(Dictionary<string, string?>? settings = null)
        {
            TestApp? app = null;
            Directory = new FakeEntraId(new Late(() => app!.Clock));
            app = _app = new TestApp(
                services => services.AddSingleton(SmallCompany.Opened()).AddSingleton(new DiscoveryWire(Directory)),
                new Dictionary<string, string?>(settings ?? []) { ["EntraId:TenantId"] = FakeEntraId.Tenant, ["EntraId:ClientId"] = FakeEntraId.Client });
        }

        public FakeEntraId Directory { get; }

        public Task IngestAsync() => _app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);

        public async Task<(int Status, string Body)> TextAsync(string method, string path, string? token)
        {
            Answer answer = await CallAsync(method, path, token);
            return (answer.Status, answer.Body);
        }

        public async Task<Answer> CallAsync(string method, string path, string? token, params (string Name, string Value)[] headers)
        {
            await using AsyncServiceScope scope = _app.Host.Services.CreateAsyncScope();
            using MemoryStream body = new();
            DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider };
            context.Request.Method = method;
            context.Request.Path = path.Split('?')[0];
            context.Request.QueryString = new QueryString(path.Contains('?', StringComparison.Ordinal) ? path[path.IndexOf('?', StringComparison.Ordinal)..] : "");
            context.Request.Scheme = "https";
            context.Request.Host = new HostString("oneonone.azurewebsites.net");
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("""{"outcome":"sent"}"""));
            context.Request.ContentType = "application/json";
            context.Features.Set<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>(new HasBody());
            context.Response.Body = body;
            foreach ((string name, string value) in headers)
            {
                context.Request.Headers[name] = value;
            }

            if (token is not null)
            {
                context.Request.Headers.Authorization = "Bearer " + token;
            }

            // As the worker hands it over: already matched, to the function's own route.
            context.SetEndpoint(new RouteEndpoint(_ => throw new InvalidOperationException(), RoutePatternFactory.Parse("api/{*path}"), 0, EndpointMetadataCollection.Empty, "worker"));
            context.Request.RouteValues["path"] = "whatever";
            IActionResult result = path.StartsWith("/api", StringComparison.Ordinal)
                ? await _app.Make<Api>().RunAsync(context.Request)
                : await _app.Make<Pages>().RunAsync(context.Request);

            Assert.IsType<EmptyResult>(result);
            return new Answer(context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()), context.Response.Headers);
        }

        public async ValueTask DisposeAsync()
        {
            await _app.DisposeAsync();
            Directory.Dispose();
        }

        private sealed class HasBody : Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature
        {
            public bool CanHaveBody => true;
        }

        private sealed class Late(Func<TimeProvider> clock) : TimeProvider
        {
            public override DateTimeOffset GetUtcNow() => clock().GetUtcNow();
        }
    }
}
