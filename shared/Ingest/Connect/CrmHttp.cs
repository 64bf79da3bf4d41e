using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace OneOnOne.Ingest.Connect;

/// <summary>
/// Asks a CRM: signs in, signs in again once where a token is no longer good, waits as it is told to where it is asked too much, and asks
/// again after what may pass. Everything that is asked only reads, so asking twice does no harm.
/// </summary>
internal sealed class CrmHttp : IDisposable
{
    private const int Attempts = 12;

    /// <summary>Who has not answered once is more likely at another address than out of order: nobody should wait for minutes to be told.</summary>
    private const int FirstAttempts = 3;
    private const int LongestRefusal = 64 << 10;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http;
    private readonly ICrmManners _manners;
    private readonly TimeProvider _clock;
    private readonly AdaptiveGate _gate;
    private readonly SemaphoreSlim _signIn = new(1);
    private readonly ResiliencePipeline _asking;
    private string? _token;

    /// <param name="most">Requests at once, at the most.</param>
    public CrmHttp(HttpClient http, ICrmManners manners, TimeProvider clock, int most)
    {
        (_http, _manners, _clock, _gate) = (http, manners, clock, new AdaptiveGate(most));
        _asking = Asking();
    }

    /// <summary>The CRM's clock at its last answer, ours where it does not tell its own; null before the first.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public int Allowed => _gate.Allowed;

    /// <summary>A client that follows no redirect, so that a token goes nowhere but to the address that it is for.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        ConnectTimeout = TimeSpan.FromSeconds(30),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="question">Makes the request, anew for each attempt; the token is added here.</param>
    /// <param name="read">Reads an answer that is a yes. What goes wrong in it on the wire is asked again.</param>
    /// <exception cref="CrmRefusedException">The CRM says no to this question.</exception>
    /// <exception cref="UserErrorException">The CRM says no to all of them, cannot be reached, or has no allowance left.</exception>
    public async Task<T> AskAsync<T>(Func<HttpRequestMessage> question, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        await _gate.EnterAsync(cancellation);
        try
        {
            return await _asking.ExecuteAsync(async token => await AskOnceAsync(question, read, token), cancellation);
        }
        catch (CrmBusyException busy)
        {
            throw new UserErrorException($"{_manners.Name} still says that it is asked too much ({busy.Message}). What was read so far is kept: run the same again later.", busy);
        }
        catch (Exception e) when (IsPassing(e))
        {
            throw new UserErrorException($"{_manners.Name} cannot be read at present ({e.Message.TrimEnd('.')}). What was read so far is kept: run the same again later.", e);
        }
        finally
        {
            _gate.Leave();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _signIn.Dispose();
        _http.Dispose();
    }

    private async Task<T> AskOnceAsync<T>(Func<HttpRequestMessage> question, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        string token = _token ?? await SignInAsync(null, cancellation);
        for (bool again = false; ; again = true)
        {
            using HttpRequestMessage request = question();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            AnsweredAt = answer.Headers.Date ?? _clock.GetUtcNow();
            if (answer.IsSuccessStatusCode)
            {
                T result = await read(answer, cancellation);
                _gate.Grow();
                return result;
            }

            string refusal = await TextAsync(answer, cancellation);
            if (answer.StatusCode == HttpStatusCode.Unauthorized && !again)
            {
                token = await SignInAsync(token, cancellation);
                continue;
            }

            throw Judge(answer, refusal);
        }
    }

    private Exception Judge(HttpResponseMessage answer, string refusal)
    {
        Exception judged = _manners.Judge(answer, refusal) ?? answer.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new CrmBusyException(Named(answer), After(answer)),
            HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                new CrmFailedException(Named(answer), After(answer)),
            _ => new CrmRefusedException(answer.StatusCode, refusal),
        };
        if (judged is CrmBusyException)
        {
            _gate.Shrink();
        }

        return judged;
    }

    /// <summary>Many may find at once that a token is no longer good; one of them gets another.</summary>
    private async Task<string> SignInAsync(string? refused, CancellationToken cancellation)
    {
        await _signIn.WaitAsync(cancellation);
        try
        {
            return _token is { } token && token != refused ? token : _token = await _manners.SignInAsync(_http, cancellation);
        }
        finally
        {
            _signIn.Release();
        }
    }

    private TimeSpan? After(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (answer.Headers.Date ?? _clock.GetUtcNow()),
        _ => null,
    };

    private static string Named(HttpResponseMessage answer) => $"{(int)answer.StatusCode} {answer.ReasonPhrase}";

    private static async Task<string> TextAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
        byte[] text = new byte[LongestRefusal];
        int length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(text, 0, length);
    }

    private static bool IsNobodyThere(Exception e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    /// <summary>The wire broke, or the other side did: that may pass by itself.</summary>
    private static bool IsPassing(Exception e) => e is HttpRequestException or IOException or TimeoutRejectedException or CrmLaterException;

    private ResiliencePipeline Asking() => new ResiliencePipelineBuilder { TimeProvider = _clock }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Attempts - 1,
            ShouldHandle = asked => ValueTask.FromResult(asked.Outcome.Exception is { } e && IsPassing(e) && (AnsweredAt is not null || !IsNobodyThere(e) || asked.AttemptNumber < FirstAttempts - 1)),
            DelayGenerator = asked => ValueTask.FromResult<TimeSpan?>(Pause(asked.Outcome.Exception, asked.AttemptNumber)),
        })
        .AddPipeline(new ResiliencePipelineBuilder().AddTimeout(LongestAnswer).Build()) // By the machine's clock: it guards the wire.
        .Build();

    private static TimeSpan Pause(Exception? refusal, int attempt)
    {
        TimeSpan growing = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, attempt)));
        return refusal is CrmLaterException { After: { } after } ? TimeSpan.FromTicks(Math.Clamp(after.Ticks, TimeSpan.TicksPerSecond / 10, 10 * LongestPause.Ticks)) : growing;
    }
}
