using System.Text;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest;

/// <summary>A file is cut into blocks, and where it is cut must not show.</summary>
public sealed class CsvBlocksTests
{
    private const int FieldBytes = 12;

    private static readonly string[] Pieces =
    [
        "\"", "\"\"", ",", ",", "\n", "\n", "\r\n", "\r", " ", "\t", "a", "é", "日本", "plain", "a field longer than any may be", new string('x', 16 * FieldBytes),
        "\"quoted\"", "\"two\nlines\"", "\"two\r\nlines\"", "\"a \"\"b\"\", c\"", "\n\n", ",,\n", "\"never\n",
    ];

    [Fact]
    public void Records_are_the_same_wherever_the_file_is_cut()
    {
        for (int seed = 0; seed < 3_000; seed++)
        {
            Random random = new(seed);

            // Without quotes and lone CRs lines need not be looked at one by one: every other file is of that kind, as most of the world's are.
            string[] pieces = seed % 2 == 0 ? Pieces : [.. Pieces.Where(piece => !piece.Contains('"', StringComparison.Ordinal) && piece != "\r")];
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)])));
            int block = random.Next(1, 80);
            Assert.True(OneByOne(text).SequenceEqual(InBlocks(text, block)), $"""
                seed {seed}, blocks of {block}: {Encoding.UTF8.GetString(text)}
                {string.Join('\n', OneByOne(text))}
                in blocks:
                {string.Join('\n', InBlocks(text, block))}
                """);
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_found_on_their_row_wherever_the_file_is_cut()
    {
        // In a row that is set aside they harm nobody.
        byte[] text = [.. "a,b,c\n1,2,3\n\"x\"y,"u8, 0xE9, .. "\n\n3,"u8, 0xE9, .. "\n4,5,6\n"u8];
        for (int block = 1; block < text.Length + 2; block++)
        {
            Assert.Equal("row 5 is no text", Assert.Throws<UserErrorException>(() => InBlocks(text, block)).Message);
        }
    }

    private static List<string> InBlocks(byte[] text, int blockBytes)
    {
        RecordScan scan = new((byte)',', FieldBytes);
        BlockRecords records = new(3, scan, NotText);
        List<string> rows = [];
        using BlockReader reader = new(new MemoryStream(text), ReadOnlyMemory<byte>.Empty, scan, blockBytes, NotText);
        while (reader.Next() is { } block)
        {
            using (block)
            {
                for (records.Begin(block); records.Next();)
                {
                    rows.Add(records.Bad is { } bad ? $"{records.Row} {bad.Code} {bad.Field} {bad.Shape}"
                        : $"{records.Row} [{string.Join('|', Enumerable.Range(0, Math.Min(3, records.FieldCount)).Select(i => Encoding.UTF8.GetString(records[i])))}] {records.FieldCount} {records.HasExpectedFields}");
                }
            }
        }

        return rows;
    }

    private static UserErrorException NotText(long row) => new($"row {row} is no text");

    /// <summary>The rules as they are meant: the whole file at once, one record after the other, and fields taken apart character by character.</summary>
    private static List<string> OneByOne(byte[] text)
    {
        RecordScan scan = new((byte)',', FieldBytes);
        List<string> rows = [];
        long row = 0;
        for (int at = 0; at < text.Length;)
        {
            ScannedRecord record = scan.Decide(text.AsSpan(at), final: true);
            row++;
            if (record.Kind == RecordKind.Record)
            {
                string[] fields = Fields(Encoding.UTF8.GetString(text, at, record.Length));
                rows.Add($"{row} [{string.Join('|', fields.Take(3))}] {fields.Length} {fields.Length >= 3 && fields.Skip(3).All(string.IsNullOrWhiteSpace)}");
            }
            else if (record.Kind != RecordKind.Blank)
            {
                int shown = Math.Min(record.Length - record.FieldStart, 200);
                rows.Add($"{row} {record.Code} {record.Field} {Redaction.Of(Encoding.UTF8.GetString(text, at + record.FieldStart, shown).TrimEnd('\r', '\n'))}");
            }

            at += record.Length;
            if (record.Kind == RecordKind.Endless)
            {
                int lineBreak = Array.IndexOf(text, (byte)'\n', at);
                at = lineBreak < 0 ? text.Length : lineBreak + 1;
            }
        }

        return rows;
    }

    private static string[] Fields(string record)
    {
        List<string> fields = [""];
        bool quoted = false;
        for (int i = 0; i < record.Length; i++)
        {
            char c = record[i];
            if (quoted && c == '"' && i + 1 < record.Length && record[i + 1] == '"')
            {
                fields[^1] += '"';
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c == ',')
            {
                fields.Add("");
            }
            else if (quoted || c is not ('\r' or '\n'))
            {
                fields[^1] += c;
            }
        }

        return [.. fields];
    }
}
