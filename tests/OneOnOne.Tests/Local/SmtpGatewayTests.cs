using System.Net;
using System.Net.Sockets;
using System.Text;
using OneOnOne.Local.Mail;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Local;

/// <summary>Against a real server on the loopback interface that follows a script.</summary>
public sealed class SmtpGatewayTests
{
    private static readonly Mail Brief = new(
        "2026-03-03-abc-rep",
        new MailAddress("oneonone@example.com", "OneOnOne"),
        new MailAddress("rob@example.com", "Rob Rép"),
        "Dein 1:1",
        "<p>Grüße</p>",
        "Grüße")
    {
        Date = new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.Zero),
    };

    [Fact]
    public async Task A_mail_is_handed_over_once_with_its_key_and_its_receiver()
    {
        await using Server server = new(_ => null);
        Assert.Equal(new PostResult(PostOutcome.Accepted, MessageId: "<2026-03-03-abc-rep@example.com>"), await PostAsync(server.Port));
        string[] heard = await server.HeardAsync();
        Assert.Equal(["RCPT TO:<rob@example.com>"], heard.Where(line => line.StartsWith("RCPT", StringComparison.Ordinal)));
        Assert.Single(heard, "X-OneOnOne-Brief: 2026-03-03-abc-rep");
        Assert.Single(heard, "Message-ID: <2026-03-03-abc-rep@example.com>");
        Assert.Single(heard, line => line.StartsWith("Date: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HELLO", "421 too busy", PostOutcome.Deferred, "smtp-421")]
    [InlineData("MAIL", "451 later", PostOutcome.Deferred, "smtp-451")]
    [InlineData("RCPT", "450 greylisted", PostOutcome.Deferred, "smtp-450")]
    [InlineData("RCPT", "452 full", PostOutcome.Deferred, "smtp-452")]
    [InlineData("DATA", "451 later", PostOutcome.Deferred, "smtp-451")]
    [InlineData(".", "452 no room", PostOutcome.Deferred, "smtp-452")]
    [InlineData("HELLO", "554 no", PostOutcome.Refused, "smtp-554")]
    [InlineData("MAIL", "550 no", PostOutcome.Refused, "smtp-550")]
    [InlineData("RCPT", "550 nobody", PostOutcome.Refused, "smtp-550")]
    [InlineData("RCPT", "553 no name", PostOutcome.Refused, "smtp-553")]
    [InlineData("DATA", "554 no", PostOutcome.Refused, "smtp-554")]
    [InlineData(".", "554 spam", PostOutcome.Refused, "smtp-554")]
    public async Task A_servers_refusal_keeps_its_code(string at, string answer, PostOutcome outcome, string code)
    {
        await using Server server = new(step => step == at ? answer : null);
        Assert.Equal(new PostResult(outcome, code), await PostAsync(server.Port));
    }

    [Fact]
    public async Task A_server_that_hangs_up_after_the_mail_leaves_it_unknown()
    {
        await using Server server = new(step => step == "." ? Server.HangUp : null);
        Assert.Equal(PostOutcome.Unknown, (await PostAsync(server.Port)).Outcome);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("HELLO")]
    public async Task A_server_that_never_answers_leaves_it_unknown(string silentAt)
    {
        await using Server server = new(step => step == silentAt ? Server.Silence : null);
        Assert.Equal(new PostResult(PostOutcome.Unknown, "smtp-timeout"), await PostAsync(server.Port, TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task A_command_that_is_stopped_while_it_posts_leaves_it_unknown()
    {
        using CancellationTokenSource stop = new();
        await using Server server = new(step =>
        {
            if (step == ".")
            {
                stop.Cancel();
                return Server.Silence;
            }

            return null;
        });
        Assert.Equal(PostOutcome.Unknown, (await new SmtpGateway(new SmtpSettings("127.0.0.1", server.Port)).PostAsync(Brief, stop.Token)).Outcome);
    }

    [Fact]
    public async Task A_server_that_is_not_there_was_certainly_not_reached()
    {
        int port;
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        Assert.Equal(new PostResult(PostOutcome.Deferred, "smtp-unreachable"), await PostAsync(port));
    }

    [Fact]
    public async Task Nobody_can_be_asked_afterwards() =>
        Assert.Equal(Lookup.CannotTell, await new SmtpGateway(new SmtpSettings("127.0.0.1", 1)).FindAsync("x", default));

    private static Task<PostResult> PostAsync(int port, TimeSpan? timeout = null) =>
        new SmtpGateway(new SmtpSettings("127.0.0.1", port) { Timeout = timeout ?? TimeSpan.FromSeconds(20) }).PostAsync(Brief, default);

    /// <summary>One connection. The script sees each step (HELLO, EHLO, MAIL, RCPT, DATA and the dot) and may answer for the server.</summary>
    private sealed class Server : IAsyncDisposable
    {
        public const string HangUp = "hang up";
        public const string Silence = "silence";

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly List<string> _heard = [];
        private readonly Task _serving;

        public Server(Func<string, string?> script)
        {
            _listener.Start();
            _serving = ServeAsync(script);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public async Task<string[]> HeardAsync()
        {
            await _serving;
            return [.. _heard];
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _listener.Dispose();
            try
            {
                await _serving;
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client left, or the test is over.
            }

            _end.Dispose();
        }

        private async Task ServeAsync(Func<string, string?> script)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
            using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
            await using StreamWriter writer = new(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            if (!await AnswerAsync("HELLO", "220 ready"))
            {
                return;
            }

            bool data = false;
            while (await reader.ReadLineAsync(_end.Token) is { } line)
            {
                _heard.Add(line);
                string step = data ? line : line.Split(' ')[0].ToUpperInvariant();
                if (data && step != ".")
                {
                    continue;
                }

                data = step == "DATA";
                if (step == "QUIT" || !await AnswerAsync(step, data ? "354 go on" : "250 fine"))
                {
                    return;
                }
            }

            async Task<bool> AnswerAsync(string step, string usual)
            {
                string answer = script(step) ?? usual;
                if (answer == Silence)
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }

                if (answer == HangUp)
                {
                    return false;
                }

                await writer.WriteLineAsync(answer);
                return true;
            }
        }
    }
}
