using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Csv.Rows;

/// <summary>The outcome column decides, else is_won and is_closed, else the stage by the mapping or by its name, else the deal is open.</summary>
internal sealed class OutcomeFields(Columns columns)
{
    private readonly Field _outcome = columns["outcome"];
    private readonly Field _isClosed = columns["is_closed"];
    private readonly Field _isWon = columns["is_won"];

    public Outcome Read(RowFields row, MappedStage stage) =>
        row.Word(_outcome, Words.Outcomes) ?? ByFlags(row.Word(_isClosed, Words.Flags), row.Word(_isWon, Words.Flags), stage) ?? stage.Outcome ?? Outcome.Open;

    private static Outcome? ByFlags(bool? closed, bool? won, MappedStage stage) => (closed, won) switch
    {
        (_, true) => Outcome.Won,
        (true, false) => Outcome.Lost,
        (false, _) => Outcome.Open,
        (true, null) => stage.Outcome is Outcome.Won ? Outcome.Won : Outcome.Lost,
        _ => null,
    };
}
