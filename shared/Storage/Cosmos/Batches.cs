using Microsoft.Azure.Cosmos;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Operations of a batch on our own documents.</summary>
internal static class Batches
{
    public static TransactionalBatch Create<T>(this TransactionalBatch batch, T document) => batch.CreateItemStream(Body(document), Blind());

    public static TransactionalBatch Upsert<T>(this TransactionalBatch batch, T document) => batch.UpsertItemStream(Body(document), Blind());

    public static TransactionalBatch Replace<T>(this TransactionalBatch batch, string id, T document, string etag) => batch.ReplaceItemStream(id, Body(document), Blind(etag));

    private static MemoryStream Body<T>(T document) => new(Json.Bytes(document));

    private static TransactionalBatchItemRequestOptions Blind(string? etag = null) => new() { EnableContentResponseOnWrite = false, IfMatchEtag = etag };
}
