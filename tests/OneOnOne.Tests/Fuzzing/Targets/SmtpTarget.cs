using System.Net;
using System.Net.Sockets;
using System.Text;
using OneOnOne.Local.Mail;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>
/// What a mail server answers, an answer to a line; | breaks an answer into lines. Behind the last one, or one that promises a line
/// more, it hangs up. Whatever it says, the outcome is one that the protocol knows, and sent means that it said so.
/// </summary>
internal sealed class SmtpTarget : FuzzTarget
{
    private static readonly Mail Brief = new("2026-03-03-abc-rep", new MailAddress("oneonone@example.com", "OneOnOne"), new MailAddress("rob@example.com", "Rob"), "One", "<p>x</p>", "x") { Date = default };

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public override int Usual => 200;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        "220 ready\n250-here|250-SIZE 1000|250 8BITMIME\n250 fine\n250 fine\n354 go on\n250 taken\n221 bye"u8.ToArray(),
        "220 ready\n250-here|250 AUTH LOGIN PLAIN\n334 VXNlcm5hbWU6\n334 UGFzc3dvcmQ6\n235 in\n250 fine\n250 fine\n354 go on\n250 taken"u8.ToArray(),
        "220 ready\n502 no\n250 old\n250 fine\n550 nobody\n"u8.ToArray(),
        "220 ready\n250 here\n250 fine\n250 fine\n354 go on\n451 later"u8.ToArray(),
        "421 busy"u8.ToArray(),
        "220 ready\n250-STARTTLS|250 SMTPUTF8\n250 fine\n250 fine\n354 go on\n554 spam"u8.ToArray(),
    ];

    public override Task StartAsync()
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public override async Task CheckAsync(byte[] input)
    {
        Task<string?> serving = ServeAsync(input);
        SmtpSettings settings = new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port) { Timeout = TimeSpan.FromSeconds(20) };
        if (input.AsSpan().IndexOf("AUTH"u8) >= 0)
        {
            settings = settings with { User = "somebody", Password = "canary" };
        }

        PostResult result = await new SmtpGateway(settings).PostAsync(Brief, CancellationToken.None);
        string? toTheDot = await serving;
        Assert.True(Enum.IsDefined(result.Outcome));
        Assert.DoesNotContain(Hostile.Canary, result.Code ?? "", StringComparison.OrdinalIgnoreCase);
        bool taken = toTheDot?.StartsWith("250", StringComparison.Ordinal) == true;
        Assert.True(result.Outcome != PostOutcome.Accepted || taken, $"sent after \"{toTheDot}\"");
        Assert.True(!taken || result.Outcome is PostOutcome.Accepted or PostOutcome.Unknown, $"{result.Outcome} after \"{toTheDot}\"");
    }

    public override ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <returns>What it answered to the dot behind the mail; null when it never came to that.</returns>
    private async Task<string?> ServeAsync(byte[] script)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        using StreamReader reader = new(client.GetStream(), Encoding.Latin1);
        string[] answers = [.. Encoding.Latin1.GetString(script).Split('\n').Select(One)];
        string? toTheDot = null;
        try
        {
            bool data = false;
            bool dot = false;
            for (int i = 0; i < answers.Length; i++)
            {
                string answer = answers[i];
                if (dot)
                {
                    toTheDot = answer;
                }

                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"));
                if (!IsWhole(answer))
                {
                    break;
                }

                string? line;
                do
                {
                    line = await reader.ReadLineAsync();
                }
                while (data && line is not ("." or null));

                if (line is null)
                {
                    break;
                }

                dot = data;
                data = line == "DATA" && i + 1 < answers.Length && answers[i + 1].StartsWith("354", StringComparison.Ordinal);
            }
        }
        catch (IOException)
        {
            // The client left.
        }

        return toTheDot;
    }

    /// <summary>As far as the first line that ends an answer: what follows would be taken for the answer to another question.</summary>
    private static string One(string answer)
    {
        string[] lines = answer.Split('|', '\r');
        int last = Array.FindIndex(lines, IsLast);
        return string.Join("\r\n", last < 0 ? lines : lines[..(last + 1)]);
    }

    private static bool IsWhole(string answer) => IsLast(answer.Split("\r\n")[^1]);

    private static bool IsLast(string line) => line is [>= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9', ..] && (line.Length == 3 || line[3] != '-');
}
