using System.Buffers;
using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>A record's values in the order of its object's fields; null for what is empty, or what the org lacks.</summary>
internal sealed class SalesforceRecord(SalesforceObject @object, string?[] values)
{
    public SalesforceObject Object => @object;

    public string Id => this["Id"]!;

    public bool IsDeleted => @object.HasDeleted && Is("IsDeleted");

    public string? this[string field] => values[@object.Place(field)];

    public bool Is(string field) => this[field] == "true";

    public static SalesforceRecord Of(SalesforceObject @object, MirrorRecord record) => new(@object, Read(record.Body, @object.Fields.Length));

    /// <summary>As the mirror keeps it.</summary>
    public MirrorRecord ToMirror()
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartArray();
            foreach (string? value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        return new MirrorRecord(Id, @object.Parent is { } field ? this[field] : null, body.WrittenSpan.ToArray());
    }

    private static string?[] Read(byte[] body, int count)
    {
        string?[] values = new string?[count];
        Utf8JsonReader reader = new(body);
        reader.Read();
        for (int i = 0; i < count && reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            values[i] = reader.GetString();
        }

        return values;
    }
}
