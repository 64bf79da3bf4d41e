using System.Net;
using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

/// <summary>The gateway writes down what was asked of it, and breaks when told to.</summary>
public sealed class GatewayRequestsTests : IAsyncLifetime
{
    private static readonly CosmosClientOptions NoRetries = new() { MaxRetryAttemptsOnRateLimitedRequests = 0 };

    private readonly CosmosGateway _gateway = new();
    private Container _books = null!;

    public async Task InitializeAsync()
    {
        await _gateway.CreateAsync();
        _books = _gateway.Client(NoRetries).GetContainer(CosmosLayout.Database, "books");
    }

    public Task DisposeAsync()
    {
        _gateway.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_request_for_documents_is_written_down()
    {
        using ResponseMessage created = await _books.CreateAsync("head", 1);
        using ResponseMessage stale = await _books.ReplaceAsync("head", 2, "\"old\"");
        using ResponseMessage read = await _books.ReadAsync("head");
        using ResponseMessage patched = await _books.PatchAsync("head", null, PatchOperation.Set("/n", 3));
        using TransactionalBatchResponse batch = await _books.CreateTransactionalBatch(Wire.Rob).DeleteItem("head").CreateItemStream(Wire.Of("new")).ExecuteAsync();
        await _books.PagesAsync(new QueryDefinition("SELECT * FROM c WHERE c.n = @n").WithParameter("@n", 1));
        Assert.Equal(
            """
            1 Create books ["rob"] head 201
            2 Replace books ["rob"] head "old" 412
            3 Read books ["rob"] head 200
            4 Patch books ["rob"] head 200
            5 Batch books ["rob"] Delete head Create new 200
            6 Query books ["rob"] SELECT * FROM c WHERE c.n = @n 200
            """,
            string.Join('\n', _gateway.DocumentRequests.Select(Line)));
        Assert.Equal(5, _gateway.Writes);
    }

    [Fact]
    public async Task Metadata_is_kept_apart()
    {
        Assert.Contains(_gateway.Requests, request => request.Kind == CosmosRequestKind.Metadata);
        Assert.Empty(_gateway.DocumentRequests);
        using ResponseMessage created = await _books.CreateAsync("head");
        Assert.Equal(1, Assert.Single(_gateway.DocumentRequests).Number);
        _gateway.ForgetRequests();
        Assert.Empty(_gateway.Requests);
        using ResponseMessage read = await _books.ReadAsync("head");
        Assert.Equal(1, Assert.Single(_gateway.DocumentRequests).Number);
    }

    [Fact]
    public async Task Sorting_costs_a_second_request_and_a_plain_condition_does_not()
    {
        await _books.PagesAsync(new QueryDefinition("SELECT * FROM c WHERE c.n = 1"));
        await _books.PagesAsync(new QueryDefinition("SELECT * FROM c ORDER BY c.n"));
        Assert.Equal([CosmosRequestKind.Query, CosmosRequestKind.QueryPlan, CosmosRequestKind.Query], _gateway.DocumentRequests.Select(request => request.Kind));
    }

    [Fact]
    public async Task Charges_grow_with_what_is_read_and_written()
    {
        using MemoryStream body = Wire.Json($$"""{"id":"head","repId":"rob","text":"{{new string('x', 2500)}}"}""");
        using ResponseMessage created = await _books.CreateItemStreamAsync(body, Wire.Rob);
        using ResponseMessage read = await _books.ReadAsync("head");
        using ResponseMessage missing = await _books.ReadAsync("missing");
        await _books.PagesAsync(new QueryDefinition("SELECT * FROM c"));
        Assert.Equal([15, 3, 1, 5.5], _gateway.DocumentRequests.Select(request => request.Charge));
        Assert.Equal(15, created.Headers.RequestCharge);
    }

    [Fact]
    public async Task ETags_are_the_same_in_every_run()
    {
        using ResponseMessage first = await _books.CreateAsync("head");
        using ResponseMessage second = await _books.UpsertAsync("head");
        Assert.Equal(["\"00000000-0000-0000-0000-000000000001\"", "\"00000000-0000-0000-0000-000000000002\""], [first.Headers.ETag, second.Headers.ETag]);
    }

    [Fact]
    public async Task A_read_carries_the_session_of_the_write_before_it()
    {
        using ResponseMessage created = await _books.CreateAsync("head");
        await _books.PagesAsync(new QueryDefinition("SELECT * FROM c"));
        Assert.Equal(created.Headers.Session, _gateway.DocumentRequests[^1].SessionToken);
        Assert.Equal("0:-1#1", created.Headers.Session);
    }

    [Fact]
    public async Task Many_writers_at_once_each_get_their_turn()
    {
        using ResponseMessage created = await _books.CreateAsync("head", 0);
        ResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(1, 32).Select(number => Task.Run(() => _books.ReplaceAsync("head", number, created.Headers.ETag))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(31, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(Enumerable.Range(1, 33), _gateway.DocumentRequests.Select(request => request.Number));
    }

    [Fact]
    public async Task A_request_fails_before_anything_is_done()
    {
        _gateway.Fault = request => request.Number == 1 ? new CosmosFault.FailBefore(HttpStatusCode.TooManyRequests, TimeSpan.FromMilliseconds(250)) : null;
        using ResponseMessage refused = await _books.CreateAsync("head");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("250", refused.Headers["x-ms-retry-after-ms"]);
        Assert.Empty(_gateway.Documents("books"));
        using ResponseMessage created = await _books.CreateAsync("head");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    [Fact]
    public async Task A_client_that_retries_is_told_to_do_so_at_once()
    {
        _gateway.Fault = request => request.Number < 3 ? new CosmosFault.FailBefore(HttpStatusCode.TooManyRequests) : null;
        Container books = _gateway.Client().GetContainer(CosmosLayout.Database, "books");
        using ResponseMessage created = await books.CreateAsync("head");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal([429, 429, 201], _gateway.DocumentRequests.Select(request => request.Status));
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task An_answer_is_lost_after_the_work_was_done(HttpStatusCode status)
    {
        _gateway.Fault = request => request.Number == 1 ? new CosmosFault.LoseAnswer(status) : null;
        using ResponseMessage lost = await _books.CreateAsync("head", 5);
        Assert.Equal(status, lost.StatusCode);
        Assert.Single(_gateway.DocumentRequests);
        using ResponseMessage again = await _books.CreateAsync("head", 6);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(5, await _books.NumberAsync("head"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_is_lost_before_or_after_the_work(bool before)
    {
        _gateway.Fault = request => request.Number > 1 ? null : before ? new CosmosFault.LoseConnectionBefore() : new CosmosFault.LoseConnectionAfter();
        ResponseMessage? answer = null;
        await Record.ExceptionAsync(async () => answer = await _books.CreateAsync("head"));
        Assert.False(answer?.IsSuccessStatusCode ?? false);
        Assert.Null(Assert.Single(_gateway.DocumentRequests).Status);
        Assert.Equal(before ? 0 : 1, _gateway.Documents("books").Count);
    }

    [Fact]
    public async Task A_delayed_request_lets_another_one_pass()
    {
        TaskCompletionSource other = new();
        using ResponseMessage created = await _books.CreateAsync("head", 0);
        _gateway.Fault = request => request.Number == 2 ? new CosmosFault.Delay(other.Task) : null;
        Task<ResponseMessage> slow = _books.UpsertAsync("head", 1, ifMatch: created.Headers.ETag);
        using ResponseMessage fast = await _books.UpsertAsync("head", 2, ifMatch: created.Headers.ETag);
        other.SetResult();
        using ResponseMessage late = await slow;
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], [fast.StatusCode, late.StatusCode]);
    }

    /// <summary>The pattern for tests of our own: whatever goes wrong wherever, the outcome is one of the two that are allowed.</summary>
    [Fact]
    public async Task Each_fault_can_be_tried_on_each_request_in_turn()
    {
        foreach (CosmosFault fault in CosmosFault.Each)
        {
            for (int at = 1; at <= 2; at++)
            {
                string[] ids = [$"a{at}{fault}".Replace(' ', '-'), $"b{at}{fault}".Replace(' ', '-')];
                int broken = 0;
                _gateway.ForgetRequests();
                _gateway.Fault = request => request.Number == at ? fault : null;
                foreach (string id in ids)
                {
                    Exception? lost = await Record.ExceptionAsync(async () => (await _books.CreateAsync(id)).EnsureSuccessStatusCode());
                    broken += lost is null ? 0 : 1;
                }
                bool done = fault is CosmosFault.LoseAnswer or CosmosFault.LoseConnectionAfter;
                Assert.Equal((1, done ? 2 : 1), (broken, _gateway.Documents("books").Count(document => ids.Contains(document.Id))));
            }
        }
    }

    private static string Line(CosmosRequest request)
    {
        string?[] words =
        [
            $"{request.Number}", $"{request.Kind}", request.Container, request.PartitionKey, request.Sql,
            .. request.Operations.SelectMany(operation => new[] { request.Kind == CosmosRequestKind.Batch ? $"{operation.Kind}" : null, operation.Id, operation.IfMatch }),
            $"{request.Status}",
        ];
        return string.Join(' ', words.OfType<string>());
    }
}
