using System.Text.Json.Serialization;

namespace OneOnOne.Meetings;

/// <summary>How often a manager and a rep meet.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Cadence>))]
public enum Cadence
{
    Weekly,
    Fortnightly,

    /// <summary>The same weekday of the month as the first meeting (the second Tuesday, say); a fifth one falls back to the last.</summary>
    Monthly,
}
