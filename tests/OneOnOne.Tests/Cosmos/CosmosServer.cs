using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

/// <summary>
/// The npm package @vercel/cosmosdb-server in a process of its own: somebody else's reading of the protocol, to hold the gateway's against.
/// It runs where <see cref="Variable"/> names its address; test classes that need it have "CosmosServer" in their name.
/// </summary>
/// <remarks>
/// <see cref="CosmosServerShim"/> supplies what it lacks as far as that can be done from outside. What cannot, and is left to the gateway alone:
/// a batch that fails is not undone, a batch cannot patch but for setting whole properties, and there are no limits (ids, sizes, operations), no time to live,
/// no GROUP BY and no page sizes by bytes. Its request charges are always 1.
/// </remarks>
internal sealed class CosmosServer(Uri address)
{
    public const string Variable = "ONEONONE_COSMOS_SERVER";

    private readonly List<CosmosClient> _clients = [];
    private readonly string _database = $"oneonone-{Guid.NewGuid():n}";
    private bool _created;

    /// <summary>Null where no server is running.</summary>
    public static Uri? Address => Uri.TryCreate(Environment.GetEnvironmentVariable(Variable), UriKind.Absolute, out Uri? address) ? address : null;

    /// <summary>A client of the server, which <see cref="DropAsync"/> disposes of.</summary>
    /// <param name="options">As the product sets them; how to connect is set here.</param>
    public CosmosClient Client(CosmosClientOptions? options = null)
    {
        options ??= new CosmosClientOptions();
        options.ConnectionMode = ConnectionMode.Gateway;
        options.LimitToEndpoint = true;
        options.HttpClientFactory = () => new HttpClient(new CosmosServerShim(new SocketsHttpHandler()));
        CosmosClient client = new(address.ToString(), Convert.ToBase64String(new byte[64]), options);
        _clients.Add(client);
        return client;
    }

    /// <summary>Makes a database of its own, as the server is shared, and its containers. <see cref="DropAsync"/> takes it away again.</summary>
    public async Task<Database> CreateAsync()
    {
        CosmosClient client = Client();
        while ((await client.CreateDatabaseAsync(_database)).Resource.SelfLink.Trim('/').Count(c => c == '/') > 1)
        {
            // Every so many databases its resource id has a slash in it, which the server then takes for the end of the id.
            await client.GetDatabase(_database).DeleteAsync();
        }

        _created = true;
        return await CosmosLayout.AddContainersAsync(client.GetDatabase(_database));
    }

    public async Task DropAsync()
    {
        if (_created)
        {
            await _clients[0].GetDatabase(_database).DeleteAsync();
        }
        foreach (CosmosClient client in _clients)
        {
            client.Dispose();
        }
    }
}
