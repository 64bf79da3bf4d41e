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

    /// <summary>False where every row's value is empty.</summary>
    public bool IsMapped { get; protected init; } = true;

    /// <summary>The one column whose value it is as it stands; else -1.</summary>
    public int Index { get; protected init; } = -1;

    /// <returns>The value without blanks around it. It lives until the next read.</returns>
    public abstract ReadOnlySpan<byte> Read(IRecord record, ref bool ignored);

    /// <summary>Nearly nothing has blanks around it, and whatever else is in front of one in the alphabet is rare.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.IsEmpty || (value[0] > ' ' && value[^1] > ' ') ? value : value.Trim(" \t\r\n"u8);
}

internal sealed class MissingField : Field
{
    public MissingField()
        : base(null)
    {
        IsMapped = false;
    }

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored) => [];
}

internal sealed class ConstantField(string value) : Field(null)
{
    private readonly byte[] _value = Encoding.UTF8.GetBytes(value.Trim());

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored) => _value;
}

internal sealed class ColumnField : Field
{
    public ColumnField(string column, int index)
        : base(column)
    {
        Index = index;
    }

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored) => Trim(record[Index]);
}

internal sealed class TranslatedField(string column, int index, FrozenDictionary<string, string> values) : Field(column)
{
    private const string Ignore = "ignore";
    private const int Places = 256;

    private readonly FrozenDictionary<string, byte[]> _values = values.ToFrozenDictionary(
        value => value.Key, value => value.Value == Ignore ? [] : Encoding.UTF8.GetBytes(value.Value), StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _ignored = values.Where(value => value.Value == Ignore).Select(value => value.Key).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly Remembered<(byte[]? Value, bool Ignored)> _translated = new(Places);

    public override ReadOnlySpan<byte> Read(IRecord record, ref bool ignored)
    {
        ReadOnlySpan<byte> exported = Trim(record[index]);
        if (!_translated.TryGet(exported, out (byte[]? Value, bool Ignored) known))
        {
            string key = Encoding.UTF8.GetString(exported);
            known = _translated.Add(exported, (_values.GetValueOrDefault(key), _ignored.Contains(key)));
        }

        ignored |= known.Ignored;
        return known.Value ?? exported;
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
