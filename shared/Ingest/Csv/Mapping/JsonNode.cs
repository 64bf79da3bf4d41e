using System.Text.Json;

namespace OneOnOne.Ingest.Csv.Mapping;

/// <summary>A place in a JSON file that can say where it is: every error names the file, the path and what was expected.</summary>
internal readonly record struct JsonNode(JsonElement Element, string File, string Path)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 32,
        AllowDuplicateProperties = false,
    };

    public bool IsText => Element.ValueKind == JsonValueKind.String;

    public string Name => Path[(Path.LastIndexOf('\n') + 1)..];

    /// <summary>The bytes of a small file; null when it is larger. A device has no length beforehand, and no end.</summary>
    public static byte[]? ReadSmall(string path, int largest)
    {
        using FileStream file = System.IO.File.OpenRead(path);
        byte[] bytes = new byte[Math.Min(file.CanSeek ? file.Length : 0, largest) + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length < bytes.Length ? bytes[..length] : null;
    }

    public static JsonNode Parse(byte[] json, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Lenient);
            return new JsonNode(document.RootElement.Clone(), file, "");
        }
        catch (JsonException e)
        {
            string where = e.LineNumber is { } line ? $" at line {line + 1}, position {e.BytePositionInLine + 1}" : " (a property stands twice)";
            throw new UserErrorException($"{file} is not valid JSON{where}. Mend it there; docs/csv-format.md shows an example.", e);
        }
        catch (InvalidOperationException e)
        {
            // A name is compared with the others before anybody asks for it.
            throw new UserErrorException($"{file} is not valid JSON (a name has an escape that is no character). Mend it there; docs/csv-format.md shows an example.", e);
        }
    }

    public UserErrorException Error(string problem) => new($"{File}{(Path.Length == 0 ? "" : $", {Path.Replace("\n", ".", StringComparison.Ordinal)}")}: {problem}");

    /// <summary>The object's properties, after a check that all of them are known.</summary>
    public IEnumerable<JsonNode> Properties(params ReadOnlySpan<string> known)
    {
        List<JsonNode> properties = [];
        foreach (JsonNode property in Entries())
        {
            if (!known.Contains(property.Name))
            {
                throw property.Error($"unknown property. Known here: {string.Join(", ", known!)}.");
            }

            properties.Add(property);
        }

        return properties;
    }

    /// <summary>The object's properties, whatever their names.</summary>
    public List<JsonNode> Entries()
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Error("must be an object, { ... }.");
        }

        List<JsonNode> entries = [];
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            string name = Line(() => property.Name);
            entries.Add(new JsonNode(property.Value, File, Path.Length == 0 ? name : $"{Path}\n{name}"));
        }

        return entries;
    }

    public string Text()
    {
        JsonElement element = Element;
        return IsText ? Line(() => element.GetString()!) : throw Error("must be a text in quotes.");
    }

    public List<string> Texts()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Error("must be a list of texts, [ ... ].");
        }

        List<string> texts = [];
        foreach (JsonElement element in Element.EnumerateArray())
        {
            texts.Add(new JsonNode(element, File, Path).Text());
        }

        return texts;
    }

    /// <summary>Messages are one line, and what a user wrote stands in them.</summary>
    private string Line(Func<string> read)
    {
        try
        {
            return read() is var text && text.Any(c => char.IsControl(c) && c != '\t') ? throw Error("may not contain line breaks or other control characters.") : text;
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, written as \ud83d.
            throw new UserErrorException(Error("has an escape that is no character.").Message, e);
        }
    }
}
