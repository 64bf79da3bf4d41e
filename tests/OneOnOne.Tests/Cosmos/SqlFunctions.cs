using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>The functions of Cosmos SQL that the gateway knows. Each gives undefined for arguments of the wrong type, as the service does.</summary>
internal static class SqlFunctions
{
    public static SqlExpression Call(string name, IReadOnlyList<SqlExpression> arguments)
    {
        string function = name.ToUpperInvariant();
        int expected = function switch
        {
            "IS_DEFINED" or "IS_NULL" => 1,
            "STARTSWITH" or "ARRAY_CONTAINS" => 2,
            _ => throw new CosmosMisuseException($"The gateway does not know the function {name}."),
        };
        if (arguments.Count != expected)
        {
            throw new CosmosMisuseException($"The gateway knows {function} with {expected} arguments, not with {arguments.Count}.");
        }
        return function switch
        {
            "IS_DEFINED" => document => SqlValue.Of(arguments[0](document).ValueKind != JsonValueKind.Undefined),
            "IS_NULL" => document => SqlValue.Of(arguments[0](document).ValueKind == JsonValueKind.Null),
            "STARTSWITH" => document => StartsWith(arguments[0](document), arguments[1](document)),
            _ => document => ArrayContains(arguments[0](document), arguments[1](document)),
        };
    }

    private static JsonElement StartsWith(JsonElement text, JsonElement start) => text.ValueKind == JsonValueKind.String && start.ValueKind == JsonValueKind.String
        ? SqlValue.Of(text.GetString()!.StartsWith(start.GetString()!, StringComparison.Ordinal))
        : SqlValue.Undefined;

    private static JsonElement ArrayContains(JsonElement array, JsonElement value) => array.ValueKind == JsonValueKind.Array && value.ValueKind != JsonValueKind.Undefined
        ? SqlValue.Of(array.EnumerateArray().Any(item => SqlValue.Equal(item, value) == true))
        : SqlValue.Undefined;
}
