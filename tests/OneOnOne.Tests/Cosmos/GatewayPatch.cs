using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneOnOne.Tests.Cosmos;

/// <summary>Partial updates: set, add, replace, remove and incr, and the condition under which they are made.</summary>
internal static class GatewayPatch
{
    public static (byte[]? Body, CosmosResult? Refusal) Apply(ReadOnlyMemory<byte> patch, GatewayDocument document, string partitionKeyProperty)
    {
        if (CosmosBody.Parse(patch) is not { } request || !request.TryGetProperty("operations", out JsonElement operations))
        {
            return (null, CosmosResult.Refused(400, "A patch needs operations."));
        }
        if (operations.GetArrayLength() is int count and (0 or > CosmosLimits.PatchOperations))
        {
            return (null, CosmosResult.Refused(400, $"A patch has {count} operations; 1 to {CosmosLimits.PatchOperations} are allowed."));
        }
        if (CosmosBody.Text(request, "condition") is string condition && SqlParser.Condition(condition)(document.Body).ValueKind != JsonValueKind.True)
        {
            return (null, CosmosResult.Refused(412, "The condition does not hold."));
        }
        JsonNode root = JsonNode.Parse(document.Json())!;
        foreach (JsonElement operation in operations.EnumerateArray())
        {
            string path = CosmosBody.Text(operation, "path")!;
            if (path == "/id" || path == "/" + partitionKeyProperty)
            {
                return (null, CosmosResult.Refused(400, $"{path} cannot be patched."));
            }
            if (!Change(root, CosmosBody.Text(operation, "op")!, path.TrimStart('/').Split('/'), operation))
            {
                return (null, CosmosResult.Refused(400, $"{operation.GetRawText()} does not fit the document."));
            }
        }
        return (JsonSerializer.SerializeToUtf8Bytes(root), null);
    }

    private static bool Change(JsonNode root, string name, string[] path, JsonElement operation)
    {
        JsonNode? parent = path[..^1].Aggregate((JsonNode?)root, Child);
        JsonNode? value = operation.TryGetProperty("value", out JsonElement given) ? JsonNode.Parse(given.GetRawText()) : null;
        return parent switch
        {
            JsonObject properties => Change(properties, name, path[^1], value),
            JsonArray items => Change(items, name, path[^1], value),
            _ => false,
        };
    }

    private static JsonNode? Child(JsonNode? parent, string name) => parent switch
    {
        JsonObject properties => properties[name],
        JsonArray items => int.TryParse(name, out int index) && index < items.Count ? items[index] : null,
        _ => null,
    };

    private static bool Change(JsonObject properties, string name, string property, JsonNode? value)
    {
        switch (name)
        {
            case "set" or "add":
                properties[property] = value;
                return true;
            case "replace" when properties.ContainsKey(property):
                properties[property] = value;
                return true;
            case "remove":
                return properties.Remove(property);
            case "incr":
                return Increment(properties, property, value!);
            case "replace":
                return false;
            default:
                throw new CosmosMisuseException($"The gateway does not know the patch operation '{name}'.");
        }
    }

    private static bool Change(JsonArray items, string name, string position, JsonNode? value)
    {
        if (name == "add" && position == "-")
        {
            items.Add(value);
            return true;
        }
        if (!int.TryParse(position, out int index) || index < 0 || index > items.Count || (index == items.Count && name != "add"))
        {
            return false;
        }
        switch (name)
        {
            case "add":
                items.Insert(index, value);
                return true;
            case "set" or "replace":
                items[index] = value;
                return true;
            case "remove":
                items.RemoveAt(index);
                return true;
            default:
                throw new CosmosMisuseException($"The gateway does not know the patch operation '{name}' on an item of an array.");
        }
    }

    private static bool Increment(JsonObject properties, string property, JsonNode by)
    {
        JsonNode? present = properties[property];
        if (present is not null && present.GetValueKind() != JsonValueKind.Number)
        {
            return false;
        }
        properties[property] = (present?.GetValue<double>() ?? 0) + by.GetValue<double>();
        return true;
    }
}
