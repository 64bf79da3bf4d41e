using System.Buffers.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Rows;

/// <summary>Series and their exceptions stand in one file in any order, so it is the assembler who finds exceptions of no known series.</summary>
internal sealed class MeetingParser(Columns columns) : RowParser<SnapshotRow>
{
    private const int UsualMinutes = 45;

    private readonly Field _id = columns["meeting_id"];
    private readonly Field _manager = columns["manager_id"];
    private readonly Field _rep = columns["rep_id"];
    private readonly Field _cadence = columns["cadence"];
    private readonly Field _first = columns["first_on"];
    private readonly Field _at = columns["at"];
    private readonly Field _timeZone = columns["time_zone"];
    private readonly Field _minutes = columns["minutes"];
    private readonly Field _occurrence = columns["occurrence_on"];
    private readonly Field _movedTo = columns["moved_to"];
    private readonly Field _cause = columns["cause"];

    public override SnapshotRow Parse(RowFields row, RowPosition position) => row.IsEmpty(_occurrence) ? Series(row, position) : Exception(row, position);

    private MeetingRow Series(RowFields row, RowPosition position) => new(
        position,
        row.OwnId(_id),
        new PersonId(row.RequiredId(_manager)),
        new PersonId(row.RequiredId(_rep)),
        row.Word(_cadence, Words.Cadences) ?? row.Missing<Meetings.Cadence>(_cadence),
        row.RequiredDate(_first),
        Clock(row),
        PersonParser.TimeZone(row, _timeZone) ?? row.Missing(_timeZone),
        Minutes(row));

    private MeetingExceptionRow Exception(RowFields row, RowPosition position) =>
        new(position, row.OwnId(_id), row.RequiredDate(_occurrence), row.Local(_movedTo), row.Text(_cause));

    private TimeOnly Clock(RowFields row)
    {
        ReadOnlySpan<byte> text = row.Value(_at);
        return text is [_, _, (byte)':', _, _] && Digits(text[..2], 23, out int hour) && Digits(text[3..], 59, out int minute) ? new TimeOnly(hour, minute)
            : text.IsEmpty ? row.Missing<TimeOnly>(_at)
            : row.Bad<TimeOnly>(QuarantineCode.BadDate, _at, text);
    }

    private int Minutes(RowFields row)
    {
        ReadOnlySpan<byte> text = row.Value(_minutes);
        return text.IsEmpty ? UsualMinutes
            : !Digits(text, int.MaxValue, out int minutes) ? row.Bad<int>(QuarantineCode.BadNumber, _minutes, text)
            : minutes is < 5 or > 480 ? row.Bad<int>(QuarantineCode.BadValue, _minutes, text)
            : minutes;
    }

    private static bool Digits(ReadOnlySpan<byte> text, int most, out int number) =>
        Utf8Parser.TryParse(text, out number, out int read) && read == text.Length && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && number <= most;
}
