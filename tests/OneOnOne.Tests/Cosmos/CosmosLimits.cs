using System.Text;

namespace OneOnOne.Tests.Cosmos;

/// <summary>The service's documented limits, in bytes of UTF-8 where nothing else is said.</summary>
internal static class CosmosLimits
{
    public const int Document = 2 * 1024 * 1024;
    public const int Batch = 2 * 1024 * 1024;
    public const int BatchOperations = 100;
    public const int PatchOperations = 10;
    public const int Page = 4 * 1024 * 1024;

    private const int Id = 1023;
    private const int PartitionKey = 2048;

    /// <summary>Why no document may have this id, or null where it may.</summary>
    public static string? RefusesId(string? id) => id switch
    {
        null or "" => "A document needs an id.",
        _ when id.AsSpan().ContainsAny("/\\?#") => $"The id '{id}' has one of / \\ ? #.",
        _ when id.EndsWith(' ') => $"The id '{id}' ends with a space.",
        _ when Encoding.UTF8.GetByteCount(id) > Id => $"An id has {Encoding.UTF8.GetByteCount(id)} bytes; {Id} are allowed.",
        _ => null,
    };

    public static string? RefusesPartitionKey(string value) =>
        Encoding.UTF8.GetByteCount(value) > PartitionKey ? $"A partition key has {Encoding.UTF8.GetByteCount(value)} bytes; {PartitionKey} are allowed." : null;
}
