using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Mapping;

/// <summary>Reads a mapping file. Whatever it does not understand is an error, since a typing mistake would else drop a column in silence.</summary>
internal static class MappingReader
{
    private const int LargestFile = 1 << 20;

    public static CsvMapping Read(string path)
    {
        FileInfo info = new(path);
        if (!info.Exists)
        {
            throw new UserErrorException($"There is no mapping file {path}. Give the path of a file that exists with --map.");
        }

        byte[] json = JsonNode.ReadSmall(path, LargestFile)
            ?? throw new UserErrorException($"{info.Name} is larger than 1 MB, which no mapping file is. Give the mapping's own path with --map.");
        JsonNode root = JsonNode.Parse(WithoutMark(json), info.Name);
        CsvMapping mapping = CsvMapping.None;
        foreach (JsonNode property in root.Properties("encoding", "culture", "delimiter", "timeZone", "dateFormats", "currency", "stages", "tables"))
        {
            mapping = property.Name switch
            {
                "encoding" => mapping with { Encoding = Encodings(property) },
                "culture" => mapping with { Culture = Culture(property) },
                "delimiter" => mapping with { Delimiter = Delimiter(property) },
                "timeZone" => mapping with { TimeZone = Zones.Find(property.Text()) ?? throw property.Error("not a time zone. Use an IANA name such as \"Europe/Berlin\".") },
                "dateFormats" => mapping with { DateFormats = Formats(property) },
                "currency" => mapping with { Currency = Currencies.Normal(property.Text()) ?? throw property.Error("not a currency. Use three letters such as \"EUR\".") },
                "stages" => mapping with { Stages = StageReader.Read(property) },
                _ => Tables(mapping, property),
            };
        }

        return mapping with { Canonical = Canonical(root.Element) };
    }

    private static ReadOnlyMemory<byte> Canonical(JsonElement root)
    {
        ArrayBufferWriter<byte> canonical = new();
        using Utf8JsonWriter writer = new(canonical);
        root.WriteTo(writer);
        writer.Flush();
        return canonical.WrittenMemory;
    }

    private static byte[] WithoutMark(byte[] json) => json is [0xEF, 0xBB, 0xBF, .. byte[] rest] ? rest : json;

    private static FileEncoding Encodings(JsonNode node) =>
        FileEncoding.Named(node.Text()) ?? throw node.Error("not an encoding. Use a name such as \"windows-1252\" or \"utf-8\".");

    private static byte Delimiter(JsonNode node) =>
        node.Text() is [< (char)128 and not ('"' or '\r' or '\n') and var single] ? (byte)single : throw node.Error("must be one character, such as \";\" or \"\\t\".");

    private static CultureInfo Culture(JsonNode node)
    {
        try
        {
            return CultureInfo.GetCultureInfo(node.Text(), predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            throw node.Error("not a culture. Use a name such as \"de-DE\".");
        }
    }

    private static ImmutableArray<string> Formats(JsonNode node)
    {
        foreach (string format in node.Texts())
        {
            if (!TimeFormats.IsFormat(format))
            {
                throw node.Error($"'{format}' is not a date format. Use one such as \"M/d/yyyy\", or \"excel\" for day numbers.");
            }
        }

        return [.. node.Texts()];
    }

    private static CsvMapping Tables(CsvMapping mapping, JsonNode node)
    {
        foreach (JsonNode entry in node.Properties([.. CsvTable.All.Select(table => table.Name)]))
        {
            CsvTable table = CsvTable.All.First(known => known.Name == entry.Name);
            mapping = mapping with { Tables = mapping.Tables.Add(table.Section, TableReader.Read(entry, table, out bool keepRepeats)) };
            mapping = keepRepeats ? mapping with { KeepRepeatedStages = true } : mapping;
        }

        return mapping;
    }
}
