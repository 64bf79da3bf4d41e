using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

/// <summary>What the SDK is told by anything that stands in for Cosmos DB. Two that were written apart from each other agree on it.</summary>
public abstract class CosmosContract : IAsyncLifetime
{
    private protected Container Books { get; private set; } = null!;

    public async Task InitializeAsync() => Books = (await CreateAsync()).GetContainer("books");

    public abstract Task DisposeAsync();

    [SkippableFact]
    public async Task A_document_is_created_once_and_read()
    {
        using ResponseMessage created = await Books.CreateAsync("head", 7);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using ResponseMessage read = await Books.ReadAsync("head");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.Equal(7, Wire.Body(read).GetProperty("n").GetInt32());
        using ResponseMessage again = await Books.CreateAsync("head", 8);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(7, await Books.NumberAsync("head"));
    }

    [SkippableFact]
    public async Task The_same_id_in_two_partitions_is_two_documents()
    {
        using ResponseMessage robs = await Books.CreateAsync("head", 1, "rob");
        using ResponseMessage anns = await Books.CreateAsync("head", 2, "ann");
        Assert.Equal(HttpStatusCode.Created, anns.StatusCode);
        Assert.Equal(1, await Books.NumberAsync("head", "rob"));
        Assert.Equal(2, await Books.NumberAsync("head", "ann"));
    }

    [SkippableFact]
    public async Task What_is_missing_is_not_found()
    {
        using ResponseMessage read = await Books.ReadAsync("nothing");
        using ResponseMessage replaced = await Books.ReplaceAsync("nothing", 1);
        using ResponseMessage deleted = await Books.DeleteItemStreamAsync("nothing", Wire.Rob);
        using ResponseMessage patched = await Books.PatchAsync("nothing", null, PatchOperation.Set("/n", 1));
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            [read.StatusCode, replaced.StatusCode, deleted.StatusCode, patched.StatusCode]);
    }

    [SkippableFact]
    public async Task An_upsert_creates_and_then_replaces()
    {
        using ResponseMessage first = await Books.UpsertAsync("head", 1);
        using ResponseMessage second = await Books.UpsertAsync("head", 2);
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK], [first.StatusCode, second.StatusCode]);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(2, await Books.NumberAsync("head"));
    }

    [SkippableFact]
    public async Task A_read_of_what_has_not_changed_says_so_without_a_body()
    {
        using ResponseMessage created = await Books.CreateAsync("head");
        using ResponseMessage read = await Books.ReadItemStreamAsync("head", Wire.Rob, new ItemRequestOptions { IfNoneMatchEtag = created.Headers.ETag });
        Assert.Equal(HttpStatusCode.NotModified, read.StatusCode);
        using ResponseMessage changed = await Books.UpsertAsync("head", 2);
        using ResponseMessage reread = await Books.ReadItemStreamAsync("head", Wire.Rob, new ItemRequestOptions { IfNoneMatchEtag = created.Headers.ETag });
        Assert.Equal(HttpStatusCode.OK, reread.StatusCode);
    }

    [SkippableFact]
    public async Task A_write_with_an_old_ETag_fails_and_changes_nothing()
    {
        using ResponseMessage created = await Books.CreateAsync("head", 1);
        using ResponseMessage replaced = await Books.ReplaceAsync("head", 2, created.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        using ResponseMessage stale = await Books.ReplaceAsync("head", 3, created.Headers.ETag);
        using ResponseMessage staleUpsert = await Books.UpsertAsync("head", 3, ifMatch: created.Headers.ETag);
        using ResponseMessage staleDelete = await Books.DeleteItemStreamAsync("head", Wire.Rob, new ItemRequestOptions { IfMatchEtag = created.Headers.ETag });
        Assert.Equal(
            [HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed],
            [stale.StatusCode, staleUpsert.StatusCode, staleDelete.StatusCode]);
        Assert.Equal(2, await Books.NumberAsync("head"));
    }

    [SkippableFact]
    public async Task A_deleted_document_is_gone()
    {
        using ResponseMessage created = await Books.CreateAsync("head");
        using ResponseMessage deleted = await Books.DeleteItemStreamAsync("head", Wire.Rob, new ItemRequestOptions { IfMatchEtag = created.Headers.ETag });
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Null(await Books.NumberAsync("head"));
    }

    [SkippableFact]
    public async Task Ids_and_partition_keys_may_have_letters_of_any_kind()
    {
        using ResponseMessage created = await Books.CreateAsync("a|b:c ü~1", 5, "Zoë-東京");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(5, await Books.NumberAsync("a|b:c ü~1", "Zoë-東京"));
    }

    [SkippableFact]
    public async Task A_patch_sets_adds_counts_and_removes()
    {
        using MemoryStream body = Wire.Json("""{"id":"run","repId":"rob","n":1,"old":true,"parts":["a"],"state":{"name":"Planned"}}""");
        using ResponseMessage created = await Books.CreateItemStreamAsync(body, Wire.Rob);
        using ResponseMessage patched = await Books.PatchAsync(
            "run", null, PatchOperation.Increment("/n", 4), PatchOperation.Remove("/old"), PatchOperation.Add("/parts/-", "b"), PatchOperation.Replace("/state/name", "Claimed"), PatchOperation.Set("/owner", "w1"));
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        JsonElement document = Wire.Body(patched);
        Assert.Equal(5, document.GetProperty("n").GetInt32());
        Assert.False(document.TryGetProperty("old", out _));
        Assert.Equal("""["a","b"]""", document.GetProperty("parts").GetRawText());
        Assert.Equal("""{"name":"Claimed"}""", document.GetProperty("state").GetRawText());
        Assert.Equal("w1", document.GetProperty("owner").GetString());
    }

    [SkippableFact]
    public async Task A_patch_is_made_only_where_its_condition_holds()
    {
        using ResponseMessage created = await Books.CreateAsync("head", 6);
        using ResponseMessage refused = await Books.PatchAsync("head", "FROM c WHERE c.n = 999", PatchOperation.Set("/n", 0));
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        using ResponseMessage done = await Books.PatchAsync("head", "FROM c WHERE c.n = 6", PatchOperation.Set("/n", 7));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(7, await Books.NumberAsync("head"));
    }

    [SkippableFact]
    public async Task A_batch_reads_and_writes_one_partition()
    {
        using ResponseMessage head = await Books.CreateAsync("head", 1);
        using ResponseMessage old = await Books.CreateAsync("old", 1);
        using TransactionalBatchResponse batch = await Books.CreateTransactionalBatch(Wire.Rob)
            .ReadItem("old")
            .CreateItemStream(Wire.Of("new", 2))
            .UpsertItemStream(Wire.Of("other", 3))
            .ReplaceItemStream("head", Wire.Of("head", 4), new TransactionalBatchItemRequestOptions { IfMatchEtag = head.Headers.ETag })
            .DeleteItem("old")
            .ExecuteAsync();
        Assert.True(batch.IsSuccessStatusCode);
        Assert.Equal([200, 201, 201, 200, 204], batch.Select(result => (int)result.StatusCode));
        Assert.Equal([null, 2, 3, 4], [await Books.NumberAsync("old"), await Books.NumberAsync("new"), await Books.NumberAsync("other"), await Books.NumberAsync("head")]);
        using ResponseMessage read = await Books.ReadAsync("head");
        Assert.Equal(read.Headers.ETag, batch[3].ETag);
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(batch[0].ResourceStream).GetProperty("n").GetInt32());
    }

    [SkippableFact]
    public async Task A_batch_that_fails_says_which_operation_was_the_reason()
    {
        using ResponseMessage head = await Books.CreateAsync("head", 1);
        using TransactionalBatchResponse batch = await Books.CreateTransactionalBatch(Wire.Rob).CreateItemStream(Wire.Of("head", 2)).ExecuteAsync();
        Assert.False(batch.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, batch.StatusCode);
        Assert.Equal(1, await Books.NumberAsync("head"));
    }

    [SkippableFact]
    public async Task Bulk_writes_reach_every_partition()
    {
        Container books = Bulk().GetDatabase(Books.Database.Id).GetContainer(Books.Id);
        ResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => books.UpsertAsync($"d{number}", number, $"rep{number % 7}")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(41, await Books.NumberAsync("d41", "rep6"));
    }

    [SkippableFact]
    public async Task A_query_sees_one_partition_only()
    {
        await SeedAsync();
        Assert.Equal(["\"d0\"", "\"d2\"", "\"d4\"", "\"d6\"", "\"d8\""], await Books.RowsAsync(new QueryDefinition("SELECT VALUE c.id FROM c")));
    }

    [SkippableTheory]
    [InlineData("c.n = 4", "d4")]
    [InlineData("c.n != 4", "d0 d2 d6 d8")]
    [InlineData("c.n > 2 AND c.n <= 6", "d4 d6")]
    [InlineData("c.n < 2 OR c.n >= 8", "d0 d8")]
    [InlineData("NOT (c.n > 2)", "d0 d2")]
    [InlineData("NOT (c.missing > 2)", "")]
    [InlineData("c.id IN ('d2', 'd3', 'd4')", "d2 d4")]
    [InlineData("ARRAY_CONTAINS(@ids, c.id)", "d6 d8")]
    [InlineData("STARTSWITH(c.id, @start)", "d0 d2 d4 d6 d8")]
    [InlineData("c.n = 4 AND STARTSWITH(c.id, 'x')", "")]
    [InlineData("IS_DEFINED(c.n) AND NOT IS_DEFINED(c.missing)", "d0 d2 d4 d6 d8")]
    [InlineData("c.missing = null", "")]
    [InlineData("c.missing != null", "")]
    [InlineData("c.n = '4'", "")]
    [InlineData("c[\"n\"] = 4", "d4")]
    public async Task A_query_selects_what_meets_its_condition(string condition, string expected)
    {
        await SeedAsync();
        QueryDefinition query = new QueryDefinition($"SELECT VALUE c.id FROM c WHERE {condition}").WithParameter("@ids", new[] { "d6", "d7", "d8" }).WithParameter("@start", "d");
        Assert.Equal(expected, string.Join(' ', (await Books.RowsAsync(query)).Select(row => row.Trim('"'))));
    }

    [SkippableFact]
    public async Task A_query_answers_the_fields_it_names()
    {
        await SeedAsync();
        Assert.Equal(["""{"id":"d4","amount":4}"""], await Books.RowsAsync(new QueryDefinition("SELECT c.id, c.n AS amount, c.missing FROM c WHERE c.n = 4")));
        Assert.Contains("\"repId\":\"rob\"", Assert.Single(await Books.RowsAsync(new QueryDefinition("SELECT * FROM c WHERE c.n = 4"))), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_query_sorts_and_cuts_off()
    {
        await SeedAsync();
        string[] page = Assert.Single(await Books.PagesAsync(new QueryDefinition("SELECT TOP 3 VALUE c.n FROM c ORDER BY c.n DESC")));
        Assert.Equal(["8", "6", "4"], page);
    }

    [SkippableFact]
    public async Task A_query_comes_in_pages_that_together_have_every_row_once()
    {
        await SeedAsync();
        IReadOnlyList<string[]> pages = await Books.PagesAsync(new QueryDefinition("SELECT VALUE c.n FROM c ORDER BY c.n"), maxItems: 2);
        Assert.All(pages, page => Assert.True(page.Length <= 2));
        Assert.Equal(["0", "2", "4", "6", "8"], pages.SelectMany(page => page));
    }

    /// <summary>A database of its own with our containers.</summary>
    private protected abstract Task<Database> CreateAsync();

    /// <summary>A client that gathers writes.</summary>
    private protected abstract CosmosClient Bulk();

    /// <summary>d0, d2 ... d8 of Rob's, d1, d3 ... d9 of Ann's.</summary>
    private async Task SeedAsync()
    {
        for (int number = 0; number < 10; number++)
        {
            using ResponseMessage created = await Books.CreateAsync($"d{number}", number, number % 2 == 0 ? "rob" : "ann");
            created.EnsureSuccessStatusCode();
        }
    }
}
