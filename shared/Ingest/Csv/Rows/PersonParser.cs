using OneOnOne.Calendars;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Values;
using OneOnOne.Languages;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class PersonParser(Columns columns) : RowParser<PersonRow>
{
    private readonly Field _id = columns["person_id"];
    private readonly Field _name = columns["name"];
    private readonly Field _email = columns["email"];
    private readonly Field _manager = columns["manager_id"];
    private readonly Field _timeZone = columns["time_zone"];
    private readonly Field _country = columns["country"];
    private readonly Field _language = columns["language"];
    private readonly Field _active = columns["active"];

    public override PersonRow Parse(RowFields row, RowPosition position) => new PersonRow(position, new PersonId(row.OwnId(_id)))
    {
        Name = row.Text(_name),
        Email = row.OptionalId(_email),
        Manager = row.Person(_manager),
        TimeZone = TimeZone(row, _timeZone),
        Country = Checked(row, _country, Countries.Normal),
        Language = Checked(row, _language, tag => Language.Find(tag)?.Tag),
        Active = row.Word(_active, Words.Flags),
    };

    public static string? TimeZone(RowFields row, Field field) => Checked(row, field, id => Zones.Find(id) is null ? null : id);

    private static string? Checked(RowFields row, Field field, Func<string, string?> normal)
    {
        string? given = row.OptionalId(field);
        string? known = given is null ? null : normal(given);
        if (given is not null && known is null)
        {
            row.Fail(QuarantineCode.BadValue, field, row.Value(field));
        }

        return known;
    }
}
