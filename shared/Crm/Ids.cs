using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneOnOne.Crm;

/// <summary>A person as the CRM names them: a rep, a manager, or both.</summary>
[JsonConverter(typeof(PersonIdConverter))]
public readonly record struct PersonId(string Value) : IComparable<PersonId>
{
    public int CompareTo(PersonId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>An opportunity as the CRM names it.</summary>
[JsonConverter(typeof(OpportunityIdConverter))]
public readonly record struct OpportunityId(string Value) : IComparable<OpportunityId>
{
    public int CompareTo(OpportunityId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>Ids are plain strings in JSON, as values and as keys.</summary>
internal abstract class IdConverter<T> : JsonConverter<T>
{
    protected abstract T From(string value);

    protected abstract string To(T id);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        From(reader.GetString() ?? throw new JsonException("An id may not be null."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(To(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => From(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(To(value));
}

internal sealed class PersonIdConverter : IdConverter<PersonId>
{
    protected override PersonId From(string value) => new(value);

    protected override string To(PersonId id) => id.Value;
}

internal sealed class OpportunityIdConverter : IdConverter<OpportunityId>
{
    protected override OpportunityId From(string value) => new(value);

    protected override string To(OpportunityId id) => id.Value;
}
