using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Microsoft.Azure.Cosmos;
using OneOnOne.Settings;
using OneOnOne.Storage.Cosmos;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

/// <summary>
/// Several processes on one account, whose requests go through one at a time, in an order that a seed decides. It also decides what
/// happens to them: some are refused, some lose their answer, some arrive long after their sender has given them up, and some find
/// their sender dead. An actor that sends one request after the other makes a seed repeatable to the last request.
/// </summary>
internal sealed class CosmosSchedule : IDisposable
{
    private readonly AsyncLocal<Actor?> _current = new();
    private readonly Channel<bool> _events = Channel.CreateUnbounded<bool>();
    private readonly List<Actor> _actors = [];
    private readonly List<HttpRequestMessage> _late = [];
    private readonly List<IDisposable> _owned = [];
    private readonly CosmosGateway _gateway;
    private readonly HttpMessageInvoker _wire;

    /// <summary>How likely it is that the same one goes on: an ingest of fifty requests is seldom alone, and sometimes.</summary>
    private readonly double _loyalty;
    private Actor? _last;
    private int _writers;

    public CosmosSchedule(CosmosGateway gateway, int seed)
    {
        _gateway = gateway;
        Random = new Random(seed);
        _loyalty = 1 - Math.Pow(10, -2.5 * Random.NextDouble());
        _wire = new HttpMessageInvoker(gateway, disposeHandler: false);
    }

    public Random Random { get; }

    /// <summary>Of a hundred writes, how many come to harm.</summary>
    public int Trouble { get; init; }

    /// <summary>Of a thousand requests, how many are the last ones of their sender.</summary>
    public int Deaths { get; init; }

    public int Requests { get; private set; }

    public int Harmed { get; private set; }

    /// <param name="mostPendingBytes">0: one request after the other.</param>
    public CosmosStore Process(int mostPendingBytes = 0)
    {
        CosmosClientOptions options = CosmosStore.Options();
        options.LimitToEndpoint = true;
        Wire wire = new(this);
        options.HttpClientFactory = () => new HttpClient(wire, disposeHandler: false);
        CosmosClient client = new("https://gateway.test/", Convert.ToBase64String(new byte[64]), options);
        _owned.Add(client);
        _owned.Add(wire);
        return CosmosStore.Create(client, CosmosStore.DefaultDatabase, string.Create(CultureInfo.InvariantCulture, $"{++_writers}"), new RetentionSettings(), mostPendingBytes);
    }

    /// <summary>Work that begins whenever the seed says so.</summary>
    public void Add(Func<CancellationToken, Task> work)
    {
        Actor actor = new();
        _actors.Add(actor);
        _owned.Add(actor.Life);
        actor.Work = Task.Run(async () =>
        {
            _current.Value = actor;
            try
            {
                await AskAsync(actor, null);
                await work(actor.Life.Token);
            }
            catch (OperationCanceledException) when (actor.Life.IsCancellationRequested)
            {
                // It died.
            }
            finally
            {
                lock (_events)
                {
                    actor.IsDone = true;
                }

                _events.Writer.TryWrite(true);
            }
        });
    }

    /// <returns>When all work is done, and all requests have arrived that ever will.</returns>
    public async Task RunAsync()
    {
        while (await NextAsync() is { } next)
        {
            if (_late.Count > 0 && Random.Next(8) == 0)
            {
                await ArriveAsync();
            }

            TaskCompletionSource performed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            next.Go.SetResult((FateOf(next), performed));
            await performed.Task;
        }

        while (_late.Count > 0)
        {
            await ArriveAsync();
        }

        await Task.WhenAll(_actors.Select(actor => actor.Work!));
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }

        _wire.Dispose();
    }

    /// <summary>Waits until everybody has asked for something or is done, and chooses one.</summary>
    private async Task<Request?> NextAsync()
    {
        while (true)
        {
            lock (_events)
            {
                Actor[] alive = [.. _actors.Where(actor => !actor.IsDone)];
                if (alive.Length == 0)
                {
                    return null;
                }

                if (Array.TrueForAll(alive, actor => actor.Waiting.Count > 0))
                {
                    _last = Array.IndexOf(alive, _last) >= 0 && Random.NextDouble() < _loyalty ? _last : alive[Random.Next(alive.Length)];
                    Request chosen = _last!.Waiting[Random.Next(_last.Waiting.Count)];
                    _last.Waiting.Remove(chosen);
                    return chosen;
                }
            }

            await _events.Reader.ReadAsync();
        }
    }

    private Fate FateOf(Request request)
    {
        if (request.IsWrite is not { } isWrite)
        {
            return Fate.Pass;
        }

        Fate fate = Random.Next(1000) < Deaths ? Fate.Death
            : Random.Next(100) >= Trouble ? Fate.Pass
            : !isWrite ? Fate.Busy
            : (Fate)Random.Next((int)Fate.Busy, (int)Fate.Death);
        Requests++;
        Harmed += fate == Fate.Pass ? 0 : 1;
        return fate;
    }

    private async Task<(Fate Fate, TaskCompletionSource Performed)> AskAsync(Actor actor, bool? isWrite)
    {
        Request request = new(isWrite, new TaskCompletionSource<(Fate, TaskCompletionSource)>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_events)
        {
            actor.Waiting.Add(request);
        }

        _events.Writer.TryWrite(true);
        (Fate fate, TaskCompletionSource performed) = await request.Go.Task;
        if (isWrite is null)
        {
            performed.SetResult();
        }

        return (fate, performed);
    }

    private async Task ArriveAsync()
    {
        HttpRequestMessage late = _late[Random.Next(_late.Count)];
        _late.Remove(late);
        using (late)
        {
            using HttpResponseMessage unheard = await _wire.SendAsync(late, CancellationToken.None);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (_current.Value is not { } actor || !request.RequestUri!.AbsolutePath.Contains("/docs", StringComparison.Ordinal))
        {
            return await _wire.SendAsync(request, CancellationToken.None);
        }

        bool isWrite = request.Method != HttpMethod.Get && !request.Says(CosmosHeaders.IsQuery);
        (Fate fate, TaskCompletionSource performed) = await AskAsync(actor, isWrite);
        try
        {
            return await MeetAsync(fate, actor, request, isWrite);
        }
        finally
        {
            performed.SetResult();
        }
    }

    private async Task<HttpResponseMessage> MeetAsync(Fate fate, Actor actor, HttpRequestMessage request, bool isWrite)
    {
        switch (fate)
        {
            case Fate.Busy:
                return Told(request, HttpStatusCode.TooManyRequests);
            case Fate.Lost:
                return Told(request, HttpStatusCode.RequestTimeout);
            case Fate.Unheard:
                (await _wire.SendAsync(request, CancellationToken.None)).Dispose();
                return Told(request, HttpStatusCode.RequestTimeout);
            case Fate.Late:
                _late.Add(await CopyAsync(request));
                return Told(request, HttpStatusCode.RequestTimeout);
            case Fate.Death:
                if (isWrite && Random.Next(2) == 0)
                {
                    _late.Add(await CopyAsync(request));
                }

                await actor.Life.CancelAsync();
                throw new OperationCanceledException(actor.Life.Token);
            default:
                return await _wire.SendAsync(request, CancellationToken.None);
        }
    }

    private static HttpResponseMessage Told(HttpRequestMessage request, HttpStatusCode status)
    {
        HttpResponseMessage told = new(status) { RequestMessage = request, Content = new StringContent("{}") };
        told.Headers.Add(CosmosHeaders.RetryAfter, "1");
        return told;
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request)
    {
        HttpRequestMessage copy = new(request.Method, request.RequestUri) { Content = request.Content is null ? null : new ByteArrayContent(await request.Content.ReadAsByteArrayAsync()) };
        foreach ((string name, IEnumerable<string> values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach ((string name, IEnumerable<string> values) in request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
        {
            copy.Content!.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }

    /// <summary>What becomes of a request.</summary>
    private enum Fate
    {
        Pass,

        /// <summary>Refused; the SDK sends it again.</summary>
        Busy,

        /// <summary>It never arrives, and the sender does not know.</summary>
        Lost,

        /// <summary>It is done, and the sender does not know.</summary>
        Unheard,

        /// <summary>The sender does not know, and it is done sometime later.</summary>
        Late,

        /// <summary>Its sender dies; it may arrive all the same.</summary>
        Death,
    }

    /// <param name="IsWrite">Null: an actor that asks to begin.</param>
    private sealed record Request(bool? IsWrite, TaskCompletionSource<(Fate Fate, TaskCompletionSource Performed)> Go);

    private sealed class Actor
    {
        public CancellationTokenSource Life { get; } = new();

        public List<Request> Waiting { get; } = [];

        public Task? Work { get; set; }

        public bool IsDone { get; set; }
    }

    private sealed class Wire(CosmosSchedule schedule) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => schedule.SendAsync(request);
    }
}
