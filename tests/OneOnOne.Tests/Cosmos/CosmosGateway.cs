using System.Globalization;
using System.Net;
using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

/// <summary>
/// Cosmos DB's gateway in this process, behind the real SDK: it answers the SDK's own HTTP requests, keeps documents in memory, enforces what
/// the service enforces, writes down every request, and breaks on demand. What it does not know, and what our own rules forbid, it refuses with a
/// <see cref="CosmosMisuseException"/>; code that swallows that is found out when the gateway is disposed of.
/// </summary>
/// <remarks>
/// One partition range per container, one region, session consistency that always holds. It proves nothing about real request units, splits of
/// partitions, latency or indexing. There is no clock: documents do not expire.
/// </remarks>
internal sealed class CosmosGateway : HttpMessageHandler
{
    private static readonly Uri Address = new("https://gateway.test/");

    /// <summary>Where an Azure virtual machine tells about itself. The SDK asks once per process, through whichever client comes first.</summary>
    private const string MachineMetadata = "169.254.169.254";

    private readonly Lock _gate = new();
    private readonly GatewayAccount _account;
    private readonly List<CosmosRequest> _requests = [];
    private readonly List<CosmosClient> _clients = [];
    private readonly List<string> _misuses = [];
    private long _etags;
    private int _number;

    public CosmosGateway() => _account = new GatewayAccount(() => ++_etags);

    /// <summary>Asked for every request for documents, in the order in which they come (<see cref="CosmosRequest.Number"/>), one at a time.</summary>
    public Func<CosmosRequest, CosmosFault?> Fault { get; set; } = _ => null;

    /// <summary>All of them in the order in which they came, metadata included.</summary>
    public IReadOnlyList<CosmosRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The same without metadata: what a step of ours costs.</summary>
    public IReadOnlyList<CosmosRequest> DocumentRequests => [.. Requests.Where(request => request.Kind != CosmosRequestKind.Metadata)];

    /// <summary>Documents asked to be written, alone or in batches, whether or not it came to that.</summary>
    public int Writes => DocumentRequests.Sum(request => request.Operations.Count(operation => operation.Writes));

    /// <summary>A client of this gateway, which disposes of it.</summary>
    /// <param name="options">As the product sets them; how to connect is set here.</param>
    public CosmosClient Client(CosmosClientOptions? options = null)
    {
        options ??= new CosmosClientOptions();
        options.ConnectionMode = ConnectionMode.Gateway;
        options.LimitToEndpoint = true;
        options.HttpClientFactory = () => new HttpClient(this, disposeHandler: false);
        CosmosClient client = new(Address.ToString(), Convert.ToBase64String(new byte[64]), options);
        lock (_gate)
        {
            _clients.Add(client);
        }
        return client;
    }

    /// <summary>Makes the database and its containers.</summary>
    /// <returns>Of a client of its own, with the SDK's defaults.</returns>
    public Task<Database> CreateAsync() => CosmosLayout.CreateAsync(Client());

    /// <summary>All documents of a container, by partition key and id.</summary>
    public IReadOnlyList<GatewayDocument> Documents(string container)
    {
        lock (_gate)
        {
            return _account.Find(CosmosLayout.Database, container) is { } found
                ? [.. found.All]
                : throw new InvalidOperationException($"There is no container '{container}' in the database '{CosmosLayout.Database}'.");
        }
    }

    /// <summary>Forgets the requests so far, and counts from 1 again.</summary>
    public void ForgetRequests()
    {
        lock (_gate)
        {
            _requests.Clear();
            _number = 0;
        }
    }

    /// <summary>What was refused because it is unknown or forbidden. To ask is to accept it: the gateway no longer complains about it at its end.</summary>
    public IReadOnlyList<string> TakeMisuses()
    {
        lock (_gate)
        {
            string[] misuses = [.. _misuses];
            _misuses.Clear();
            return misuses;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Host == MachineMetadata)
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request };
        }
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            CosmosRequest read = await CosmosRequestReader.ReadAsync(request, body);
            if (read.Kind == CosmosRequestKind.Metadata)
            {
                return AnswerMetadata(request, read, body);
            }
            (read, CosmosFault? fault) = Arrive(read);
            return await AnswerAsync(request, read, fault, body, cancellationToken);
        }
        catch (CosmosMisuseException misuse)
        {
            lock (_gate)
            {
                _misuses.Add(misuse.Message);
            }
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (CosmosClient client in _clients)
        {
            client.Dispose();
        }
        base.Dispose(disposing);
        if (TakeMisuses() is [_, ..] misuses)
        {
            throw new CosmosMisuseException(string.Join(Environment.NewLine, misuses));
        }
    }

    private HttpResponseMessage AnswerMetadata(HttpRequestMessage request, CosmosRequest read, byte[] body)
    {
        lock (_gate)
        {
            CosmosResult result = _account.Answer(request, body);
            _requests.Add(read with { Status = result.Status });
            return Message(request, result, null);
        }
    }

    private (CosmosRequest Request, CosmosFault? Fault) Arrive(CosmosRequest read)
    {
        lock (_gate)
        {
            CosmosRequest numbered = read with { Number = ++_number };
            _requests.Add(numbered);
            return (numbered, Fault(numbered));
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CosmosRequest read, CosmosFault? fault, byte[] body, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case CosmosFault.Delay delay:
                await delay.Until.WaitAsync(cancellationToken);
                break;
            case CosmosFault.LoseConnectionBefore:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was refused.");
            case CosmosFault.FailBefore failure:
                return Tell(request, read, Told(failure.Status), failure.RetryAfter);
        }
        CosmosResult result = await PerformAsync(request, read, body);
        return fault switch
        {
            CosmosFault.LoseConnectionAfter => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was lost."),
            CosmosFault.LoseAnswer lost => Tell(request, read, Told(lost.Status), null),
            _ => Tell(request, read, result, null),
        };
    }

    private static CosmosResult Told(HttpStatusCode status) => CosmosResult.Refused((int)status, "This fault was asked for.");

    private async Task<CosmosResult> PerformAsync(HttpRequestMessage request, CosmosRequest read, byte[] body)
    {
        CosmosResult result;
        lock (_gate)
        {
            result = Container(request) is { } container ? Perform(container, request, read, body) : CosmosResult.Refused(404, $"There is no container '{read.Container}'.", 1003);
        }
        return result.Parts.Count > 0 ? result with { Body = await HybridRowBatch.EncodeAsync(result.Parts) } : result;
    }

    private static CosmosResult Perform(GatewayContainer container, HttpRequestMessage request, CosmosRequest read, byte[] body) => read.Kind switch
    {
        CosmosRequestKind.Query or CosmosRequestKind.QueryPlan =>
            GatewayQueries.Answer(container, read, body, request.Value(CosmosHeaders.MaxItemCount), request.Value(CosmosHeaders.Continuation)),
        CosmosRequestKind.Batch => GatewayBatches.Together(container, read, body.Length),
        CosmosRequestKind.Bulk => GatewayBatches.EachForItself(container, read, body.Length),
        _ => container.Apply(read.Operations[0]),
    };

    private GatewayContainer? Container(HttpRequestMessage request)
    {
        string[] segments = CosmosRequestReader.Segments(request);
        return _account.Find(segments[1], segments[3]);
    }

    /// <summary>Writes down how a request is answered, and answers it.</summary>
    private HttpResponseMessage Tell(HttpRequestMessage request, CosmosRequest read, CosmosResult result, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            int place = _requests.FindLastIndex(known => ReferenceEquals(known, read));
            if (place >= 0)
            {
                _requests[place] = read with { Status = result.Status, Charge = result.Charge };
            }
            return Message(request, result, retryAfter);
        }
    }

    private HttpResponseMessage Message(HttpRequestMessage request, CosmosResult result, TimeSpan? retryAfter)
    {
        HttpResponseMessage message = new((HttpStatusCode)result.Status) { RequestMessage = request, Content = new ByteArrayContent(result.Body ?? []) };
        message.Content.Headers.ContentType = new("application/json");
        void Add(string header, string? value)
        {
            if (value is not null)
            {
                message.Headers.TryAddWithoutValidation(header, value);
            }
        }
        Add(CosmosHeaders.Charge, result.Charge.ToString(CultureInfo.InvariantCulture));
        Add(CosmosHeaders.SubStatus, result.SubStatus == 0 ? null : result.SubStatus.ToString(CultureInfo.InvariantCulture));
        Add(CosmosHeaders.Continuation, result.Continuation);
        Add(CosmosHeaders.ItemCount, result.ItemCount?.ToString(CultureInfo.InvariantCulture));
        Add(CosmosHeaders.RetryAfter, result.Status is 429 or 449 ? (retryAfter ?? TimeSpan.FromMilliseconds(1)).TotalMilliseconds.ToString(CultureInfo.InvariantCulture) : null);
        Add("etag", result.ETag);
        if (CosmosRequestReader.Segments(request) is ["dbs", string database, "colls", string container, "docs", ..] && _account.Find(database, container) is { } found)
        {
            Add(CosmosHeaders.SessionToken, found.SessionToken);
            Add(CosmosHeaders.ContainerPath, $"dbs/{database}/colls/{container}");
            Add(CosmosHeaders.ContainerRid, found.Rid);
        }
        return message;
    }
}
