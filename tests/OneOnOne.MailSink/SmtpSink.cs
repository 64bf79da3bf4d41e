using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OneOnOne.MailSink;

/// <summary>
/// A mail server on the loopback interface that can be told to misbehave. The script sees the number of the connection and each step
/// (HELLO, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA and the dot) and may answer in the server's place; null lets it be.
/// </summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    public const string Drop = "drop";
    public const string Silence = "silence";

    /// <summary>Takes the mail and hangs up before it says so.</summary>
    public const string TakeAndDrop = "take and drop";

    /// <summary>Takes the mail and never says so.</summary>
    public const string TakeAndSilence = "take and silence";

    /// <summary>Answers as usual, after so many milliseconds: "slow 500".</summary>
    public const string Slow = "slow ";

    /// <summary>Nobody knows who signed it, so that a careful client refuses it.</summary>
    private static readonly Lazy<X509Certificate2> Certificate = new(SelfSigned);

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Func<int, string, string?> _script;
    private readonly Action<IReadOnlyList<string>> _accepted;
    private readonly Task _serving;

    /// <param name="accepted">Told of each mail before its sender is.</param>
    public SmtpSink(int port, Func<int, string, string?> script, Action<IReadOnlyList<string>> accepted)
    {
        (_script, _accepted) = (script, accepted);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                connections.Add(ConnectionAsync(client, connections.Count + 1));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectionAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await DialogueAsync(client.GetStream(), number, greet: true);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client left, or the sink is done.
            }
        }
    }

    private async Task DialogueAsync(Stream stream, int number, bool greet)
    {
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        if (greet && !await AnswerAsync("HELLO", "220 ready", () => { }))
        {
            return;
        }

        List<string>? mail = null;
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            if (mail is not null && line != ".")
            {
                mail.Add(line.StartsWith('.') ? line[1..] : line);
                continue;
            }

            IReadOnlyList<string>? whole = mail;
            mail = null;
            string step = line.Split(' ')[0].ToUpperInvariant();
            string usual = step switch { "DATA" => "354 go on", "STARTTLS" => "220 go on", "AUTH" => "235 welcome", _ => "250 fine" };
            if (!await AnswerAsync(step, usual, () => Take(whole)) || step == "QUIT")
            {
                return;
            }

            mail = step == "DATA" ? [] : null;
            if (step == "STARTTLS")
            {
                await using SslStream secure = new(stream, leaveInnerStreamOpen: true);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate.Value }, _end.Token);
                await DialogueAsync(secure, number, greet: false);
                return;
            }
        }

        async Task<bool> AnswerAsync(string step, string usual, Action take)
        {
            string answer = _script(number, step) ?? usual;
            switch (answer)
            {
                case Drop:
                    return false;
                case TakeAndDrop:
                    take();
                    return false;
                case TakeAndSilence:
                    take();
                    goto case Silence;
                case Silence:
                    await Task.Delay(Timeout.Infinite, _end.Token);
                    return false;
                case string slow when slow.StartsWith(Slow, StringComparison.Ordinal):
                    await Task.Delay(int.Parse(slow.AsSpan(Slow.Length), System.Globalization.CultureInfo.InvariantCulture), _end.Token);
                    answer = usual;
                    break;
                default:
                    break;
            }

            if (answer == usual)
            {
                take();
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _end.Token);
            return true;
        }
    }

    private void Take(IReadOnlyList<string>? mail)
    {
        if (mail is not null)
        {
            _accepted(mail);
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        const int Bits = 2048;
        using RSA key = RSA.Create(Bits);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
