using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneOnOne.Tests.Fuzzing;

/// <summary>Spoils one place of a JSON document that stands anywhere in the input: its type, its value, its presence, its name, its depth.</summary>
internal static class JsonMutation
{
    /// <returns>Null where there is no JSON.</returns>
    public static byte[]? Of(Random random, byte[] input)
    {
        int start = Array.FindIndex(input, one => one is (byte)'{' or (byte)'[');
        int end = Array.FindLastIndex(input, one => one is (byte)'}' or (byte)']') + 1;
        if (start < 0 || end <= start || Parsed(input[start..end]) is not { } document)
        {
            return null;
        }

        JsonNode[] places = [.. Places(document)];
        JsonNode place = places[random.Next(places.Length)];
        try
        {
            return [.. input[..start], .. Encoding.UTF8.GetBytes(Changed(random, document, place)), .. input[end..]];
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair, from a round before, cannot be written again.
        }
    }

    private static JsonNode? Parsed(byte[] json)
    {
        try
        {
            JsonNode? node = JsonNode.Parse(json);
            return node is null ? null : Places(node).Count() < 2_000 ? node : null; // Reading it all also finds out names that stand twice.
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject members => members.Where(one => one.Value is not null).SelectMany(one => Places(one.Value!)).Prepend(node),
        JsonArray items => items.OfType<JsonNode>().SelectMany(Places).Prepend(node),
        _ => [node],
    };

    private static string Changed(Random random, JsonNode document, JsonNode place)
    {
        string old = place.ToJsonString();
        string value = random.Next(14) switch
        {
            0 => "null",
            1 => random.Next(2) == 0 ? "true" : "false",
            2 or 3 => Hostile.Number(random),
            4 => "[]",
            5 => "{}",
            6 => $"[{old},{old}]",
            7 => $"{{\"canary\":{old}}}",
            8 => new string('[', 40) + old + new string(']', 40),
            9 => "\"\\ud83d\"",
            10 => $"{old.TrimEnd('}')}{(old is ['{', _, _, ..] ? "," : "")}\"canary\":1}}",
            11 => old is ['{', '"', ..] ? $"{{{FirstMember(old)},{old[1..]}" : old + old,
            _ => $"\"{JsonEncodedText.Encode(Encoding.Latin1.GetString(Hostile.Bytes(random)))}\"",
        };
        if (place.Parent is null)
        {
            return value;
        }

        if (random.Next(10) == 0 && place.Parent is JsonObject members)
        {
            members.Remove(place.GetPropertyName());
            return document.ToJsonString();
        }

        // A mark that is replaced in the text, so that the value may be what no JSON library would write.
        const string Mark = "\"-fuzz-mark-\"";
        place.ReplaceWith(JsonValue.Create("-fuzz-mark-"));
        return document.ToJsonString().Replace(Mark, value, StringComparison.Ordinal);
    }

    private static string FirstMember(string json)
    {
        using JsonDocument parsed = JsonDocument.Parse(json);
        JsonProperty first = parsed.RootElement.EnumerateObject().First();
        return $"{JsonSerializer.Serialize(first.Name)}:{first.Value.GetRawText()}";
    }
}
