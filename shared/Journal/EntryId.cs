using System.Text.Json.Serialization;
using OneOnOne.Crm;

namespace OneOnOne.Journal;

/// <summary>
/// Names one entry within its rep's journal, whatever its kind. Who writes an entry chooses its id, so that writing it twice makes one.
/// </summary>
[JsonConverter(typeof(EntryIdConverter))]
public readonly record struct EntryId(string Value) : IComparable<EntryId>
{
    public const int Longest = 64;

    public const string Allowed = "1 to 64 letters, digits, hyphens or underscores of ASCII";

    /// <summary>Ids of what is the manager's alone begin so, and no others do.</summary>
    public const string ManagerOnly = "m-";

    [JsonIgnore]
    public bool IsManagerOnly => Value.StartsWith(ManagerOnly, StringComparison.Ordinal);

    /// <summary>Fit for an address, for any store's keys, and for being typed.</summary>
    public static bool IsAllowed(string text) => text.Length is > 0 and <= Longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public int CompareTo(EntryId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

internal sealed class EntryIdConverter : IdConverter<EntryId>
{
    protected override EntryId From(string value) => new(value);

    protected override string To(EntryId id) => id.Value;
}
