using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class ActivityParser(Columns columns) : RowParser<DealActivity>
{
    private const int KindsRemembered = 256;

    private readonly Field _opportunity = columns["opportunity_id"];
    private readonly Field _person = columns["person_id"];
    private readonly Field _kind = columns["kind"];
    private readonly Field _at = columns["at"];
    private readonly Field _completed = columns["completed"];
    private readonly Field _automated = columns["automated"];
    private readonly Field _id = columns["activity_id"];
    private readonly Remembered<(ActivityKind Kind, bool Automated)> _kinds = new(KindsRemembered);

    public override Field? Opportunity => _opportunity;

    public override DealActivity Parse(RowFields row, RowPosition position)
    {
        int? deal = row.Deal(_opportunity);
        PersonId? person = row.Person(_person);
        if (deal is null && person is null)
        {
            row.Missing(_opportunity.IsMapped ? _opportunity : _person);
        }

        (ActivityKind? kind, bool automated) = Kind(row);
        ActivityStatus? status = row.Word(_completed, Words.Statuses);
        if (status == ActivityStatus.CalledOff || row.Word(_automated, Words.Flags) == true || automated)
        {
            // Nobody did anything: neither that it was called off nor that a machine sent mail says that a deal is worked on.
            row.Ignore();
        }

        return new DealActivity(
            deal ?? DealActivity.None,
            person,
            kind ?? row.Missing<ActivityKind>(_kind),
            row.RequiredMoment(_at),
            status is { } known ? known == ActivityStatus.Done : null,
            row.Hash(_id));
    }

    private (ActivityKind? Kind, bool Automated) Kind(RowFields row)
    {
        ReadOnlySpan<byte> kind = row.Value(_kind);
        return kind.IsEmpty ? (null, false)
            : _kinds.TryGet(kind, out (ActivityKind Kind, bool Automated) known) ? known
            : _kinds.Add(kind, (Words.Kinds.TryFind(kind, out ActivityKind usual) ? usual : ActivityKind.Other, Words.AutomatedKinds.TryFind(kind, out _)));
    }
}
