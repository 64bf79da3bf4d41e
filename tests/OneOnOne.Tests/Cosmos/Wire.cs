using System.Text;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

/// <summary>Short ways to say what a test of the wire sends and gets.</summary>
internal static class Wire
{
    public static readonly PartitionKey Rob = new("rob");

    public static MemoryStream Json(string json) => new(Encoding.UTF8.GetBytes(json));

    /// <summary>A document of Rob's.</summary>
    public static MemoryStream Of(string id, int n = 1, string rep = "rob") => Json($$"""{"id":"{{id}}","repId":"{{rep}}","n":{{n}}}""");

    public static Task<ResponseMessage> CreateAsync(this Container container, string id, int n = 1, string rep = "rob") =>
        container.CreateItemStreamAsync(Of(id, n, rep), new PartitionKey(rep));

    public static Task<ResponseMessage> UpsertAsync(this Container container, string id, int n = 1, string rep = "rob", string? ifMatch = null) =>
        container.UpsertItemStreamAsync(Of(id, n, rep), new PartitionKey(rep), new ItemRequestOptions { IfMatchEtag = ifMatch });

    public static Task<ResponseMessage> ReplaceAsync(this Container container, string id, int n, string? ifMatch = null) =>
        container.ReplaceItemStreamAsync(Of(id, n), id, Rob, new ItemRequestOptions { IfMatchEtag = ifMatch });

    public static Task<ResponseMessage> ReadAsync(this Container container, string id, string rep = "rob") => container.ReadItemStreamAsync(id, new PartitionKey(rep));

    public static Task<ResponseMessage> PatchAsync(this Container container, string id, string? condition, params PatchOperation[] operations) =>
        container.PatchItemStreamAsync(id, Rob, operations, new PatchItemRequestOptions { FilterPredicate = condition });

    /// <summary>The number in a document, or null where the document is missing.</summary>
    public static async Task<int?> NumberAsync(this Container container, string id, string rep = "rob")
    {
        using ResponseMessage answer = await container.ReadAsync(id, rep);
        return answer.IsSuccessStatusCode ? Body(answer).GetProperty("n").GetInt32() : null;
    }

    public static JsonElement Body(ResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(answer.Content);

    /// <summary>The pages of a query over Rob's documents, each row as its JSON text.</summary>
    public static async Task<IReadOnlyList<string[]>> PagesAsync(this Container container, QueryDefinition query, int? maxItems = null, string rep = "rob")
    {
        List<string[]> pages = [];
        using FeedIterator rows = container.GetItemQueryStreamIterator(query, null, new QueryRequestOptions { PartitionKey = new PartitionKey(rep), MaxItemCount = maxItems });
        while (rows.HasMoreResults)
        {
            using ResponseMessage page = await rows.ReadNextAsync();
            page.EnsureSuccessStatusCode();
            pages.Add([.. Body(page).GetProperty("Documents").EnumerateArray().Select(row => row.GetRawText())]);
        }
        return pages;
    }

    /// <summary>The rows of a query over Rob's documents, sorted, as no order is promised unless the query asks for one.</summary>
    public static async Task<string[]> RowsAsync(this Container container, QueryDefinition query) =>
        [.. (await container.PagesAsync(query)).SelectMany(page => page).Order(StringComparer.Ordinal)];
}
