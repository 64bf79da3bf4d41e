using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Ingest.Connect;

/// <summary>
/// One row in the columns of docs/csv-format.md, made of a CRM's record. It is read by the same parsers as a file's row, so that what is
/// checked, cleaned, limited and set aside does not depend on the way by which it came. The same instance is filled again and again.
/// </summary>
internal sealed class CanonicalRow : IRecord
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly (int Start, int Length)[] _fields;
    private readonly FrozenDictionary<string, int> _indexes;

    public CanonicalRow(Section section)
    {
        Table = CsvTable.All.First(table => table.Section == section);
        string[] names = [.. Table.Required, .. Table.Optional];
        _fields = new (int, int)[names.Length];
        _indexes = names.Index().ToFrozenDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        Header = new Header(Table.FileName, names);
    }

    public CsvTable Table { get; }

    public Header Header { get; }

    /// <summary>The CRM's object and the record's id, such as <c>Opportunity 0065g00000AbCdEAAV</c>, for whoever has to mend it.</summary>
    public string Origin { get; private set; } = "";

    public ReadOnlySpan<byte> this[int index] => _bytes.WrittenSpan.Slice(_fields[index].Start, _fields[index].Length);

    public CanonicalRow Begin(string @object, string id)
    {
        Origin = $"{@object} {id}";
        _bytes.ResetWrittenCount();
        Array.Clear(_fields);
        return this;
    }

    /// <param name="column">One of the table's columns.</param>
    public CanonicalRow Set(string column, string? value)
    {
        int index = _indexes[column];
        int start = _bytes.WrittenCount;
        _fields[index] = (start, value is null ? 0 : (int)Encoding.UTF8.GetBytes(value, _bytes));
        return this;
    }

    public CanonicalRow Set(string column, bool? value) => Set(column, value switch { true => "true", false => "false", null => null });
}
