using System.Collections.Frozen;
using System.Text;

namespace OneOnOne.Ingest.Csv;

/// <summary>One row, split into its fields: of a file, or made up of what a CRM answered.</summary>
internal interface IRecord
{
    /// <summary>The bytes of a field, UTF-8; nothing beyond the last. They live until the next row.</summary>
    ReadOnlySpan<byte> this[int index] { get; }
}

/// <summary>Where a canonical column's value comes from in one file, with everything looked up beforehand.</summary>
internal abstract class Field(string? column)
{
    /// <summary>The export's own name, for whoever has to mend it; null where the value stands in no single column.</summary>
    public string? Column => column;

    public virtual bool IsMapped => true;

    /// <returns>The value without blanks around it. It lives until the next read.</returns>
    public abstract ReadOnlySpan<byte> Read(IRecord record, ref bool ignored);

    protected static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8);
}

internal sealed class MissingField() : Field(null)
{
    public override bool IsMapped => false;

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored) => [];
}

internal sealed class ConstantField(string value) : Field(null)
{
    private readonly byte[] _value = Encoding.UTF8.GetBytes(value.Trim());

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored) => _value;
}

internal sealed class ColumnField(string column, int index) : Field(column)
{
    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored) => Trim(record[index]);
}

internal sealed class TranslatedField(string column, int index, FrozenDictionary<string, string> values) : Field(column)
{
    private const string Ignore = "ignore";

    private readonly FrozenDictionary<string, byte[]> _values = values.ToFrozenDictionary(
        value => value.Key, value => value.Value == Ignore ? [] : Encoding.UTF8.GetBytes(value.Value), StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _ignored = values.Where(value => value.Value == Ignore).Select(value => value.Key).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored)
    {
        ReadOnlySpan<byte> exported = Trim(record[index]);
        string key = Encoding.UTF8.GetString(exported);
        ignored |= _ignored.Contains(key);
        return _values.TryGetValue(key, out byte[]? value) ? value : exported;
    }
}

/// <summary>Several columns in one text; empty ones leave no trace.</summary>
internal sealed class JoinedField(string column, Field[] parts, string with) : Field(column)
{
    private readonly byte[] _with = Encoding.UTF8.GetBytes(with);
    private readonly List<byte> _joined = [];

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored)
    {
        _joined.Clear();
        foreach (Field part in parts)
        {
            ReadOnlySpan<byte> value = part.Read(record, ref ignored);
            if (!value.IsEmpty)
            {
                _joined.AddRange(_joined.Count > 0 ? _with : []);
                _joined.AddRange(value);
            }
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_joined);
    }
}
