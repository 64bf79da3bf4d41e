using System.Text.Json;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Reads what is stored, unless a newer program wrote it.</summary>
internal static class Stored
{
    /// <summary>Of documents and of the records in them. Raised with every change that an older program would misread.</summary>
    public const int KnownSchema = 1;

    private const string Schema = "schema";

    /// <exception cref="UserErrorException">The document, or the record in it, is of a newer schema.</exception>
    /// <exception cref="JsonException">It is none of ours.</exception>
    public static T Read<T>(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A document has to be an object.");
        }

        Check(json);
        foreach (JsonProperty property in json.EnumerateObject())
        {
            Check(property.Value);
        }

        try
        {
            return json.Deserialize<T>(Json.Options) ?? throw new JsonException("A document may not be null.");
        }
        catch (NotSupportedException e)
        {
            throw Json.NoKind(e);
        }
    }

    /// <param name="text">JSON that was kept as text.</param>
    public static T Read<T>(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return Read<T>(json.RootElement);
    }

    private static void Check(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Schema, out JsonElement schema) && schema.ValueKind == JsonValueKind.Number && schema.TryGetInt32(out int found) && found > KnownSchema)
        {
            throw new UserErrorException(
                $"A document in Cosmos DB was written by a newer version of this program (schema {found}; this one knows {KnownSchema}). Update the program.");
        }
    }
}
