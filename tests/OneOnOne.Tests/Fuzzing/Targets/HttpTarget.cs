using System.Text;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>
/// A request: method, a blank, the address; the name of who signs in, or an empty line; headers; an empty line; the body. {run} stands
/// for a run that there is.
/// </summary>
internal sealed class HttpTarget : FuzzTarget
{
    private FuzzApp _app = null!;

    public override int Usual => 1_200;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "GET /", "GET /health", "GET /reps/rob", "GET /reps/rob?for=manager&asOf=2026-03-02T06:00:00Z", "GET /reps/rob/findings.csv?asOf=2026-03-02", "GET /teams/mia", "GET /api/teams", "GET /api/teams/mia", "GET /api/reps/rob/brief?for=rep&format=text",
            "GET /api/reps/rob/brief?for=manager&format=html&asOf=2026-03-02", "GET /api/findings?rep=rob&format=json&asOf=2026-03-02 10:00", "GET /api/findings", "GET /api/meetings?from=2026-03-01&to=2026-03-31", "GET /thresholds?SlipCount=1&stage=Proposal&team=mia",
            "GET /api/thresholds", "GET /api/thresholds/preview?SlipCount=1&OutlierPercentile=0.75&stage=Proposal&team=mia", "GET /runs?from=2026-03-01&to=2026-03-05", "GET /runs/{run}", "GET /api/runs?from=2026-03-01", "GET /api/runs/{run}", "GET /api/dead-letters",
            "POST /api/dead-letters/DeliverBrief%3Adeliver%3A{run}%3ARep%3A0/replay", "GET /api/openapi.json", "GET /api/reps/rob/journal?since=2026-01-01", "GET /api/reps/rob/journal/topic/t1", "HEAD /reps/rob", "OPTIONS /api/runs", "DELETE /api/reps/rob/journal/topic/t1",
        }.SelectMany(line => new[] { "admin", "rob", "" }.Select(who => Encoding.UTF8.GetBytes($"{line}\n{who}\nAccept: {(line.Contains("/api", StringComparison.Ordinal) ? "*/*" : "text/html")}\n\n"))),
        .. new[]
        {
            ("POST /api/runs/{run}/deliveries/rep/resolution", """{"outcome":"sent"}"""),
            ("PUT /api/reps/rob/journal/commitment/c1", """{"text":"Send the plan","owner":"rep","due":"2026-03-09","opportunity":"rob-1","state":"open"}"""),
            ("PUT /api/reps/rob/journal/initiative/i1", """{"text":"Partners","status":"two signed"}"""),
            ("PUT /api/reps/rob/journal/reason/r1", """{"text":"New CFO","opportunity":"rob-1","about":"slips"}"""),
            ("PUT /api/reps/rob/journal/snooze/s1", """{"text":"Plant moves","opportunity":"rob-2","about":"stageOutliers","until":"2026-03-20"}"""),
            ("PUT /api/reps/rob/journal/lesson/l1", """{"text":"Ask first","stage":"Proposal","about":"stalls"}"""),
            ("PUT /api/reps/rob/journal/topic/t1", """{"text":"Territory"}"""),
        }.SelectMany(one => new[] { "admin", "rob" }.Select(who => Encoding.UTF8.GetBytes($"{one.Item1}\n{who}\nContent-Type: application/json\nIf-Match: *\n\n{one.Item2}"))),
        "GET /reps/rob?x=1\n\nAccept: text/html\nCookie: AppServiceAuthSession=x\nX-MS-CLIENT-PRINCIPAL: e30=\nX-MS-TOKEN-AAD-ID-TOKEN: a.b.c\nSec-Fetch-Site: cross-site\nOrigin: https://evil.example\nIf-None-Match: \"1\"\nRange: bytes=0-5\nX-Forwarded-Host: evil.example\nX-HTTP-Method-Override: PUT\nTransfer-Encoding: chunked\nContent-Length: 5\n\n"u8.ToArray(),
    ];

    public override async Task StartAsync() => _app = await FuzzApp.StartAsync();

    public override async Task CheckAsync(byte[] input)
    {
        int end = input.AsSpan().IndexOf("\n\n"u8);
        string[] head = Encoding.UTF8.GetString(input, 0, end < 0 ? input.Length : end).Replace("{run}", _app.Run, StringComparison.Ordinal).Split('\n');
        string[] line = head[0].Split(' ', 2);
        string address = line.Length > 1 ? line[1] : "/";

        // What the server refuses before the pipeline begins: no origin form, and control characters in a line.
        if (address is not ['/', ..] || line[0].Length == 0 || head.Any(one => one.Any(char.IsControl)) || address.Contains("%00", StringComparison.Ordinal))
        {
            return;
        }

        string who = head.Length > 1 && head[1] is "admin" or "rob" or "mia" ? head[1] : "";
        IEnumerable<(string, string)> headers = head.Skip(2).Select(one => one.Split(':', 2)).Where(one => one.Length == 2 && one[0].Length > 0 && one[0].All(char.IsAscii)).Select(one => (one[0], one[1].Trim()));
        FuzzAnswer answer = await _app.SendAsync(line[0], address, who, end < 0 ? [] : input[(end + 2)..], headers);
        if (who.Length == 0 && answer.Status < 300)
        {
            Assert.Equal("ok", answer.Status == 204 ? "a preflight" : answer.Body.Length == 0 ? "ok" : answer.Body);
        }
    }

    public override async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
