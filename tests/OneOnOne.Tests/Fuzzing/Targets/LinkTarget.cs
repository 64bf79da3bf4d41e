using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Links;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Http.Forms;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>
/// A link's text in the first line, and what is posted to it in the rest. Nothing but a text that we signed opens a form; and where the
/// first line is the number of a form, a fresh link of ours to it, whatever is posted is taken or asked for again.
/// </summary>
internal sealed class LinkTarget : FuzzTarget
{
    private static readonly LinkTokens Tokens = new(FormsApp.Links);
    private static readonly DateTimeOffset Later = PipelineCompany.Monday.AddDays(10);

    private static readonly string[] Good =
    [
        .. new[] { (FormKind.Topic, "rob", ""), (FormKind.Reason, "mia", "rob-1"), (FormKind.Held, "rob", "2026-03-03"), (FormKind.Note, "mia", "") }
            .Select(link => Tokens.Write(new FormLink(link.Item1, new PersonId(link.Item2), PipelineCompany.Rob, link.Item3, AnalysisPart.Stalls, Later, "00112233445566778899aabb"))!),
    ];

    private FuzzApp _app = null!;

    public override int Usual => 300;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Good.Select(token => Encoding.UTF8.GetBytes(token + "\ntext=a")),
        .. new[]
        {
            "1\nwhy=customer&words=a", "2\nuntil=2026-03-20&because=b", "3\ntext=a&owner=Rep&due=2026-03-20", "5\ntext=a&status=b", "7\ntext=a&stage=Proposal&about=any", "8\ntext=%F0%9F%98%80+b", "9\noutcome=moved&because=c",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public override async Task StartAsync() => _app = await FuzzApp.StartAsync();

    public override async Task CheckAsync(byte[] input)
    {
        int end = Array.IndexOf(input, (byte)'\n') is >= 0 and var at ? at : input.Length;
        string first = Encoding.UTF8.GetString(input[..end]);
        byte[] body = end < input.Length ? input[(end + 1)..] : [];
        bool fresh = int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int form) && form is 1 or 2 or 3 or 5 or 7 or 8 or 9;
        string token = fresh ? Fresh((FormKind)form, input) : first;
        foreach (string method in new[] { "GET", "POST" })
        {
            FuzzAnswer answer = await _app.SendAsync(method, "/f?t=" + Uri.EscapeDataString(token), "", method == "GET" ? [] : body, ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html"));
            Assert.True(fresh || Good.Contains(token) ? answer.Status is 200 or 400 or 409 or 413 : answer.Status == 404, $"{method}: {answer.Status}");
        }
    }

    public override async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>One for each input, since an answered one opens no form.</summary>
    private static string Fresh(FormKind form, byte[] input) => Tokens.Write(new FormLink(
        form, PipelineCompany.Rob, PipelineCompany.Rob, form switch { FormKind.Reason or FormKind.Snooze => "rob-1", FormKind.Held => "2026-03-03", _ => "" }, null, Later,
        Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 12))))!;
}
