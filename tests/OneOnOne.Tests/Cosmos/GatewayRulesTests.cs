using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

/// <summary>What the service refuses, the gateway refuses; and what our own rules forbid.</summary>
public sealed class GatewayRulesTests : IAsyncLifetime
{
    private readonly CosmosGateway _gateway = new();
    private Container _books = null!;

    public async Task InitializeAsync() => _books = (await _gateway.CreateAsync()).GetContainer("books");

    public Task DisposeAsync()
    {
        _gateway.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_nothing_behind()
    {
        using ResponseMessage head = await _books.CreateAsync("head", 1);
        using TransactionalBatchResponse batch = await _books.CreateTransactionalBatch(Wire.Rob)
            .CreateItemStream(Wire.Of("new"))
            .DeleteItem("head")
            .UpsertItemStream(Wire.Of("other"))
            .ReplaceItemStream("missing", Wire.Of("missing"))
            .CreateItemStream(Wire.Of("never"))
            .ExecuteAsync();
        Assert.Equal(HttpStatusCode.NotFound, batch.StatusCode);
        Assert.Equal([424, 424, 424, 404, 424], batch.Select(result => (int)result.StatusCode));
        GatewayDocument left = Assert.Single(_gateway.Documents("books"));
        Assert.Equal(("head", head.Headers.ETag), (left.Id, left.ETag));
    }

    [Fact]
    public async Task A_batch_with_an_old_ETag_leaves_nothing_behind()
    {
        using ResponseMessage old = await _books.CreateAsync("head", 1);
        using ResponseMessage present = await _books.UpsertAsync("head", 2);
        using TransactionalBatchResponse batch = await _books.CreateTransactionalBatch(Wire.Rob)
            .UpsertItemStream(Wire.Of("other"))
            .ReplaceItemStream("head", Wire.Of("head", 3), new TransactionalBatchItemRequestOptions { IfMatchEtag = old.Headers.ETag })
            .ExecuteAsync();
        Assert.Equal(HttpStatusCode.PreconditionFailed, batch.StatusCode);
        Assert.Equal(present.Headers.ETag, Assert.Single(_gateway.Documents("books")).ETag);
    }

    [Fact]
    public async Task A_batch_may_patch()
    {
        using ResponseMessage head = await _books.CreateAsync("head", 1);
        using TransactionalBatchResponse batch = await _books.CreateTransactionalBatch(Wire.Rob).PatchItem("head", [PatchOperation.Increment("/n", 10)]).ExecuteAsync();
        Assert.True(batch.IsSuccessStatusCode);
        Assert.Equal(11, await _books.NumberAsync("head"));
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task A_batch_has_at_most_a_hundred_operations(int operations, int status)
    {
        TransactionalBatch batch = _books.CreateTransactionalBatch(Wire.Rob);
        for (int number = 0; number < operations; number++)
        {
            batch.UpsertItemStream(Wire.Of($"d{number}"));
        }
        using TransactionalBatchResponse answer = await batch.ExecuteAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? operations : 0, _gateway.Documents("books").Count);
    }

    [Theory]
    [InlineData(1_000_000, 200)]
    [InlineData(1_100_000, 413)]
    public async Task A_batch_has_at_most_two_megabytes(int letters, int status)
    {
        using TransactionalBatchResponse answer = await _books.CreateTransactionalBatch(Wire.Rob)
            .CreateItemStream(Large("a", letters))
            .CreateItemStream(Large("b", letters))
            .ExecuteAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 2 : 0, _gateway.Documents("books").Count);
    }

    [Theory]
    [InlineData(2_000_000, HttpStatusCode.Created)]
    [InlineData(2_100_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_document_has_at_most_two_megabytes(int letters, HttpStatusCode status)
    {
        using MemoryStream body = Large("a", letters);
        using ResponseMessage answer = await _books.CreateItemStreamAsync(body, Wire.Rob);
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a ")]
    [InlineData("")]
    public async Task Ids_that_cannot_be_addressed_are_refused(string id)
    {
        using MemoryStream body = new(JsonSerializer.SerializeToUtf8Bytes(new { id, repId = "rob" }));
        using ResponseMessage answer = await _books.CreateItemStreamAsync(body, Wire.Rob);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(1023, 0, HttpStatusCode.Created)]
    [InlineData(1022, 1, HttpStatusCode.BadRequest)]
    public async Task An_id_has_at_most_1023_bytes(int plain, int wide, HttpStatusCode status)
    {
        using ResponseMessage answer = await _books.CreateAsync(new string('a', plain) + new string('ü', wide));
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"head","repId":"ann"}""")]
    [InlineData("""{"id":"head"}""")]
    [InlineData("""{"id":"head","repId":7}""")]
    public async Task A_document_lies_in_the_partition_that_its_body_names(string json)
    {
        using MemoryStream body = Wire.Json(json);
        using ResponseMessage answer = await _books.CreateItemStreamAsync(body, Wire.Rob);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_gateway.Documents("books"));
    }

    [Fact]
    public async Task A_replaced_document_keeps_its_id()
    {
        using ResponseMessage head = await _books.CreateAsync("head", 1);
        using ResponseMessage answer = await _books.ReplaceItemStreamAsync(Wire.Of("other"), "head", Wire.Rob);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_patch_that_does_not_fit_changes_nothing()
    {
        using ResponseMessage head = await _books.CreateAsync("head", 1);
        PatchOperation[][] patches =
        [
            [PatchOperation.Increment("/n", 1), PatchOperation.Replace("/missing", 1)],
            [PatchOperation.Increment("/n", 1), PatchOperation.Remove("/missing")],
            [PatchOperation.Increment("/n", 1), PatchOperation.Increment("/repIdx/y", 1)],
            [PatchOperation.Increment("/n", 1), PatchOperation.Set("/id", "other")],
            [PatchOperation.Increment("/n", 1), PatchOperation.Set("/repId", "ann")],
            [.. Enumerable.Repeat(PatchOperation.Increment("/n", 1), 11)],
        ];
        foreach (PatchOperation[] patch in patches)
        {
            using ResponseMessage answer = await _books.PatchAsync("head", null, patch);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        Assert.Equal(1, await _books.NumberAsync("head"));
    }

    /// <summary>What is lost on the way through a double is to be seen here, and not in Azure only.</summary>
    [Fact]
    public async Task Numbers_come_back_as_doubles()
    {
        using MemoryStream body = Wire.Json("""{"id":"head","repId":"rob","money":100.00,"large":9007199254740993,"fraction":0.1,"long":1234567890.12345678901}""");
        using ResponseMessage answer = await _books.CreateItemStreamAsync(body, Wire.Rob);
        Assert.Equal(
            """{"id":"head","repId":"rob","money":100,"large":9007199254740992,"fraction":0.1,"long":1234567890.1234567}""",
            Assert.Single(_gateway.Documents("books")).Json());
    }

    [Fact]
    public async Task A_page_has_at_most_four_megabytes()
    {
        for (int number = 0; number < 5; number++)
        {
            using ResponseMessage created = await _books.CreateItemStreamAsync(Large($"d{number}", 1_500_000), Wire.Rob);
            created.EnsureSuccessStatusCode();
        }
        IReadOnlyList<string[]> pages = await _books.PagesAsync(new QueryDefinition("SELECT * FROM c"), maxItems: -1);
        Assert.Equal([2, 2, 1], pages.Select(page => page.Length));
    }

    [Fact]
    public async Task A_page_goes_on_after_the_last_row_though_documents_came_and_went()
    {
        for (int number = 0; number < 6; number++)
        {
            using ResponseMessage created = await _books.CreateAsync($"d{number}", number);
        }
        using FeedIterator rows = _books.GetItemQueryStreamIterator(
            "SELECT VALUE c.n FROM c ORDER BY c.n", null, new QueryRequestOptions { PartitionKey = Wire.Rob, MaxItemCount = 2 });
        using ResponseMessage first = await rows.ReadNextAsync();
        using ResponseMessage gone = await _books.DeleteItemStreamAsync("d0", Wire.Rob);
        using ResponseMessage second = await rows.ReadNextAsync();
        using ResponseMessage last = await _books.DeleteItemStreamAsync("d3", Wire.Rob);
        using ResponseMessage third = await rows.ReadNextAsync();
        Assert.Equal(["[0,1]", "[2,3]", "[4,5]"], new[] { first, second, third }.Select(page => Wire.Body(page).GetProperty("Documents").GetRawText()));
    }

    /// <summary>In Azure there is no order without ORDER BY; here it is one that a caller who forgot it will notice.</summary>
    [Fact]
    public async Task Rows_that_nobody_sorted_come_newest_first()
    {
        foreach (string id in new[] { "d0", "d1", "d2", "d0" })
        {
            using ResponseMessage written = await _books.UpsertAsync(id);
        }
        Assert.Equal(["\"d2\"", "\"d1\"", "\"d0\""], Assert.Single(await _books.PagesAsync(new QueryDefinition("SELECT VALUE c.id FROM c"))));
    }

    [Fact]
    public async Task A_query_across_partitions_is_misuse()
    {
        using FeedIterator rows = _books.GetItemQueryStreamIterator("SELECT * FROM c WHERE c.n = 1");
        await Assert.ThrowsAsync<CosmosMisuseException>(() => rows.ReadNextAsync());
        Assert.Equal(["A query without a partition key: no query of ours crosses partitions. SELECT * FROM c WHERE c.n = 1"], _gateway.TakeMisuses());
    }

    [Theory]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "The gateway does not know this query: expected c at 'COUNT' in SELECT VALUE COUNT(1) FROM c")]
    [InlineData("SELECT * FROM c WHERE CONTAINS(c.id, 'd')", "The gateway does not know the function CONTAINS.")]
    [InlineData("SELECT * FROM c WHERE c.id = @none", "The gateway does not know this query: a parameter has no value at '@none' in SELECT * FROM c WHERE c.id = @none")]
    [InlineData("SELECT * FROM c WHERE c.n = 1 GROUP BY c.n", "The gateway does not know this query: expected the end at 'GROUP' in SELECT * FROM c WHERE c.n = 1 GROUP BY c.n")]
    [InlineData("SELECT * FROM c ORDER BY c.n, c.id", "The gateway does not know this query: sorting by several fields needs a composite index at ',' in SELECT * FROM c ORDER BY c.n, c.id")]
    [InlineData("SELECT * FROM c WHERE c.n ~ 1", "The gateway cannot read this query from '~ 1' on: SELECT * FROM c WHERE c.n ~ 1")]
    public async Task A_query_that_the_gateway_does_not_know_is_misuse(string sql, string reason)
    {
        await Assert.ThrowsAsync<CosmosMisuseException>(() => _books.PagesAsync(new QueryDefinition(sql)));
        Assert.Equal([reason], _gateway.TakeMisuses());
    }

    [Fact]
    public async Task A_request_that_the_gateway_does_not_know_is_misuse()
    {
        using FeedIterator changes = _books.GetChangeFeedStreamIterator(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.Incremental);
        await Assert.ThrowsAsync<CosmosMisuseException>(() => changes.ReadNextAsync());
        Assert.Equal(["The gateway does not know the request GET /dbs/oneonone/colls/books/docs (A-IM: Incremental Feed)."], _gateway.TakeMisuses());
    }

    [Fact]
    public async Task Misuse_that_is_swallowed_is_found_out_at_the_end()
    {
        CosmosGateway gateway = new();
        Container books = (await gateway.CreateAsync()).GetContainer("books");
        await Record.ExceptionAsync(() => books.PagesAsync(new QueryDefinition("SELECT * FROM c JOIN d IN c.list")));
        Assert.Equal(
            "The gateway does not know this query: expected the end at 'JOIN' in SELECT * FROM c JOIN d IN c.list",
            Assert.Throws<CosmosMisuseException>(gateway.Dispose).Message);
    }

    private static MemoryStream Large(string id, int letters) => Wire.Json($$"""{"id":"{{id}}","repId":"rob","text":"{{new string('x', letters)}}"}""");
}
