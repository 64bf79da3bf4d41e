using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class ActivityParser(Columns columns) : RowParser<DealActivity>
{
    private readonly Field _opportunity = columns["opportunity_id"];
    private readonly Field _person = columns["person_id"];
    private readonly Field _kind = columns["kind"];
    private readonly Field _at = columns["at"];
    private readonly Field _completed = columns["completed"];
    private readonly Field _automated = columns["automated"];
    private readonly Field _id = columns["activity_id"];

    public override DealActivity Parse(RowFields row, RowPosition position)
    {
        int? deal = row.Deal(_opportunity);
        string? person = row.OptionalId(_person);
        if (deal is null && person is null)
        {
            row.Missing(_opportunity.IsMapped ? _opportunity : _person);
        }

        ActivityStatus? status = row.Word(_completed, Words.Statuses);
        if (status == ActivityStatus.CalledOff || row.Word(_automated, Words.Flags) == true || Words.AutomatedKinds.TryFind(row.Value(_kind), out _))
        {
            // Nobody did anything: neither that it was called off nor that a machine sent mail says that a deal is worked on.
            row.Ignore();
        }

        return new DealActivity(
            deal ?? DealActivity.None,
            person is null ? null : new PersonId(person),
            Kind(row),
            row.RequiredMoment(_at),
            status is { } known ? known == ActivityStatus.Done : null,
            row.Hash(_id));
    }

    private ActivityKind Kind(RowFields row)
    {
        ReadOnlySpan<byte> kind = row.Value(_kind);
        return kind.IsEmpty ? row.Missing<ActivityKind>(_kind)
            : Words.Kinds.TryFind(kind, out ActivityKind known) ? known
            : ActivityKind.Other;
    }
}
