using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>
/// Values of Cosmos SQL. A <see cref="JsonElement"/> fits as it is: its default is "undefined", which is not null. Comparing values of two
/// types gives undefined, and only what is true is selected: so neither <c>c.x = null</c> nor <c>c.x != null</c> selects a document without x.
/// </summary>
internal static class SqlValue
{
    public static JsonElement Undefined => default;
    public static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);
    public static readonly JsonElement True = JsonSerializer.SerializeToElement(true);
    public static readonly JsonElement False = JsonSerializer.SerializeToElement(false);

    public static JsonElement Of(bool? value) => value is bool known ? known ? True : False : Undefined;

    public static bool? Truth(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static bool? Equal(JsonElement left, JsonElement right) => Rank(left) == 0 || Rank(left) != Rank(right) ? null : JsonElement.DeepEquals(left, right);

    /// <summary>Less than 0, 0 or more; null between two types, and for objects and arrays.</summary>
    public static int? Compare(JsonElement left, JsonElement right) => Rank(left) is 0 or > 4 || Rank(left) != Rank(right) ? null : Order(left, right);

    /// <summary>How ORDER BY puts values: undefined, null, false, true, numbers, texts by code point, and the rest.</summary>
    public static int Order(JsonElement left, JsonElement right)
    {
        int byType = Rank(left).CompareTo(Rank(right));
        return byType != 0 ? byType : left.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => left.GetBoolean().CompareTo(right.GetBoolean()),
            JsonValueKind.Number => left.GetDouble().CompareTo(right.GetDouble()),
            JsonValueKind.String => string.CompareOrdinal(left.GetString(), right.GetString()),
            _ => 0,
        };
    }

    private static int Rank(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => 0,
        JsonValueKind.Null => 1,
        JsonValueKind.True or JsonValueKind.False => 2,
        JsonValueKind.Number => 3,
        JsonValueKind.String => 4,
        JsonValueKind.Array => 5,
        _ => 6,
    };
}
