using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using OneOnOne.Crm;
using OneOnOne.Meetings;

namespace OneOnOne.Pipeline;

/// <summary>Names the work for one occurrence. It derives from the pair and the occurrence, so that two planners make one run.</summary>
[JsonConverter(typeof(RunIdConverter))]
public readonly partial record struct RunId(string Value)
{
    private const int HashDigits = 16;
    private const int Day = 10;

    public static RunId Of(Occurrence occurrence) => Of(occurrence.Series.Manager, occurrence.Series.Rep, occurrence.Series.Id, occurrence.On);

    public static RunId Of(PersonId manager, PersonId rep, string meeting, DateOnly on) =>
        From(on, $"{manager.Value}\n{rep.Value}\n{meeting}\n{on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");

    /// <summary>Names the work of telling of a change of this one-on-one.</summary>
    public static RunId OfChange(Run run, int number) => From(run.On, string.Create(CultureInfo.InvariantCulture, $"{run.Id.Value}\n{number}"));

    private static RunId From(DateOnly on, string what) => new(string.Create(
        CultureInfo.InvariantCulture, $"{on:yyyy-MM-dd}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..HashDigits]}"));

    /// <summary>Reads an id that comes from outside.</summary>
    /// <returns>Null for what <see cref="Of(Occurrence)"/> would never make.</returns>
    public static RunId? Parse(string text) => Form().IsMatch(text) ? new RunId(text) : null;

    /// <summary>The day of the occurrence by its series' rhythm; null for what <see cref="Of(Occurrence)"/> would never make.</summary>
    public DateOnly? On => Value.Length > Day && DateOnly.TryParseExact(Value.AsSpan(0, Day), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly on) ? on : null;

    public override string ToString() => Value;

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{16}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}

internal sealed class RunIdConverter : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A run id may not be null."));

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
