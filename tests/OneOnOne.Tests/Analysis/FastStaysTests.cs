using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Analysis;

public sealed class FastStaysTests
{
    [Fact]
    public void Are_told_in_the_order_of_the_stages_where_there_is_something_to_compare_with()
    {
        RepBook book = With(("Proposal", 5), ("Discovery", 5), ("Negotiation", 4));
        Opportunity won = Won(("Discovery", 1), ("Proposal", 3), ("Discovery", 6), ("Negotiation", 7.5));
        Assert.Equal(
            [new FastStay("Discovery", 3.5, 10), new FastStay("Proposal", 3, 10)],
            FastStays.Of(won, book).Select(stay => stay with { Days = Math.Round(stay.Days, 6), UsualDays = Math.Round(stay.UsualDays, 6) }));
    }

    [Fact]
    public void Of_an_unknown_entry_are_left_out() =>
        Assert.Empty(FastStays.Of(Won() with { Observed = [new Observation(Days.At(1), State("Proposal", Outcome.Open)), new Observation(Days.At(9), State("Closed", Outcome.Won))] }, With(("Proposal", 5))));

    private static RepBook With(params (string Stage, int Won)[] stages)
    {
        RepBook book = Book();
        return book with
        {
            Head = book.Head with
            {
                Record = new TrackRecord(stages.ToImmutableSortedDictionary(stage => stage.Stage, stage => new StageVisits(Durations.Of(Enumerable.Repeat(864_000L, stage.Won)), Durations.None), StringComparer.Ordinal)),
            },
        };
    }

    private static Opportunity Won(params (string Stage, double Day)[] entries) => Open() with
    {
        StageEntries = [.. entries.Select(entry => new StageEntry(entry.Stage, Days.At(entry.Day))), new StageEntry("Closed", Days.At(9))],
        Observed = [new Observation(Days.At(20), State("Closed", Outcome.Won))],
    };

    private static ObservedState State(string stage, Outcome outcome) => new(Rep, stage, outcome, null, null);
}
