using System.Text;
using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>A document as a container keeps it.</summary>
/// <param name="Sequence">Which of the container's documents it was when it was created: 1, 2, 3 ...</param>
/// <param name="Stored">What a read answers: the caller's properties and the service's (_rid, _etag, _ts ...).</param>
internal sealed record GatewayDocument(string PartitionKey, string Id, long Sequence, string ETag, byte[] Stored)
{
    /// <summary>The same, parsed.</summary>
    public JsonElement Body { get; } = JsonSerializer.Deserialize<JsonElement>(Stored);

    /// <summary>What the caller wrote, without the service's properties and with numbers as they come back.</summary>
    public string Json() => Encoding.UTF8.GetString(CosmosBody.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (JsonProperty property in Body.EnumerateObject().Where(property => !IsServices(property.Name)))
        {
            property.WriteTo(writer);
        }
        writer.WriteEndObject();
    }));

    public static bool IsServices(string property) => property is "_rid" or "_self" or "_etag" or "_attachments" or "_ts";
}
