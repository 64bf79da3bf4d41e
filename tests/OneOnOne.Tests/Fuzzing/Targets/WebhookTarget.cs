using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneOnOne.Http.Events;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>A post of the mail provider: the time stamp, the signature (`ours`: as it should be), and the body, each behind a line feed.</summary>
internal sealed class WebhookTarget : FuzzTarget
{
    private static readonly long Now = PipelineCompany.Monday.AddHours(6).ToUnixTimeSeconds();

    private FuzzApp _app = null!;

    public override int Usual => 700;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            $$"""[{"email":"canary@example.com","timestamp":{{Now}},"event":"bounce","briefKey":"2026-03-03-0123456789abcdef-rep","reason":"550 canary is unknown","status":"5.1.1","sg_event_id":"x"}]""",
            $$"""[{"timestamp":{{Now}},"event":"delivered","briefKey":"2026-03-03-0123456789abcdef-manager","response":"250 OK"},{"timestamp":{{Now}},"event":"dropped","briefKey":"2026-03-03-0123456789abcdef-rep","reason":"Bounced Address"}]""",
            "[]",
        }.Select(body => Encoding.UTF8.GetBytes($"{Now}\nours\n{body}")),
        Encoding.UTF8.GetBytes($"{Now}\nMEUCIQD3\n[]"),
    ];

    public override async Task StartAsync() => _app = await FuzzApp.StartAsync();

    public override async Task CheckAsync(byte[] input)
    {
        byte[][] parts = Split(input);
        string timestamp = Encoding.Latin1.GetString(parts[0]);
        string signature = Encoding.Latin1.GetString(parts[1]);
        if ((timestamp + signature).Any(char.IsControl))
        {
            return; // No header can carry it.
        }

        bool ours = signature == "ours";
        string sent = ours ? Convert.ToBase64String(_app.Key.SignData([.. Encoding.UTF8.GetBytes(timestamp), .. parts[2]], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) : signature;
        bool fresh = long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && Math.Abs((decimal)seconds - Now) <= 300;
        FuzzAnswer answer = await _app.SendAsync("POST", EventWebhook.Path, "", parts[2], [(EventWebhook.TimestampHeader, timestamp), (EventWebhook.SignatureHeader, sent)]);
        Assert.Equal(ours && fresh ? 204 : 401, answer.Status);
    }

    public override async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static byte[][] Split(byte[] input)
    {
        int first = Array.IndexOf(input, (byte)'\n');
        int second = first < 0 ? -1 : Array.IndexOf(input, (byte)'\n', first + 1);
        return second < 0 ? [input, [], []] : [input[..first], input[(first + 1)..second], input[(second + 1)..]];
    }
}
