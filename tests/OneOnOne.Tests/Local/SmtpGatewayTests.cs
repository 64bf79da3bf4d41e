using System.Net;
using System.Net.Sockets;
using OneOnOne.Local.Mail;
using OneOnOne.MailSink;
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
        List<IReadOnlyList<string>> mails = [];
        await using SmtpSink server = new(0, (_, _) => null, mails.Add);
        Assert.Equal(new PostResult(PostOutcome.Accepted, MessageId: "<2026-03-03-abc-rep@example.com>"), await PostAsync(server.Port));
        IReadOnlyList<string> heard = Assert.Single(mails);
        Assert.Single(heard, "To: =?utf-8?Q?Rob_R=C3=A9p?= <rob@example.com>");
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
        await using SmtpSink server = Sink(at, answer);
        Assert.Equal(new PostResult(outcome, code), await PostAsync(server.Port));
    }

    [Theory]
    [InlineData(SmtpSink.Drop)]
    [InlineData(SmtpSink.TakeAndDrop)]
    public async Task A_server_that_hangs_up_after_the_mail_leaves_it_unknown(string answer)
    {
        await using SmtpSink server = Sink(".", answer);
        Assert.Equal(new PostResult(PostOutcome.Unknown, "smtp-connection-lost"), await PostAsync(server.Port));
    }

    [Theory]
    [InlineData("HELLO")]
    [InlineData("EHLO")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task A_server_that_hangs_up_or_falls_silent_before_the_mail_certainly_has_none(string at)
    {
        await using SmtpSink dropping = Sink(at, SmtpSink.Drop);
        Assert.Equal(new PostResult(PostOutcome.Deferred, "smtp-connection-lost"), await PostAsync(dropping.Port));
        await using SmtpSink silent = Sink(at, SmtpSink.Silence);
        Assert.Equal(new PostResult(PostOutcome.Deferred, "smtp-timeout"), await PostAsync(silent.Port, TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task A_server_that_never_answers_to_the_mail_leaves_it_unknown_and_gets_no_other()
    {
        await using SmtpSink server = new(0, (mail, step) => mail > 1 ? throw new InvalidOperationException("It was asked again.") : step == "." ? SmtpSink.Silence : null, _ => { });
        SmtpGateway gateway = new(new SmtpSettings("127.0.0.1", server.Port) { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(new PostResult(PostOutcome.Unknown, "smtp-timeout"), await gateway.PostAsync(Brief, default));
        Assert.Equal(new PostResult(PostOutcome.Deferred, "smtp-paused"), await gateway.PostAsync(Brief, default));
    }

    [Fact]
    public async Task A_command_that_is_stopped_while_the_server_has_the_mail_waits_for_its_answer()
    {
        using CancellationTokenSource stop = new();
        await using SmtpSink server = new(0, (_, step) => Stopping(step == ".", stop, "slow 100"), _ => { });
        Assert.Equal(PostOutcome.Accepted, (await PostAsync(server.Port, null, stop.Token)).Outcome);
        Assert.True(stop.IsCancellationRequested);
    }

    [Fact]
    public async Task A_command_that_is_stopped_before_that_waits_for_nothing_and_may_send_it_at_once_when_it_runs_again()
    {
        using CancellationTokenSource stop = new();
        await using SmtpSink server = new(0, (_, step) => Stopping(step == "RCPT", stop, SmtpSink.Silence), _ => { });
        Assert.Equal(new PostResult(PostOutcome.Deferred, "smtp-stopped", RetryAfter: TimeSpan.Zero), await PostAsync(server.Port, null, stop.Token));
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

    private static SmtpSink Sink(string at, string answer) => new(0, (_, step) => step == at ? answer : null, _ => { });

    private static string? Stopping(bool now, CancellationTokenSource stop, string answer)
    {
        if (now)
        {
            stop.Cancel();
        }

        return now ? answer : null;
    }

    private static Task<PostResult> PostAsync(int port, TimeSpan? timeout = null, CancellationToken stop = default) =>
        new SmtpGateway(new SmtpSettings("127.0.0.1", port) { Timeout = timeout ?? TimeSpan.FromSeconds(20) }).PostAsync(Brief, stop);
}
