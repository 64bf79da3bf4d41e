using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

/// <summary>Random companies, ten snapshots, and the sums that counting day by day and change by change gives, written without the product's code.</summary>
public sealed class SlipTallyTests
{
    private const int Last = 100;
    private static readonly string[] Reps = ["r1", "r2", "r3"];
    private static readonly double[] Snapshots = [.. Enumerable.Range(1, 10).Select(i => (i * 10) + 0.3)];

    private sealed record Move(double At, int From, int To);

    /// <param name="First">The first close date; null: it never has one.</param>
    private sealed record Deal(string Id, double Created, string Owner, double? HandOver, string NextOwner, double? Closed, bool Won, int? First)
    {
        public List<Move> Moves { get; } = [];

        public string OwnerAt(double day) => HandOver <= day ? NextOwner : Owner;

        public bool ClosedBy(double day) => Closed <= day;

        public int? DateAt(double day) => Moves.LastOrDefault(move => move.At <= day)?.To ?? First;
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public async Task A_reps_sums_are_what_counting_gives(int seed, bool history)
    {
        Deal[] deals = Make(new Random(seed));
        using TempBooks books = new();
        foreach (double day in Snapshots)
        {
            await books.IngestAsync(new MemorySource($"{seed} {day}", Days.At(day), [.. Reps.Select(rep => Rows.Human(rep, "mgr")), .. deals.Where(deal => deal.Created <= day).SelectMany(deal => AsRows(deal, day, history))])
            {
                Also = history ? [Section.CloseDateHistory] : [],
            });
        }

        DateTimeOffset now = Days.At(Snapshots[^1]);
        List<SlipTotals> all = [];
        foreach (string rep in Reps)
        {
            BookHead head = (await books.Store.ReadHeadAsync(new PersonId(rep), CancellationToken.None))!;
            SlipTotals totals = Assert.Single(head.Record.Slips);
            all.Add(totals);
            Assert.Equal($"{rep} {Naive(rep, deals, history)}", $"{rep} {totals.Pushes} pushes in {totals.DaysUntil(now)} days, won {totals.Won}, lost {totals.Lost}");
            Assert.Equal((totals.DaysUntil(now) + totals.Open, totals.DaysUntil(now.AddDays(9)) - (8 * totals.Open)), (totals.DaysUntil(now.AddDays(1)), totals.DaysUntil(now.AddDays(1))));
            Assert.Equal(history, !head.BulkEdits.IsEmpty);
        }

        Assert.Equal(all.Order(), (await books.Store.ReadPoolAsync(PoolId.Team(new PersonId("mgr")), CancellationToken.None))!.Slips);
        Assert.Equal([SlipTotals.Sum(all)], (await books.Store.ReadPoolAsync(PoolId.Company, CancellationToken.None))!.Slips.AsEnumerable());
        Assert.Equal((all.Sum(one => one.Pushes), all.Sum(one => one.DaysUntil(now))), (SlipTotals.Sum(all).Pushes, SlipTotals.Sum(all).DaysUntil(now)));
        Assert.True(all.Sum(one => one.Won.Twice + one.Lost.Twice) > 0 && all.Sum(one => one.Pushes) > 30, "The company is too tame to tell anything.");
    }

    private static Deal[] Make(Random random)
    {
        Deal[] deals = [.. Enumerable.Range(0, 90).Select(i => One(random, $"O{i:00}"))];
        foreach (string rep in Reps)
        {
            foreach (int size in new[] { 4, 5, 7 })
            {
                // Off the quarter of an hour: a whole number of seconds that no 900 divides.
                double at = random.Next(20, 90) + (((random.Next(90) * 900) + 7) / 86_400.0);
                foreach (Deal deal in deals.Where(deal => deal is { First: not null } && deal.OwnerAt(Last) == rep && deal.Created < at && !deal.ClosedBy(at)).Take(size))
                {
                    deal.Moves.Add(new Move(at + (random.Next(59) / 86_400.0), 0, random.Next(50, 150)));
                }
            }
        }

        foreach (Deal deal in deals)
        {
            int date = deal.First ?? 0;
            Move[] moves = [.. deal.Moves.OrderBy(move => move.At)];
            deal.Moves.Clear();
            foreach (Move move in moves.Where(move => move.At <= Snapshots[^1]))
            {
                if (move.To != date)
                {
                    deal.Moves.Add(move with { From = date });
                    date = move.To;
                }
            }
        }

        return deals;
    }

    private static Deal One(Random random, string id)
    {
        double created = random.Next(90 * 86_400) / 86_400.0;
        double? closed = random.Next(10) < 7 ? created + (random.Next(4 * 86_400, 60 * 86_400) / 86_400.0) : null;
        string owner = Reps[random.Next(3)];
        Deal deal = new(id, created, owner, random.Next(3) == 0 ? created + random.Next(1, 60) : null, Reps[random.Next(3)], closed, random.Next(2) == 0, random.Next(10) == 0 ? null : random.Next(50, 150));
        for (int i = random.Next(6); i > 0 && deal.First is not null; i--)
        {
            deal.Moves.Add(new Move(created + (random.NextDouble() * ((closed ?? Last) - created)), 0, random.Next(50, 150)));
        }

        if (closed is { } end && deal.First is not null && random.Next(2) == 0)
        {
            deal.Moves.Add(new Move(end - (random.Next(3) * 0.4), 0, (int)Math.Floor(end - 0.5) + 1));
        }

        return deal;
    }

    private static IEnumerable<SnapshotRow> AsRows(Deal deal, double day, bool history)
    {
        Outcome outcome = deal.ClosedBy(day) ? deal.Won ? Outcome.Won : Outcome.Lost : Outcome.Open;
        yield return Rows.Deal(deal.Id, deal.OwnerAt(day), outcome == Outcome.Open ? "Proposal" : outcome.ToString(), outcome, deal.DateAt(day)) with
        {
            CreatedAt = Days.At(deal.Created),
            ClosedAt = deal.ClosedBy(day) ? Days.At(deal.Closed!.Value) : null,
        };
        foreach (Move move in deal.Moves.Where(move => history && move.At <= day))
        {
            yield return Rows.Moved(deal.Id, move.At, move.From, move.To);
        }
    }

    private static string Naive(string rep, Deal[] deals, bool history)
    {
        int pushes = 0;
        long days = 0;
        int[] won = new int[4];
        int[] lost = new int[4];
        Deal[] book = [.. deals.Where(deal => deal.Created <= Snapshots[^1] && deal.OwnerAt(Snapshots[^1]) == rep)];
        foreach (Deal deal in book)
        {
            double seen = Snapshots.First(day => day >= deal.Created);
            double from = history ? deal.Created : seen;
            bool closed = deal.ClosedBy(Snapshots[^1]);
            bool watched = deal.First is not null && !(deal.Closed <= from);
            int counted = 0;
            foreach ((Move move, double earliest) in history ? deal.Moves.Select(move => (move, move.At)) : Seen(deal))
            {
                bool bulk = history && book.SelectMany(other => other.Moves).Any(start => IsIn(move, start)
                    && book.Count(other => other.Moves.Any(one => IsIn(one, start))) >= 5);
                if (move.To > move.From && earliest - deal.Created > 7 && !(closed && IsByClosing(move, deal.Closed!.Value)) && !bulk)
                {
                    counted++;
                    pushes += Before(deal, move.At) is var before && (before is null || before == rep) && deal.OwnerAt(Snapshots.First(day => day >= move.At)) == rep ? 1 : 0;
                }
            }

            for (int day = Whole(from); watched && day < Whole(Snapshots[^1]) && !(day >= Whole(deal.Closed ?? 999)); day++)
            {
                string? before = Snapshots.Where(one => one >= deal.Created && Whole(one) <= day).Select(deal.OwnerAt).LastOrDefault();
                days += (before is null || before == rep) && deal.OwnerAt(Snapshots.First(one => Whole(one) > day && one >= deal.Created)) == rep ? 1 : 0;
            }

            if (closed && watched)
            {
                (deal.Won ? won : lost)[Math.Min(3, counted)]++;
            }
        }

        static string Text(int[] by) => new PushedDeals(by[0], by[1], by[2], by[3]).ToString();
        return $"{pushes} pushes in {days} days, won {Text(won)}, lost {Text(lost)}";
    }

    private static bool IsIn(Move move, Move start) => Days.At(move.At) >= Days.At(start.At) && Days.At(move.At) <= Days.At(start.At).AddMinutes(1);

    private static bool IsByClosing(Move move, double closed)
    {
        DateTimeOffset end = Days.At(closed);
        return Days.At(move.At) >= end.AddMinutes(-1)
            || (Days.At(move.At) >= end.AddDays(-1) && Days.On(move.To) >= DateOnly.FromDateTime(end.UtcDateTime.AddHours(-12)) && Days.On(move.To) <= DateOnly.FromDateTime(end.UtcDateTime.AddHours(14)));
    }

    private static IEnumerable<(Move Move, double Earliest)> Seen(Deal deal)
    {
        foreach ((double before, double after) in Snapshots.Zip(Snapshots.Skip(1)))
        {
            if (before >= deal.Created && !deal.ClosedBy(after) && deal.DateAt(before) is { } from && deal.DateAt(after) is { } to && from != to)
            {
                yield return (new Move(after, from, to), before);
            }
        }
    }

    private static string? Before(Deal deal, double at) => Snapshots.Where(day => day < at && day >= deal.Created).Select(deal.OwnerAt).LastOrDefault();

    private static int Whole(double day) => DateOnly.FromDateTime(Days.At(day).UtcDateTime).DayNumber;
}
