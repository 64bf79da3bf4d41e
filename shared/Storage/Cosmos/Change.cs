using System.Text.Json.Serialization;

namespace OneOnOne.Storage.Cosmos;

/// <summary>One document as an ingest wants it.</summary>
/// <param name="Name">As <see cref="BookDocument.Name"/>.</param>
/// <param name="Edition">The edition's JSON.</param>
/// <param name="IsRemoval">What is not there need not be removed.</param>
internal sealed record Change(string Id, string? Name, byte[] Edition, bool IsRemoval);

/// <summary>What has to be known of a stored document before it is written. Its bodies are not read for that.</summary>
/// <param name="A">The generation of the one edition; null where there is none.</param>
/// <param name="B">The generation of the other.</param>
internal sealed record Standing(string Id, [property: JsonPropertyName("_etag")] string ETag, long? A, long? B);
