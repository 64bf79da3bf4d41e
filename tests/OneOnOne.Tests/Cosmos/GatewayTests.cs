using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace OneOnOne.Tests.Cosmos;

public sealed class GatewayTests
{
    [Fact]
    public async Task A_document_is_created_and_read()
    {
        using CosmosGateway gateway = new();
        Container books = (await gateway.CreateAsync()).GetContainer("books");
        using MemoryStream body = new(Encoding.UTF8.GetBytes("""{"id":"head","repId":"rob","amount":100.00}"""));
        using ResponseMessage created = await books.CreateItemStreamAsync(body, new PartitionKey("rob"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using ResponseMessage read = await books.ReadItemStreamAsync("head", new PartitionKey("rob"));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        JsonElement document = JsonSerializer.Deserialize<JsonElement>(read.Content);
        Assert.Equal("100", document.GetProperty("amount").GetRawText());
    }
}
