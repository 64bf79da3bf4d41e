using System.Text;
using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

/// <summary>What is known depends on which snapshots were seen, never on the order in which they came.</summary>
public sealed class OpportunityMergePropertyTests
{
    private const int Seeds = 250;

    [Fact]
    public void Every_order_of_five_snapshots_gives_the_same_document()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Word[] words = Five(new Random(seed));
            string expected = Document(words);
            foreach (Word[] order in Orders.Of(words))
            {
                string actual = Document(order);
                Assert.True(expected == actual, $"""
                    seed {seed}
                    {string.Join("\n", order.AsEnumerable())}
                    in time order: {expected}
                    in this order: {actual}
                    """);
            }
        }
    }

    [Fact]
    public void A_snapshot_that_says_the_same_as_the_one_before_it_changes_nothing()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            // What is booked is relative to the snapshot's instant, and so not the same knowledge at another one.
            Word[] words = Five(new Random(seed), withBookings: false);
            for (int i = 0; i < words.Length; i++)
            {
                Ledger ledger = Ledger.Of(words);
                string before = Json.Text(ledger.Known);
                Word again = words[i] with { At = words[i].At.AddHours(1) };
                if (again.Unreadable)
                {
                    continue;
                }

                Assert.True(before == Json.Text(ledger.Hear(again).Known), $"seed {seed}, {again}");
            }
        }
    }

    private static string Document(Word[] words) => Encoding.UTF8.GetString(Json.Bytes(Ledger.Of(words).Known));

    private static Word[] Five(Random random, bool withBookings = true) => [.. Enumerable.Range(1, 5).Select(i => Random(random, 5 * i, withBookings))];

    private static Word Random(Random random, int day, bool withBookings)
    {
        DateTimeOffset at = Days.At(day);
        switch (random.Next(6))
        {
            case 0:
                return new Word(at, null);
            case 1:
                return new Word(at, null, Unreadable: true);
        }

        Outcome outcome = random.Next(4) == 0 ? Outcome.Won : Outcome.Open;
        OpportunityRow row = Rows.Deal("O1", One(random, "ann", "bob"), One(random, "Proposal", "Negotiation"), outcome, One<int?>(random, null, 20, 40), One<decimal?>(random, null, 100.0m, 100.00m, 200m)) with
        {
            Name = One(random, null, "Deal", "Big deal"),
            CreatedAt = One<DateTimeOffset?>(random, null, Days.At(1)),
            ClosedAt = One<DateTimeOffset?>(random, null, Days.At(day - 1)),
            LastActivityAt = One<DateTimeOffset?>(random, null, Days.At(3), Days.At(day), Days.At(day + 2)),
            NextActivityAt = One<DateTimeOffset?>(random, null, Days.At(day + 3)),
        };
        List<SnapshotRow> others = [];
        for (int i = random.Next(5); i > 0; i--)
        {
            // Few instants and dates, so that ties happen.
            others.Add(random.Next(3) switch
            {
                0 => Rows.Did("O1", random.Next(1, withBookings ? 30 : day), One(random, ActivityKind.Call, ActivityKind.Email), One<bool?>(random, null, true, false)),
                1 => Rows.Entered("O1", One(random, "Discovery", "Proposal", "Negotiation"), random.Next(1, 4)),
                _ => Rows.Moved("O1", random.Next(1, 3), random.Next(10, 12), random.Next(20, 22)),
            });
        }

        return new Word(at, Rows.Incoming(row, [.. others]));
    }

    private static T One<T>(Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
