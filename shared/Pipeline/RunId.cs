using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OneOnOne.Crm;
using OneOnOne.Meetings;

namespace OneOnOne.Pipeline;

/// <summary>Names the work for one occurrence. It derives from the pair and the occurrence, so that two planners make one run.</summary>
[JsonConverter(typeof(RunIdConverter))]
public readonly record struct RunId(string Value)
{
    public static RunId Of(Occurrence occurrence) => Of(occurrence.Series.Manager, occurrence.Series.Rep, occurrence.Series.Id, occurrence.On);

    public static RunId Of(PersonId manager, PersonId rep, string meeting, DateOnly on)
    {
        const int HashDigits = 16;
        string day = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{manager.Value}\n{rep.Value}\n{meeting}\n{day}"));
        return new RunId($"{day}-{Convert.ToHexStringLower(hash)[..HashDigits]}");
    }

    public override string ToString() => Value;
}

internal sealed class RunIdConverter : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A run id may not be null."));

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
