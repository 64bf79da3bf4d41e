using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>By what a deal is summed up besides itself.</summary>
/// <param name="Rep">Whose head it is for.</param>
/// <param name="Snapshots">The instants of all snapshots, ascending.</param>
/// <param name="HistoryKept">Whether the newest snapshot has the CRM's history of close dates.</param>
internal sealed record TallyContext(PersonId Rep, ImmutableArray<DateTimeOffset> Snapshots, bool HistoryKept);

/// <summary>
/// Writes down what one deal adds to the head of its book, so that the head can be summed up again without the deal. Nothing in it
/// changes because a later snapshot comes that says the same. <see cref="HeadBuilder"/> reads it.
/// </summary>
internal sealed class DealTally(TallyContext context, Names names)
{
    private readonly PackedFieldWriter _to = new(new PackedWriter());

    /// <returns>To be read before the next one is asked for.</returns>
    public ReadOnlySpan<byte> Of(Opportunity opportunity)
    {
        _to.Restart();
        if (opportunity.IsOpen)
        {
            TimeLine line = TimeLine.Of(opportunity, context.Snapshots);
            _to.Writer.Number((int)DealTallyKind.Open);
            VisitTally.WriteOpen(_to.Writer, line, names);
            SlipTally.Write(_to.Writer, opportunity, line, context, closedAt: null);
        }

        // Exports drop closed deals after a while. The book does not.
        else if (opportunity.Observed.LastOrDefault(observation => observation.State is not null)?.State is { Outcome: not Outcome.Open } now)
        {
            Closed(opportunity, now);
        }

        return _to.Writer.Written;
    }

    private void Closed(Opportunity opportunity, ObservedState now)
    {
        TimeLine line = TimeLine.Of(opportunity, context.Snapshots);
        DateTimeOffset closedAt = TimeLine.ClosedAt(opportunity);
        PackedWriter to = _to.Writer;
        to.Number((int)(now.Outcome == Outcome.Won ? DealTallyKind.Won : DealTallyKind.Lost));
        VisitTally.WriteClosed(to, line, closedAt, names);
        SlipTally.Write(to, opportunity, line, context, closedAt);
        SignalTally.Write(to, opportunity, line, now.Outcome, closedAt, names);
        to.Text(opportunity.Details.Name);
        to.Text(opportunity.Details.Account);
        to.Number(now.Amount is { } money ? names.Of(money.Currency) + 1 : 0);
        if (now.Amount is { } amount)
        {
            to.Amount(amount.Amount);
        }

        _to.Instant(closedAt);
        _to.Instant(opportunity.Details.CreatedAt);
    }
}

/// <summary>How what a deal adds begins. A deal that is gone and was never closed adds nothing, not even this.</summary>
internal enum DealTallyKind
{
    Open = 1,
    Won = 2,
    Lost = 3,
}
