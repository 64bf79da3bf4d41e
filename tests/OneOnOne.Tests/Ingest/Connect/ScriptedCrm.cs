using System.Collections.Concurrent;
using System.Net;
using System.Text;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Tests.Ingest.Connect;

/// <summary>A CRM's wire: answers what the script says, in its order. A question more than the script has fails the test.</summary>
internal sealed class ScriptedCrm(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler, ICrmManners
{
    private readonly ConcurrentQueue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = new(answers);
    private int _tokens;

    public string Name => "Acme CRM";

    /// <summary>The tokens that questions came with.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What a refusal means; null: its status says it.</summary>
    public Func<HttpResponseMessage, string, Exception?> Meaning { get; init; } = (_, _) => null;

    public static Func<HttpRequestMessage, HttpResponseMessage> Says(HttpStatusCode status, string body = "", TimeSpan? after = null) => _ =>
    {
        HttpResponseMessage answer = new(status) { Content = new StringContent(body, Encoding.UTF8) };
        answer.Headers.RetryAfter = after is { } pause ? new(pause) : null;
        return answer;
    };

    public static Func<HttpRequestMessage, HttpResponseMessage> Breaks(string start) => _ => new(HttpStatusCode.OK) { Content = new StreamContent(new Broken(Encoding.UTF8.GetBytes(start))) };

    public CrmHttp Http(TimeProvider clock, int most = 4) => new(new HttpClient(this, disposeHandler: false), this, clock, most);

    public Task<string> SignInAsync(HttpClient http, CancellationToken cancellation) => Task.FromResult("token " + Interlocked.Increment(ref _tokens));

    public Exception? Judge(HttpResponseMessage answer, string refusal) => Meaning(answer, refusal);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request.Headers.Authorization!.Parameter!);
        return _answers.TryDequeue(out Func<HttpRequestMessage, HttpResponseMessage>? answer)
            ? Task.FromResult(answer(request))
            : throw new InvalidOperationException("The script has no answer for " + request.RequestUri);
    }

    private sealed class Broken(byte[] start) : MemoryStream(start)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and int read ? read : throw new IOException("The connection was reset.");
    }
}
