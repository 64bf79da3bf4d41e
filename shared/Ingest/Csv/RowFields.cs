using System.IO.Hashing;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv;

/// <summary>
/// Reads the fields of one row after the other. The first problem of a row is kept and its later fields are read all the same, so that
/// a parser needs no branch per field; whoever called it asks <see cref="Problem"/> before the row is used.
/// </summary>
internal sealed class RowFields(IRecord record, CsvMapping mapping, CsvLimits limits, DealNumbers numbers, Remembered<string> people)
{
    private readonly TimeFormats _times = new(mapping.Culture, mapping.TimeZone, mapping.DateFormats);
    private readonly AmountFormat _amounts = new(mapping.Culture);
    private (QuarantineCode Code, string? Column, string Shape)? _problem;
    private string? _orphan;
    private bool _ignored;
    private readonly Queue<ulong> _expected = [];
    private ulong? _deal;
    private int _fetched;

    /// <summary>The row is to be left out.</summary>
    public bool Ignored => _ignored;

    /// <summary>The first of them; but that a row belongs to nothing only where nothing else is wrong with it.</summary>
    public (QuarantineCode Code, string? Column, string Shape)? Problem => _problem ?? (_orphan is null ? null : (QuarantineCode.UnknownOpportunity, null, _orphan));

    /// <summary>The row's own id, as soon as it has been read.</summary>
    public string? Id { get; private set; }

    public void Begin()
    {
        _ignored = false;
        _problem = null;
        _orphan = null;
        _deal = _expected.TryDequeue(out ulong hash) ? hash : null;
        Id = null;
    }

    /// <summary>The row is none of what its file is for.</summary>
    public void Ignore() => _ignored = true;

    public ReadOnlySpan<byte> Value(Field field) => field.Index >= 0 ? Field.Trim(record[field.Index])
        : field.IsMapped ? field.Read(record, ref _ignored)
        : [];

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
        return value.IsEmpty ? null : IsId(field, value) ? Encoding.UTF8.GetString(value) : "";
    }

    public PersonId RequiredPerson(Field field) => Person(field) ?? new PersonId(Missing(field));

    /// <summary>A person's id, whose text is shared by all rows that name them.</summary>
    public PersonId? Person(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty ? null
            : people.TryGet(value, out string id) ? new PersonId(id)
            : IsId(field, value) ? new PersonId(people.Add(value, Encoding.UTF8.GetString(value)))
            : new PersonId("");
    }

    /// <summary>The number of the opportunity that the row belongs to.</summary>
    public int RequiredDeal(Field field) => Deal(field) ?? Missing<int>(field);

    public int? Deal(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        if (value.IsEmpty)
        {
            return null;
        }

        // What has a number is an id: it was looked at when it got it.
        int number = _deal is { } hash ? numbers.Find(hash) : numbers.Find(value);
        if (number == DealActivity.None)
        {
            _ = IsId(field, value);
            _orphan = Redaction.Of(Encoding.UTF8.GetString(value));
        }

        return number;
    }

    /// <summary>The number of the opportunity in this field will be asked for soon, once each for the rows that were expected, in their order.</summary>
    public void Expect(Field field)
    {
        if (field.Index >= 0)
        {
            _expected.Enqueue(numbers.Expect(Field.Trim(record[field.Index]), ref _fetched));
        }
    }

    /// <summary>Of an id that is only compared; 0 where there is none.</summary>
    public ulong Hash(Field field)
    {
        ReadOnlySpan<byte> value = Value(field);
        return value.IsEmpty || !IsId(field, value) ? 0 : Math.Max(1, XxHash3.HashToUInt64(value));
    }

    private bool IsId(Field field, ReadOnlySpan<byte> value)
    {
        if (value.Length > limits.IdBytes)
        {
            Fail(QuarantineCode.TooLong, field, value);
            return false;
        }

        if (TextCleaner.HasControls(value))
        {
            Fail(QuarantineCode.BadValue, field, value);
            return false;
        }

        return true;
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
        _problem ??= (code, field.Column, Redaction.Of(Encoding.UTF8.GetString(value[..Math.Min(value.Length, 200)])));
}
