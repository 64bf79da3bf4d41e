using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Privacy;
using OneOnOne.Storage;
using OneOnOne.Tests.Http.SignIn;

namespace OneOnOne.Tests.Privacy;

/// <summary>Who read what over HTTP, with real signed tokens: boss leads mia and max, mia leads rob and ria, max leads sam.</summary>
public sealed class AuditTrailTests(AuditTrailTests.Shared shared) : IClassFixture<AuditTrailTests.Shared>, IDisposable
{
    private readonly EntraApp _app = shared.App;
    private readonly Switch _audit = shared.Audit;
    private readonly DateTimeOffset _since = shared.App.World.Clock.Now += TimeSpan.FromSeconds(1);

    /// <summary>What is written down, as "reader what whose" with a ! for a refusal. {run} is Rob's.</summary>
    public static TheoryData<string, string, string> Reading => new()
    {
        { "rob", "GET /reps/rob", "rob RepHalf rob" },
        { "mia", "GET /reps/rob?for=manager", "mia ManagerHalf rob" },
        { "mia", "HEAD /reps/rob?for=manager", "mia ManagerHalf rob" },
        { "ria", "GET /reps/rob", "ria RepHalf rob !" },
        { "rob", "GET /reps/rob?for=manager", "rob ManagerHalf rob !" },
        { "stranger", "GET /reps/nobody", "" },
        { "ria", "GET /reps/nobody", "" },
        { "admin", "GET /api/reps/rob/brief", "{admin} RepHalf rob" },
        { "mia", "GET /api/reps/rob/brief?for=manager&format=text", "mia ManagerHalf rob" },
        { "mia", "GET /api/reps/rob/brief?format=csv", "mia RepHalf rob" },
        { "ria", "GET /api/reps/rob/brief", "ria RepHalf rob !" },
        { "mia", "GET /reps/rob/findings.csv", "mia Findings rob" },
        { "ria", "GET /reps/rob/findings.csv", "ria Findings rob !" },
        { "mia", "GET /reps/rob/findings?kind=stall", "mia Findings rob" },
        { "ria", "GET /reps/rob/findings", "ria Findings rob !" },
        { "mia", "GET /findings", "mia Findings ria, mia Findings rob" },
        { "mia", "GET /findings?rep=rob", "mia Findings rob" },
        { "mia", "GET /findings.csv?rep=rob", "mia Findings rob" },
        { "ria", "GET /findings?rep=rob", "ria Findings rob !" },
        { "ria", "GET /findings.csv?rep=rob", "ria Findings rob !" },
        { "ria", "GET /findings?rep=nobody", "" },
        { "mia", "GET /reps/rob/deals/rob-1", "mia Deal rob" },
        { "ria", "GET /reps/rob/deals/rob-1", "ria Deal rob !" },
        { "mia", "GET /reps/rob/over-time", "mia Weeks rob" },
        { "ria", "GET /reps/rob/over-time", "ria Weeks rob !" },
        { "mia", "GET /api/findings?rep=rob", "mia Findings rob" },
        { "ria", "GET /api/findings?rep=rob", "ria Findings rob !" },
        { "mia", "GET /api/findings", "mia Findings ria, mia Findings rob" },
        { "mia", "GET /api/reps/rob/journal", "mia Journal rob" },
        { "ria", "GET /api/reps/rob/journal", "ria Journal rob !" },
        { "mia", "GET /api/reps/rob/journal/topic/none", "mia Journal rob" },
        { "ria", "PUT /api/reps/rob/journal/topic/none", "ria Journal rob !" },
        { "admin", "GET /runs/{run}", "{admin} Run rob" },
        { "admin", "GET /api/runs/{run}", "{admin} Run rob" },
        { "admin", "GET /runs", "{admin} Run ria, {admin} Run rob" },
        { "admin", "GET /api/runs", "{admin} Run ria, {admin} Run rob" },
        { "admin", "GET /api/thresholds/preview?StallBusinessDays=365&team=mia", "{admin} Findings ria, {admin} Findings rob" },
        { "admin", "GET /thresholds?StallBusinessDays=365&team=mia", "{admin} Findings ria, {admin} Findings rob" },
        { "rob", "GET /api/reps/rob/audit", "rob AuditLog rob" },
        { "mia", "GET /api/reps/rob/audit", "mia AuditLog rob !" },
        { "admin", "GET /api/people/rob/data", "{admin} Everything rob" },
    };

    /// <summary>Routes under which nobody reads a brief, findings, a journal or a run of somebody's.</summary>
    private static readonly string[] OfNobody =
    [
        "/health", "/api/openapi.json", "/", "/teams/{manager}", "/api/teams/{manager}", "/api/meetings", "/api/thresholds", "/api/dead-letters",
        "/f/", // A form shows what its reader was mailed; who answers is written down (Answers_by_link).
    ];

    [Theory]
    [MemberData(nameof(Reading))]
    public async Task Whoever_reads_or_is_refused_is_written_down(string who, string request, string expected)
    {
        string[] parts = request.Split(' ');
        string token = Callers.SignedIn[who](_app.Directory);
        await _app.StatusAsync(parts[0], parts[1].Replace("{run}", shared.Run, StringComparison.Ordinal), token);
        Assert.Equal(expected, (await WrittenAsync()).Replace(_app.Directory.Claims("ops@example.com")["oid"]!.GetValue<string>(), "{admin}", StringComparison.Ordinal));
    }

    /// <summary>A new route is either in the table above or, on purpose, in the list below it.</summary>
    [Fact]
    public void Every_route_that_can_be_read_is_thought_of()
    {
        string[] read = [.. _app.Routes
            .Where(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(route => route.RoutePattern.RawText!)];
        string[] asked = [.. Reading.Select(row => ((string)row[1]).Split(' ')[1].Split('?')[0]).Distinct()];
        string[] forgotten = [.. read.Except(OfNobody).Where(pattern => !Array.Exists(asked, path =>
            new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(new Microsoft.AspNetCore.Routing.Template.RouteTemplate(Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(pattern)), [])
                .TryMatch(path.Replace("{run}", "some-run", StringComparison.Ordinal), [])))];
        Assert.Empty(forgotten);
    }

    [Theory]
    [InlineData("mia", "/api/reps/rob/brief?for=manager")]
    [InlineData("ria", "/api/reps/rob/brief")]
    [InlineData("mia", "/api/findings")]
    [InlineData("mia", "/api/reps/rob/journal")]
    [InlineData("admin", "/api/runs")]
    public async Task What_cannot_be_written_down_is_not_read(string who, string path)
    {
        _audit.Fails = true;
        using HttpResponseMessage answer = await _app.SendAsync("GET", path, Callers.SignedIn[who](_app.Directory));
        Assert.Equal(503, (int)answer.StatusCode);
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("Who reads here is written down, and that is not possible at present. Try again shortly.", problem.RootElement.GetProperty("detail").GetString());
        Assert.DoesNotContain("Deal 1", problem.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_says_who_and_when_newest_first_and_neither_names_nor_addresses()
    {
        await _app.StatusAsync("GET", "/api/reps/rob/brief?for=manager", Callers.SignedIn["mia"](_app.Directory));
        _app.World.Clock.Now += TimeSpan.FromMinutes(1);
        using HttpResponseMessage answer = await _app.SendAsync("GET", "/api/reps/rob/audit", Callers.SignedIn["rob"](_app.Directory));
        Assert.StartsWith(
            """[{"by":{"kind":"Person","id":"rob"},"whose":"rob","what":"AuditLog","at":"{second}","schema":1,"refused":false},{"by":{"kind":"Person","id":"mia"},"whose":"rob","what":"ManagerHalf","at":"{first}","schema":1,"refused":false}""",
            (await answer.Content.ReadAsStringAsync()).Replace($"{_since:yyyy-MM-ddTHH:mm:sszzz}", "{first}", StringComparison.Ordinal).Replace($"{_since.AddMinutes(1):yyyy-MM-ddTHH:mm:sszzz}", "{second}", StringComparison.Ordinal),
            StringComparison.Ordinal);
        using HttpResponseMessage before = await _app.SendAsync("GET", "/api/reps/rob/audit?from=2026-02-01&to=2026-03-01", Callers.SignedIn["rob"](_app.Directory));
        Assert.Equal("[]", await before.Content.ReadAsStringAsync());
    }

    public void Dispose() => _audit.Fails = false;

    private async Task<string> WrittenAsync()
    {
        List<string> written = [];
        foreach (string person in new[] { "boss", "max", "mia", "ria", "rob", "sam", "nobody" })
        {
            written.AddRange((await _audit.ReadAsync(new PersonId(person), _since, DateTimeOffset.MaxValue, CancellationToken.None))
                .Select(record => $"{record.By.Id} {record.What} {record.Whose}{(record.Refused ? " !" : "")}"));
        }

        return string.Join(", ", written);
    }

    /// <summary>One app with finished runs; each test has an instant of its own.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        private EntraApp? _app;

        internal EntraApp App => _app!;

        internal Switch Audit => (Switch)App.Service<IAuditLog>();

        /// <summary>The id of the run of Rob's one-on-one.</summary>
        internal string Run { get; private set; } = "";

        public async Task InitializeAsync()
        {
            _app = await EntraApp.StartAsync(change: services =>
            {
                IAuditLog real = (IAuditLog)services.Last(one => one.ServiceType == typeof(IAuditLog)).ImplementationInstance!;
                services.AddSingleton<IAuditLog>(new Switch(real));
            });
            await App.World.RunAsync();
            Run = (await App.World.RunsAsync()).Single(one => one.Run.Rep.Value == "rob").Run.Id.Value;
        }

        public async Task DisposeAsync() => await App.DisposeAsync();
    }

    /// <summary>The real log, until it is told to fail.</summary>
    internal sealed class Switch(IAuditLog log) : IAuditLog
    {
        public bool Fails { get; set; }

        public Task WriteAsync(IReadOnlyCollection<AuditRecord> records, CancellationToken cancellation) =>
            Fails ? throw new IOException("Deal 1 cannot be written") : log.WriteAsync(records, cancellation);

        public Task<System.Collections.Immutable.ImmutableArray<AuditRecord>> ReadAsync(PersonId whose, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellation) =>
            log.ReadAsync(whose, from, before, cancellation);
    }
}
