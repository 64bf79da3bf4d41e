using System.Text;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv;

/// <summary>
/// Reads the fields of one row after the other. The first problem of a row is kept and its later fields are read all the same, so that
/// a parser needs no branch per field; whoever called it asks <see cref="Problem"/> before the row is used.
/// </summary>
internal sealed class RowFields(IRecord record, CsvMapping mapping, CsvLimits limits)
{
    private readonly TimeFormats _times = new(mapping.Culture, mapping.TimeZone, mapping.DateFormats);
    private readonly AmountFormat _amounts = new(mapping.Culture);
    private bool _ignored;

    /// <summary>The row is to be left out.</summary>
    public bool Ignored => _ignored;

    public (QuarantineCode Code, string? Column, string Shape)? Problem { get; private set; }

    /// <summary>The row's own id, as soon as it has been read.</summary>
    public string? Id { get; private set; }

    public void Begin()
    {
        _ignored = false;
        Problem = null;
        Id = null;
    }

    /// <summary>The row is none of what its file is for.</summary>
    public void Ignore() => _ignored = true;

    public ReadOnlySpan<byte> Value(Field field) => field.Read(record, ref _ignored);

    public bool IsEmpty(Field field) => Value(field).IsEmpty;

    public string OwnId(Field field)
    {
        string id = RequiredId(field);
        Id = id.Length > 0 ? id : null;
        return id;
    }

    public string RequiredId(Field field) => OptionalId(field) ?? Missing(field);

    /// <summary>An id, or other text that may be neither cut nor cleaned.</summary>
    public string? OptionalId(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        if (value.IsEmpty)
        {
            return null;
        }

        string id = value.Length > limits.IdBytes ? "" : Encoding.UTF8.GetString(value);
        if (id.Length == 0 || TextCleaner.HasControls(id))
        {
            Fail(id.Length == 0 ? QuarantineCode.TooLong : QuarantineCode.BadValue, field, value);
            return "";
        }

        return id;
    }

    public string RequiredText(Field field) => Text(field) ?? Missing(field);

    public string? Text(Field field) => TextCleaner.Clean(Value(field), limits.TextLength);

    public DateTimeOffset RequiredInstant(Field field) => Instant(field) ?? Missing<DateTimeOffset>(field);

    public DateTimeOffset? Instant(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty ? null : _times.TryInstant(value, out DateTimeOffset instant) ? instant : Bad<DateTimeOffset>(QuarantineCode.BadDate, field, value);
    }

    public DateTimeOffset RequiredMoment(Field field) => Moment(field) ?? Missing<DateTimeOffset>(field);

    /// <summary>When somebody did something, or will: an instant, or a day.</summary>
    public DateTimeOffset? Moment(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty ? null : _times.TryMoment(value, out DateTimeOffset instant) ? instant : Bad<DateTimeOffset>(QuarantineCode.BadDate, field, value);
    }

    public DateOnly RequiredDate(Field field) => Date(field) ?? Missing<DateOnly>(field);

    public DateOnly? Date(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty ? null : _times.TryDate(value, out DateOnly date) ? date : Bad<DateOnly>(QuarantineCode.BadDate, field, value);
    }

    public DateTime? Local(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty ? null : _times.TryLocal(value, out DateTime local) ? local : Bad<DateTime>(QuarantineCode.BadDate, field, value);
    }

    public decimal? Amount(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty ? null : _amounts.TryRead(value, out decimal amount) ? amount : Bad<decimal>(QuarantineCode.BadNumber, field, value);
    }

    public T? Word<T>(Field field, Words<T> words)
        where T : struct
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty ? null : words.TryFind(value, out T meaning) ? meaning : Bad<T>(QuarantineCode.BadValue, field, value);
    }

    public string Missing(Field field)
    {
        Fail(QuarantineCode.Missing, field, []);
        return "";
    }

    public T Missing<T>(Field field)
        where T : struct
    {
        Fail(QuarantineCode.Missing, field, []);
        return default;
    }

    public T Bad<T>(QuarantineCode code, Field field, ReadOnlySpan<byte> value)
        where T : struct
    {
        Fail(code, field, value);
        return default;
    }

    public void Fail(QuarantineCode code, Field field, ReadOnlySpan<byte> value) =>
        Problem ??= (code, field.Column, Redaction.Of(Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)])));
}
