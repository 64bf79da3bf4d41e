using OneOnOne.Calendars;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class PersonParser(Columns columns) : RowParser
{
    private readonly Field _id = columns["person_id"];
    private readonly Field _name = columns["name"];
    private readonly Field _email = columns["email"];
    private readonly Field _manager = columns["manager_id"];
    private readonly Field _timeZone = columns["time_zone"];
    private readonly Field _country = columns["country"];
    private readonly Field _active = columns["active"];

    public override Field Key => _id;

    public override SnapshotRow Parse(RowFields row, RowPosition position) => new PersonRow(position, new PersonId(row.OwnId(_id)))
    {
        Name = row.Text(_name),
        Email = row.OptionalId(_email),
        Manager = row.OptionalId(_manager) is { } manager ? new PersonId(manager) : null,
        TimeZone = TimeZone(row, _timeZone),
        Country = Country(row),
        Active = row.Word(_active, Words.Flags),
    };

    public static string? TimeZone(RowFields row, Field field)
    {
        string? id = row.OptionalId(field);
        if (id is not null && Zones.Find(id) is null)
        {
            row.Fail(QuarantineCode.BadValue, field, row.Value(field));
        }

        return id;
    }

    private string? Country(RowFields row)
    {
        string? code = row.OptionalId(_country);
        string? normal = code is null ? null : Countries.Normal(code);
        if (code is not null && normal is null)
        {
            row.Fail(QuarantineCode.BadValue, _country, row.Value(_country));
        }

        return normal;
    }
}
