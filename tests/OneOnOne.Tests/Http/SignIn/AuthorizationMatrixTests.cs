using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Http.SignIn;

/// <summary>The authorisation table (promise S1), with real signed tokens: every endpoint for everybody.</summary>
public sealed class AuthorizationMatrixTests(SharedEntraApp shared) : IClassFixture<SharedEntraApp>
{
    private const int LeastCells = 300;
    private const int Everybody = 11;
    private const int Wrongs = 33;

    /// <summary>Who gets an answer; everybody else who is signed in gets 403, and nobody learns more than that.</summary>
    internal static readonly (string Request, string Allowed)[] Table =
    [
        ("GET /", "everybody"),
        ("GET /reps/rob", "rob mia admin,guest admin"),
        ("GET /reps/rob?for=manager", "mia admin,guest admin"),
        ("GET /reps/rob/findings.csv", "rob mia admin,guest admin"),
        ("GET /reps/rob/findings", "rob mia admin,guest admin"),
        ("GET /reps/rob/over-time", "rob mia admin,guest admin"),
        ("GET /findings", "everybody"),
        ("GET /findings?rep=rob", "rob mia admin,guest admin"),
        ("GET /findings.csv", "everybody"),
        ("GET /findings.csv?rep=rob", "rob mia admin,guest admin"),
        ("GET /reps/rob/deals/rob-1", "rob mia admin,guest admin"),
        ("GET /api/reps/rob/brief", "rob mia admin,guest admin"),
        ("GET /api/reps/rob/brief?for=manager", "mia admin,guest admin"),
        ("GET /api/reps/mia/brief?for=manager", "boss admin,guest admin"),
        ("GET /api/findings", "everybody"),
        ("GET /api/findings?rep=rob", "rob mia admin,guest admin"),
        ("GET /api/reps/rob/journal", "rob mia admin,guest admin"),
        ("GET /api/reps/rob/journal/topic/none", "rob mia admin,guest admin"),
        ("PUT /api/reps/rob/journal/commitment/none", "rob mia admin,guest admin"),
        ("PUT /api/reps/rob/journal/initiative/none", "rob mia admin,guest admin"),
        ("PUT /api/reps/rob/journal/reason/none", "rob mia admin,guest admin"),
        ("PUT /api/reps/rob/journal/snooze/none", "rob mia admin,guest admin"),
        ("PUT /api/reps/rob/journal/lesson/none", "rob mia admin,guest admin"),
        ("PUT /api/reps/rob/journal/topic/none", "rob mia admin,guest admin"),
        ("GET /api/reps/rob/audit", "rob admin,guest admin"),
        ("GET /api/people/rob/data", "admin,guest admin"),
        ("DELETE /api/people/nobody", "admin,guest admin"),
        ("DELETE /api/people/nobody/tombstone", "admin,guest admin"),
        ("GET /teams/mia", "mia admin,guest admin"),
        ("GET /api/teams/mia", "mia admin,guest admin"),
        ("GET /api/meetings", "everybody"),
        ("GET /thresholds", "rob ria mia max boss admin,guest admin"),
        ("GET /api/thresholds", "rob ria mia max boss admin,guest admin"),
        ("GET /api/thresholds/preview?SlipCount=1", "admin,guest admin"),
        ("GET /runs", "admin,guest admin"),
        ("GET /runs/{run}", "admin,guest admin"),
        ("POST /runs/{run}/deliveries/rep", "admin,guest admin"),
        ("POST /dead-letters/none/replay", "admin,guest admin"),
        ("GET /api/runs", "admin,guest admin"),
        ("GET /api/runs/{run}", "admin,guest admin"),
        ("POST /api/runs/{run}/deliveries/rep/resolution", "admin,guest admin"),
        ("GET /api/dead-letters", "admin,guest admin"),
        ("POST /api/dead-letters/none/replay", "admin,guest admin"),
        ("GET /api/openapi.json", "everybody"),
    ];

    public static TheoryData<string, string, bool> Cells()
    {
        TheoryData<string, string, bool> cells = [];
        foreach ((string request, string allowed) in Table)
        {
            HashSet<string> names = [.. allowed.Split(',').SelectMany(part => part == "guest admin" ? [part] : part.Split(' '))];
            foreach (string who in Callers.SignedIn.Keys)
            {
                cells.Add(request, who, allowed == "everybody" || names.Contains(who));
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    [Promise("S1", LeastCells, "cells at least: every endpoint for", Everybody, "callers")]
    public async Task S1_A_caller_gets_what_the_table_says(string request, string who, bool allowed)
    {
        (string method, string path) = Fill(request);
        int status = await shared.App.StatusAsync(method, path, Callers.SignedIn[who](shared.App.Directory));

        // Where there is nothing to replay, to forget or to read, and nothing was sent to write, an allowed caller is told so.
        int answered = method == "DELETE" || path.EndsWith("/replay", StringComparison.Ordinal) || path.EndsWith("/topic/none", StringComparison.Ordinal) ? 404 : 200;
        // Whoever has a page of their own is led to it.
        answered = (path, who) is ("/", "rob" or "ria" or "mia" or "max" or "boss") ? 302 : answered;
        Assert.Equal(allowed ? (method == "PUT" ? 400 : answered) : 403, status);
    }

    public static TheoryData<string> RefusedTokens => [.. Callers.Refused.Keys];

    [Theory]
    [MemberData(nameof(RefusedTokens))]
    [Promise("S1", Wrongs, "kinds of bad tokens at every endpoint, by either header")]
    public async Task S1_No_endpoint_takes_a_token_that_is_not_right(string kind)
    {
        (Func<FakeEntraId, string> token, string wrong) = Callers.Refused[kind];
        foreach ((string method, string path) in Everything())
        {
            foreach ((string Name, string Value)[] headers in Headers(token(shared.App.Directory)))
            {
                using HttpResponseMessage answer = await shared.App.SendAsync(method, path, null, headers);
                Assert.Equal((path, 401), (path, (int)answer.StatusCode));
                Assert.Equal($"Bearer error=\"invalid_token\", error_description=\"{wrong}\"", string.Join('\n', answer.Headers.GetValues("WWW-Authenticate")));
            }
        }
    }

    [Fact]
    [Promise("S1")]
    public async Task S1_Without_a_token_every_endpoint_is_401_whatever_unsigned_headers_say()
    {
        string principal = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { auth_typ = "aad", claims = new[] { new { typ = "roles", val = OneOnOne.Http.Viewer.AdminRole } } }));
        foreach ((string method, string path) in Everything())
        {
            using HttpResponseMessage answer = await shared.App.SendAsync(
                method, path, null, ("X-MS-CLIENT-PRINCIPAL", principal), ("X-MS-CLIENT-PRINCIPAL-NAME", "mia@example.com"), ("X-MS-CLIENT-PRINCIPAL-ID", "mia"), ("X-MS-TOKEN-AAD-ACCESS-TOKEN", shared.App.Directory.Token("mia@example.com")));
            Assert.Equal((path, 401, "Bearer"), (path, (int)answer.StatusCode, string.Join('\n', answer.Headers.GetValues("WWW-Authenticate"))));
        }
    }

    [Fact]
    [Promise("S1", "every route of the app")]
    public void S1_Every_endpoint_asks_who_is_there_but_health_and_the_signed_webhook()
    {
        string[] open = [.. shared.App.Routes
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null
                || (route.Metadata.GetMetadata<IAuthorizeData>() is null && route.Metadata.GetMetadata<AuthorizationPolicy>() is null))
            .Select(route => route.RoutePattern.RawText!)];
        Assert.Equal(["/health", "/api/sendgrid/events"], open);
        Assert.InRange(shared.App.Routes.Count, 18, 100);
    }

    /// <summary>A row that is missing in the table above would be an endpoint that nobody thought about.</summary>
    [Fact]
    public void The_table_has_every_endpoint()
    {
        RoutePattern[] patterns = [.. shared.App.Routes.Select(route => route.RoutePattern)];
        string[] missing = [.. patterns.Where(pattern => pattern.RawText is not ("/health" or "/api/sendgrid/events") && !Array.Exists(Table, row => Matches(pattern, row.Request.Split(' ')[1].Split('?')[0]))).Select(pattern => pattern.RawText!)];
        Assert.Empty(missing);
        Assert.InRange(((IReadOnlyCollection<object[]>)Cells()).Count, LeastCells, 10_000);
        Assert.Equal((Everybody, Wrongs), (Callers.SignedIn.Count, Callers.Refused.Count));
    }

    private static (string Name, string Value)[][] Headers(string token) =>
        [[("Authorization", "Bearer " + token)], [("X-MS-TOKEN-AAD-ID-TOKEN", token)]];

    private static bool Matches(RoutePattern pattern, string path)
    {
        Microsoft.AspNetCore.Routing.Template.TemplateMatcher matcher = new(new Microsoft.AspNetCore.Routing.Template.RouteTemplate(pattern), []);
        return matcher.TryMatch(path.Replace("{run}", "some-run", StringComparison.Ordinal), []);
    }

    private (string Method, string Path)[] Everything() => [.. Table.Select(row => Fill(row.Request))];

    private (string Method, string Path) Fill(string request)
    {
        string[] parts = request.Split(' ', 2);
        return (parts[0], parts[1].Replace("{run}", shared.Run, StringComparison.Ordinal));
    }
}
