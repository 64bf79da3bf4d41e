using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneOnOne.Storage;

/// <summary>How documents and messages are written. Equal values give equal bytes, which is how a change is told from none.</summary>
public static class Json
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Whether two documents are equal byte for byte: then there is nothing to write.</summary>
    public static bool Same<T>(T one, T other) => Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    public static T Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("A document may not be null.");

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Never put into HTML; readable names matter more in a database.
            MaxDepth = 32,
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
