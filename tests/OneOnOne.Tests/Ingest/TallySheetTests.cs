using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

/// <summary>What an ingest writes down for the next one may only save work. It never decides what is in the books.</summary>
public sealed class TallySheetTests
{
    private static readonly string[] Reps = ["ann", "bob", "cat"];
    private static readonly string[] Stages = ["Discovery", "Proposal", "Negotiation"];

    /// <summary>Deals come, move on, are pushed, change hands, close, go and come back; calls are booked and pass; rows are bad; snapshots come late.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Books_are_the_same_with_sheets_and_without(int seed)
    {
        Random random = new(seed);
        using TempBooks with = new();
        using TempBooks without = new();
        Life[] deals = [.. Enumerable.Range(0, 40).Select(i => new Life($"O{i:00}", random))];
        int read = 0;
        int listed = 0;
        foreach (int week in new[] { 1, 2, 3, 5, 4, 6, 7, 8, 9, 10 })
        {
            MemorySource source = Week(seed, week, deals);
            read = 0;
            await with.IngestAsync(source, new HookedStore(with.Store) { AfterOpportunity = _ => read++ });
            without.ForgetSheets();
            await without.IngestAsync(source);
            Assert.Equal(without.Dump(), with.Dump());
            listed = source.Rows.OfType<OpportunityRow>().Count();
        }

        Assert.InRange(read, 1, listed - 5);
    }

    [Fact]
    public async Task A_deal_about_which_nothing_is_new_is_not_read_whatever_the_order_of_rows()
    {
        using TempBooks books = new();
        SnapshotRow[] rows =
        [
            Rows.Deal("O1", "ann", amount: 10), Rows.Deal("O2", "ann"), Rows.Deal("O3", "bob"), Rows.Entered("O1", "Discovery", 1), Rows.Entered("O1", "Proposal", 2),
            Rows.Entered("O2", "Proposal", 2), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3), Rows.Did("O2", 4, id: "A1"), Rows.Did("O3", 4, by: "ann"),
        ];
        await books.IngestAsync(new MemorySource("a", Days.At(5), rows));
        Assert.Equal("", await ReadBy(books, new MemorySource("b", Days.At(6), [.. rows.Reverse()])));
        Assert.Equal("O2", await ReadBy(books, new MemorySource("c", Days.At(7), [.. rows, Rows.Did("O2", 6)])));
    }

    public static TheoryData<string, SnapshotRow[]> Changes => new()
    {
        { "amount", [Rows.Deal("O1", amount: 11), Rows.Entered("O1", "Proposal", 2), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3)] },
        { "stage, in every row", [Rows.Deal("O1", stage: "Offer", amount: 10), Rows.Entered("O1", "Offer", 2), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3)] },
        { "stage in the history", [Rows.Deal("O1", amount: 10), Rows.Entered("O1", "Offer", 2), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3)] },
        { "entry", [Rows.Deal("O1", amount: 10), Rows.Entered("O1", "Proposal", 2.5), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3)] },
        { "push", [Rows.Deal("O1", amount: 10), Rows.Entered("O1", "Proposal", 2), Rows.Moved("O1", 3, 20, 31), Rows.Did("O1", 3)] },
        { "kind of work", [Rows.Deal("O1", amount: 10), Rows.Entered("O1", "Proposal", 2), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3, ActivityKind.Email)] },
        { "row that is missing", [Rows.Deal("O1", amount: 10), Rows.Entered("O1", "Proposal", 2), Rows.Did("O1", 3)] },
        { "currency", [Rows.Deal("O1") with { Amount = new Money(10, "USD") }, Rows.Entered("O1", "Proposal", 2), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3)] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Every_change_is_read(string what, SnapshotRow[] rows)
    {
        using TempBooks books = new();
        await books.IngestAsync(new MemorySource("a", Days.At(5), [Rows.Deal("O1", amount: 10), Rows.Entered("O1", "Proposal", 2), Rows.Moved("O1", 3, 20, 30), Rows.Did("O1", 3)]));
        Assert.Equal((what, "O1"), (what, await ReadBy(books, new MemorySource("b", Days.At(6), rows))));
    }

    [Fact]
    public async Task A_call_that_was_booked_is_past_when_its_day_has_come_though_no_row_changed()
    {
        using TempBooks books = new();
        SnapshotRow[] rows = [Rows.Deal("O1"), Rows.Did("O1", 10, completed: null)];
        await books.IngestAsync(new MemorySource("a", Days.At(5), rows));
        Assert.Equal("", await ReadBy(books, new MemorySource("b", Days.At(9), rows)));
        Assert.Null((await One(books)).LastActivity);
        Assert.Equal("O1", await ReadBy(books, new MemorySource("c", Days.At(11), rows)));
        Assert.Equal(Days.At(10), (await One(books)).LastActivity?.At);
        Assert.Equal(1, Assert.Single((await books.Store.ReadHeadAsync(new PersonId("rep"), CancellationToken.None))!.Activities).Count);
        Assert.Equal("", await ReadBy(books, new MemorySource("d", Days.At(12), rows)));
    }

    [Fact]
    public async Task A_deal_that_went_is_read_when_it_goes_and_when_it_returns_and_not_between()
    {
        using TempBooks books = new();
        SnapshotRow[] both = [Rows.Deal("O1"), Rows.Deal("O2")];
        await books.IngestAsync(new MemorySource("a", Days.At(5), both));
        Assert.Equal("O2", await ReadBy(books, new MemorySource("b", Days.At(6), [both[0]])));
        Assert.Equal("", await ReadBy(books, new MemorySource("c", Days.At(7), [both[0]])));
        Assert.Equal("O2", await ReadBy(books, new MemorySource("d", Days.At(8), both)));
        Assert.Equal("", await ReadBy(books, new MemorySource("e", Days.At(9), both)));
    }

    [Fact]
    public async Task A_sheet_of_another_release_is_not_believed()
    {
        using TempBooks books = new();
        await books.IngestAsync(new MemorySource("a", Days.At(5), [Rows.Deal("O1")]));
        byte[] sheet = (await books.Store.ReadSheetAsync(new PersonId("rep"), CancellationToken.None))!;
        Assert.Null(TallySheet.Read((byte[])[(byte)(sheet[0] + 1), .. sheet[1..]]));
        Assert.Null(TallySheet.Read(Array.Empty<byte>()));
        Assert.Equal(sheet, TallySheet.Read(sheet)!.Bytes());
    }

    private static async Task<Opportunity> One(TempBooks books) => await books.Store.ReadAllAsync(new PersonId("rep"), CancellationToken.None).SingleAsync();

    /// <summary>The opportunities that an ingest read.</summary>
    private static async Task<string> ReadBy(TempBooks books, MemorySource source)
    {
        List<string> read = [];
        await books.IngestAsync(source, new HookedStore(books.Store) { AfterOpportunity = opportunity => read.Add(opportunity.Id.Value) });
        return string.Join(' ', read);
    }

    private static MemorySource Week(int seed, int week, Life[] deals)
    {
        double day = week * 7;
        Random random = new((seed * 100) + week);
        List<SnapshotRow> rows = [Rows.Human("mgr"), .. Reps.Select(rep => Rows.Human(rep, rep == "cat" && week > 6 ? "bob" : "mgr"))];
        List<QuarantinedRow> bad = [];
        foreach (Life deal in deals.Where(deal => deal.Created <= day && !deal.IsGone(week)))
        {
            if (random.Next(60) == 0)
            {
                bad.Add(MemorySource.BadRow(Section.Opportunities, deal.Id));
                continue;
            }

            rows.AddRange(deal.Rows(day));
        }

        return new MemorySource($"{seed} {week}", Days.At(day), rows) { Bad = bad, Also = week == 9 ? [] : [Section.CloseDateHistory, Section.Activities] };
    }

    /// <summary>One deal, as the CRM has it on each day.</summary>
    private sealed class Life(string id, Random random)
    {
        private readonly double _closed = random.Next(10) < 5 ? random.Next(5, 80) + 0.3 : 1_000;
        private readonly bool _won = random.Next(2) == 0;
        private readonly string _owner = Reps[random.Next(3)];
        private readonly double _handOver = random.Next(6) == 0 ? random.Next(5, 60) : 1_000;
        private readonly int _gone = random.Next(5) == 0 ? random.Next(3, 10) : 1_000;
        private readonly bool _returns = random.Next(2) == 0;
        private readonly double[] _entered = [.. Enumerable.Range(0, 3).Select(_ => random.Next(0, 60) + 0.4).Order()];
        private readonly double[] _moved = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(0, 70) + 0.2).Order()];
        private readonly double[] _done = [.. Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(0, 75) + 0.6)];

        public string Id => id;

        public double Created { get; } = random.Next(0, 40) + 0.1;

        public bool IsGone(int week) => week >= _gone && !(_returns && week >= _gone + 2);

        public IEnumerable<SnapshotRow> Rows(double day)
        {
            bool closed = _closed <= day;
            string stage = closed ? _won ? "Won" : "Lost" : Stages[Math.Max(0, _entered.Count(at => at <= day) - 1)];
            yield return Builders.Rows.Deal(id, day >= _handOver ? Reps[(Array.IndexOf(Reps, _owner) + 1) % 3] : _owner, stage, closed ? _won ? Outcome.Won : Outcome.Lost : Outcome.Open, 60 + (10 * _moved.Count(at => at <= day)), 100) with
            {
                CreatedAt = Days.At(Created),
                ClosedAt = closed ? Days.At(_closed) : null,
                Name = $"Deal {id}",
            };
            for (int i = 0; i < _entered.Length && _entered[i] <= day; i++)
            {
                yield return Builders.Rows.Entered(id, Stages[i], _entered[i]);
            }

            for (int i = 0; i < _moved.Length && _moved[i] <= day; i++)
            {
                yield return Builders.Rows.Moved(id, _moved[i], 60 + (10 * i), 70 + (10 * i));
            }

            // What lies ahead is booked: it passes without any row's being touched.
            foreach (double at in _done.Where(at => at <= day + 9))
            {
                yield return Builders.Rows.Did(id, at, completed: null, by: at % 3 < 1 ? "bob" : null);
            }
        }
    }
}
