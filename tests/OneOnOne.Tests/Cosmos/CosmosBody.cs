using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>JSON as Cosmos DB takes and keeps it.</summary>
internal static class CosmosBody
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The id inside a document, or null where there is no such text.</summary>
    public static string? Id(ReadOnlyMemory<byte> body) => Parse(body) is { } document ? Text(document, "id") : null;

    public static string? Text(JsonElement document, string property) =>
        document.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The object in these bytes, or null where they are no JSON object.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Relaxed))
        {
            write(writer);
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Numbers come back as IEEE doubles: 100.00 as 100, and what a double cannot hold, rounded.</summary>
    public static void WriteStored(this Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    writer.WriteStored(property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    writer.WriteStored(item);
                }
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                WriteNumber(writer, value.GetDouble());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsInteger(number) && Math.Abs(number) < long.MaxValue)
        {
            writer.WriteNumberValue((long)number);
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }
}
