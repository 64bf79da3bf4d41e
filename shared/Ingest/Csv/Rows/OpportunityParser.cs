using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Rows;

internal sealed class OpportunityParser(Columns columns, CsvMapping mapping) : RowParser<OpportunityRow>
{
    private readonly Field _id = columns["opportunity_id"];
    private readonly Field _owner = columns["owner_id"];
    private readonly StageField _stage = new(columns, mapping.Stages);
    private readonly Field _name = columns["name"];
    private readonly Field _account = columns["account"];
    private readonly Field _product = columns["product"];
    private readonly Field _created = columns["created_at"];
    private readonly Field _closed = columns["closed_at"];
    private readonly Field _closeDate = columns["close_date"];
    private readonly Field _nextStep = columns["next_step"];
    private readonly Field _url = columns["url"];
    private readonly Field _lastActivity = columns["last_activity_at"];
    private readonly Field _nextActivity = columns["next_activity_at"];
    private readonly OutcomeFields _outcome = new(columns);
    private readonly MoneyFields _money = new(columns, mapping.Currency);
    private readonly ImmutableArray<(string Stage, Field At)> _entered =
        [.. columns.StageEntered.Select(entry => (mapping.Stages.Find(entry.Stage).Name, entry.At))];

    public override OpportunityRow Parse(RowFields row, RowPosition position)
    {
        OpportunityId id = new(row.OwnId(_id));
        PersonId owner = row.RequiredPerson(_owner);
        MappedStage stage = _stage.Read(row);
        return new OpportunityRow(position, id, owner, stage.Name, _outcome.Read(row, stage))
        {
            Name = row.Text(_name),
            Account = row.Text(_account),
            Product = row.Text(_product),
            Amount = _money.Read(row),
            CreatedAt = row.Instant(_created),
            ClosedAt = row.Instant(_closed),
            CloseDate = row.Date(_closeDate),
            NextStep = row.Text(_nextStep),
            Url = SafeUrl.Read(row.Value(_url)),
            LastActivityAt = row.Moment(_lastActivity),
            NextActivityAt = row.Moment(_nextActivity),
            StageEntries = _entered.IsEmpty ? [] : StageEntries(row),
        };
    }

    private ImmutableArray<StageEntry> StageEntries(RowFields row)
    {
        ImmutableArray<StageEntry>.Builder entries = ImmutableArray.CreateBuilder<StageEntry>();
        foreach ((string stage, Field at) in _entered)
        {
            if (row.Instant(at) is { } entered)
            {
                entries.Add(new StageEntry(stage, entered));
            }
        }

        return entries.ToImmutable();
    }
}
