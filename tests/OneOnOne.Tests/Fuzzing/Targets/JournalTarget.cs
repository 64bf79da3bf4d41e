using System.Text;
using System.Text.Json;
using OneOnOne.Briefs;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>A text, written into the journal as each kind of entry: refused, or shown safely wherever it stands afterwards.</summary>
internal sealed class JournalTarget : FuzzTarget
{
    private static readonly (string Kind, Func<string, object> Body)[] Kinds =
    [
        ("commitment", text => new { text, owner = "rep", due = "2026-03-09", opportunity = "rob-1" }),
        ("initiative", text => new { text, status = text }),
        ("reason", text => new { text, opportunity = "rob-1" }),
        ("lesson", text => new { text, stage = "Proposal" }),
        ("topic", text => new { text }),
    ];

    private FuzzApp _app = null!;
    private string[] _shape = [];

    public override int Usual => 120;

    protected override IReadOnlyList<byte[]> Seeds { get; } = [.. Hostile.Texts.Where(text => text.Length > 0).Select(text => Encoding.UTF8.GetBytes($"a {text} b"))];

    public override async Task StartAsync()
    {
        _app = await FuzzApp.StartAsync();
        await WriteAsync("plain text");
        _shape = await ShapeAsync();
    }

    public override async Task CheckAsync(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        if (!await WriteAsync(text))
        {
            Assert.True(text.Length > 500 || Safe.Text(text).Length == 0);
            return;
        }

        Assert.Equal(_shape, await ShapeAsync());
        foreach (string path in new[] { "/api/reps/rob/journal", "/api/reps/rob/brief?for=manager&format=text" })
        {
            string shown = (await _app.SendAsync("GET", path, "mia", [])).Body;
            string[] texts = path.EndsWith("journal", StringComparison.Ordinal) ? [.. Texts(shown)] : [shown];
            Assert.All(texts, one => Assert.DoesNotContain(Lies.WithoutIsolates(one), c => Lies.Are(c) && c != '\n'));
        }
    }

    public override async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<bool> WriteAsync(string text)
    {
        bool written = true;
        foreach ((string kind, Func<string, object> body) in Kinds)
        {
            string address = $"/api/reps/rob/journal/{kind}/{kind}1";
            bool there = (await _app.SendAsync("GET", address, "mia", [])).Status == 200;
            FuzzAnswer answer = await _app.SendAsync("PUT", address, "mia", JsonSerializer.SerializeToUtf8Bytes(body(text)), [("Content-Type", "application/json"), .. there ? new[] { ("If-Match", "*") } : []]);
            Assert.True(answer.Status is 200 or 201 or 400 or 413, $"{kind}: {answer.Status} {answer.Body}");
            written &= answer.Status < 300;
        }

        return written;
    }

    private async Task<string[]> ShapeAsync() => Html.Shape((await _app.SendAsync("GET", "/reps/rob?for=manager", "mia", [], [("Accept", "text/html")])).Body);

    private static IEnumerable<string> Texts(string json) => JsonDocument.Parse(json).RootElement.EnumerateArray()
        .SelectMany(entry => entry.EnumerateObject()).Where(one => one.Value.ValueKind == JsonValueKind.String).Select(one => one.Value.GetString()!);
}
