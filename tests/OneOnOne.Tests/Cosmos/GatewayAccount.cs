using System.Text.Json.Nodes;

namespace OneOnOne.Tests.Cosmos;

/// <summary>What the SDK asks before and between documents: the account, databases, containers and their one partition key range.</summary>
internal sealed class GatewayAccount(Func<long> nextETag)
{
    private const string Any = "\"0\"";

    private readonly Dictionary<string, Database> _databases = new(StringComparer.Ordinal);

    private sealed record Database(JsonObject Properties, string Rid)
    {
        public Dictionary<string, Container> Containers { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Container(JsonObject Properties, string Rid, GatewayContainer Documents);

    /// <summary>Both may be addressed by their id or by their rid.</summary>
    public GatewayContainer? Find(string database, string container) =>
        FindDatabase(database) is { } found ? FindContainer(found, container)?.Documents : null;

    public CosmosResult Answer(HttpRequestMessage request, byte[] body) => (request.Method.Method, CosmosRequestReader.Segments(request)) switch
    {
        ("GET", []) => CosmosResult.Ok(Account(request.RequestUri!)),
        ("POST", ["dbs"]) => Create(JsonNode.Parse(body)!.AsObject()),
        (_, ["dbs", string database, ..]) when FindDatabase(database) is null => CosmosResult.Refused(404, $"There is no database '{database}'."),
        ("GET", ["dbs", string database]) => Found(FindDatabase(database)!.Properties),
        ("POST", ["dbs", string database, "colls"]) => Create(FindDatabase(database)!, JsonNode.Parse(body)!.AsObject()),
        (_, ["dbs", string database, "colls", string container, ..]) when FindContainer(FindDatabase(database)!, container) is null =>
            CosmosResult.Refused(404, $"There is no container '{container}'.", 1003),
        ("GET", ["dbs", string database, "colls", string container]) => Found(FindContainer(FindDatabase(database)!, container)!.Properties),
        ("GET", ["dbs", string database, "colls", string container, "pkranges"]) => Ranges(request, FindContainer(FindDatabase(database)!, container)!),
        _ => throw CosmosRequestReader.Unknown(request),
    };

    private static CosmosResult Found(JsonObject properties) => CosmosResult.Ok(properties) with { ETag = Any };

    private static JsonObject Account(Uri address)
    {
        JsonArray Locations() => [new JsonObject { ["name"] = "Here", ["databaseAccountEndpoint"] = address.GetLeftPart(UriPartial.Authority) + "/" }];
        return new JsonObject
        {
            ["_self"] = string.Empty,
            ["id"] = "gateway",
            ["_rid"] = "gateway",
            ["media"] = "//media/",
            ["addresses"] = "//addresses/",
            ["_dbs"] = "//dbs/",
            ["writableLocations"] = Locations(),
            ["readableLocations"] = Locations(),
            ["enableMultipleWriteLocations"] = false,
            ["userReplicationPolicy"] = new JsonObject { ["asyncReplication"] = false, ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 4 },
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = "Session" },
            ["systemReplicationPolicy"] = new JsonObject { ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 4 },
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            ["queryEngineConfiguration"] = """{"maxSqlQueryInputLength":262144,"maxJoinsPerSqlQuery":5,"sqlAllowTop":true}""",
        };
    }

    private Database? FindDatabase(string name) => _databases.GetValueOrDefault(name) ?? _databases.Values.FirstOrDefault(database => database.Rid == name);

    private static Container? FindContainer(Database database, string name) =>
        database.Containers.GetValueOrDefault(name) ?? database.Containers.Values.FirstOrDefault(container => container.Rid == name);

    private CosmosResult Create(JsonObject properties)
    {
        string id = properties["id"]!.GetValue<string>();
        if (_databases.ContainsKey(id))
        {
            return CosmosResult.Refused(409, $"The database '{id}' exists already.");
        }
        string rid = GatewayRid.OfDatabase(_databases.Count + 1);
        properties["_rid"] = rid;
        properties["_self"] = $"dbs/{rid}/";
        properties["_etag"] = Any;
        _databases.Add(id, new Database(properties, rid));
        return Found(properties) with { Status = 201 };
    }

    private CosmosResult Create(Database database, JsonObject properties)
    {
        string id = properties["id"]!.GetValue<string>();
        if (database.Containers.ContainsKey(id))
        {
            return CosmosResult.Refused(409, $"The container '{id}' exists already.");
        }
        string[] paths = [.. properties["partitionKey"]!["paths"]!.AsArray().Select(path => path!.GetValue<string>())];
        if (paths is not [['/', .. string property]] || property.Contains('/', StringComparison.Ordinal))
        {
            throw new CosmosMisuseException($"The gateway knows partition keys of one property at the top, not {string.Join(", ", paths)}.");
        }
        string rid = GatewayRid.OfContainer(database.Rid, database.Containers.Count + 1);
        properties["_rid"] = rid;
        properties["_self"] = $"dbs/{database.Rid}/colls/{rid}/";
        properties["_etag"] = Any;
        properties["_docs"] = "docs/";
        database.Containers.Add(id, new Container(properties, rid, new GatewayContainer(rid, paths[0], nextETag)));
        return Found(properties) with { Status = 201 };
    }

    /// <summary>The SDK reads this as a feed and asks until nothing is new.</summary>
    private static CosmosResult Ranges(HttpRequestMessage request, Container container)
    {
        const string etag = "\"1\"";
        if (request.Value("If-None-Match") == etag)
        {
            return new CosmosResult(304) { ETag = etag };
        }
        JsonObject range = new()
        {
            ["_rid"] = GatewayRid.OfDocument(container.Rid, 1),
            ["id"] = "0",
            ["_etag"] = Any,
            ["minInclusive"] = string.Empty,
            ["maxExclusive"] = "FF",
            ["ridPrefix"] = 0,
            ["throughputFraction"] = 1,
            ["status"] = "online",
            ["parents"] = new JsonArray(),
        };
        return CosmosResult.Ok(new JsonObject { ["_rid"] = container.Rid, ["PartitionKeyRanges"] = new JsonArray(range), ["_count"] = 1 }) with { ETag = etag };
    }
}
