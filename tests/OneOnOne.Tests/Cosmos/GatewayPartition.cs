using System.Collections.Immutable;

namespace OneOnOne.Tests.Cosmos;

/// <summary>The documents of one partition key: what a transaction may span and a query may see.</summary>
internal sealed class GatewayPartition
{
    /// <summary>By id. Immutable, so that a batch that fails is undone by putting the old value back.</summary>
    public ImmutableDictionary<string, GatewayDocument> Documents { get; set; } = ImmutableDictionary<string, GatewayDocument>.Empty;
}
