using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Storage;

/// <summary>How documents and messages are written. Equal values give equal bytes, which is how a change is told from none.</summary>
public static class Json
{
    /// <summary>A message's, whose default is the generated code's as well: a message without one is understood.</summary>
    private const string Round = "round";

    public static JsonSerializerOptions Options { get; } = Create();

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Whether two documents are equal byte for byte: then there is nothing to write.</summary>
    public static bool Same<T>(T one, T other) => Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    /// <exception cref="JsonException">It is none of ours.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("A document may not be null.");
        }
        catch (NotSupportedException e)
        {
            throw NoKind(e);
        }
    }

    /// <summary>What lacks the name of its kind is told by an exception of another type than all else.</summary>
    public static JsonException NoKind(NotSupportedException e) => new("A record does not say of which kind it is.", e);

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Never put into HTML; readable names matter more in a database.
            MaxDepth = 32,
            RespectNullableAnnotations = true,
            Converters = { new JsonStringEnumConverter() },

            // Reflection is for what is neither stored nor sent, such as an answer to a browser that is put together on the spot.
            TypeInfoResolver = JsonTypeInfoResolver.Combine(StoredJson.Default.WithAddedModifier(RequireAll), new DefaultJsonTypeInfoResolver()),
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>
    /// Generated code forgets what a record gives a property that the document lacks: an empty list would be a default one, a true a
    /// false. Everything but nulls is always written, so what lacks a property is not ours and is refused. A property that is added
    /// to a stored type later has to be nullable, or marked and able to make something of its type's default. Messages say themselves
    /// which field is missing.
    /// </summary>
    private static void RequireAll(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            AddedLaterAttribute? later = property.AttributeProvider?.GetCustomAttributes(typeof(AddedLaterAttribute), inherit: false).OfType<AddedLaterAttribute>().FirstOrDefault();
            if (later is { LeftOutWhenEmpty: true })
            {
                property.ShouldSerialize = static (_, value) => value is not System.Collections.ICollection { Count: 0 };
            }

            bool mayBeAbsent = property.IsSetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null || property.Name == Round
                || later is not null;
            bool isMember = property.AssociatedParameter is { IsMemberInitializer: true } && !mayBeAbsent;
            bool isParameter = property.AssociatedParameter is { IsMemberInitializer: false, HasDefaultValue: false, IsNullable: false } && !mayBeAbsent && !type.Type.IsAssignableTo(typeof(Message));
            property.IsRequired |= isMember || isParameter;
        }
    }
}
