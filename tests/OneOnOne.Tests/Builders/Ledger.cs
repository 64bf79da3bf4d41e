using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest;

namespace OneOnOne.Tests.Builders;

/// <summary>What one snapshot has to say about one opportunity.</summary>
/// <param name="Said">Null: nothing.</param>
/// <param name="Unreadable">It had a row, but a bad one.</param>
internal sealed record Word(DateTimeOffset At, Said? Said, bool Unreadable = false)
{
    public IncomingOpportunity? Row => Said?.At(At);

    public override string ToString() => $"{At:MM-dd} {(Unreadable ? "unreadable" : Row is null ? "absent" : $"{Row.Row.Owner} {Row.Row.Stage} {Row.Row.Outcome} {Row.Row.CloseDate} {Row.Row.Amount} history {Row.StageEntries.Length}/{Row.CloseDateChanges.Length} activities {string.Join(' ', Row.Activities.Days)}, booked {Row.Activities.Booked.Length}")}";
}

/// <summary>Merges words about one opportunity in the order in which they arrive.</summary>
internal sealed class Ledger
{
    private readonly List<DateTimeOffset> _unreadable = [];

    public Opportunity? Known { get; private set; }

    public ImmutableArray<DateTimeOffset> Snapshots { get; private set; } = [];

    public TimeLine TimeLine => TimeLine.Of(Known!, Snapshots);

    public static Ledger Of(params IEnumerable<Word> words)
    {
        Ledger ledger = new();
        foreach (Word word in words)
        {
            ledger.Hear(word);
        }

        return ledger;
    }

    public Ledger Hear(Word word)
    {
        if (word.Unreadable)
        {
            _unreadable.Add(word.At);
        }

        Known = (Known, word) switch
        {
            (null, { Row: { } row }) => OpportunityMerge.First(row, word.At, Snapshots, [.. _unreadable.Order()]),
            (null, _) => null,
            (_, { Unreadable: true }) => OpportunityMerge.MarkUnseen(Known, word.At),
            _ => OpportunityMerge.Merge(Known, word.Row, word.At, Snapshots),
        };
        Snapshots = [.. Snapshots.Append(word.At).Order()];
        return this;
    }
}
