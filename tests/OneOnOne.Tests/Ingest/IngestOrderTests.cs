using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Ingest;

/// <summary>R12 and R13: the same snapshots give the same books, whatever came first.</summary>
public sealed class IngestOrderTests
{
    private const int AllOrders = 120;

    [Fact]
    [Promise("R13", AllOrders, "orders of five snapshots")]
    public async Task R13_Every_order_of_five_snapshots_leaves_the_same_in_every_table()
    {
        string expected = await TempBooks.AfterAsync(SmallCompany.All);
        Assert.Equal(AllOrders, Orders.Of(SmallCompany.All).Count());
        await Parallel.ForEachAsync(Orders.Of(SmallCompany.All), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (order, _) =>
        {
            string actual = await TempBooks.AfterAsync(order);
            Assert.True(expected == actual, $"{string.Join(", ", order.Select(source => source.Name))}\nmissing:\n{Only(expected, actual)}\ntoo much:\n{Only(actual, expected)}");
        });
    }

    [Fact]
    public async Task The_company_is_as_its_newest_lists_say()
    {
        using TempBooks books = new();
        foreach (MemorySource week in SmallCompany.All)
        {
            await books.IngestAsync(week);
        }

        Team team = Assert.Single(await books.Store.TeamsAsync(CancellationToken.None));
        Assert.Equal(("mgr2", "ann bob cat", "m3"), (team.Manager.Value, string.Join(' ', team.Reps), string.Join(' ', team.Meetings.Select(meeting => meeting.Id))));
        Assert.Equal(
            ["ann ann mgr2 True", "bob bob mgr2 True", "cat cat mgr2 True", "mgr1 mgr1  False", "mgr2 mgr2  True"],
            (await books.Store.PeopleAsync(CancellationToken.None)).Select(person => $"{person.Id} {person.Name} {person.Manager} {person.Active}"));
        Assert.Null(await books.Store.ReadPoolAsync(PoolId.Team(new PersonId("mgr1")), CancellationToken.None));
        Assert.Equal(["ann", "bob", "cat", "dan"], (await books.Store.RepsAsync(CancellationToken.None)).Select(rep => rep.Value));
    }

    [Fact]
    public async Task Somebody_whose_row_is_bad_keeps_name_and_manager()
    {
        foreach (MemorySource[] order in Orders.Of<MemorySource>([SmallCompany.Week1, SmallCompany.Week3]))
        {
            using TempBooks books = new();
            foreach (MemorySource source in order)
            {
                await books.IngestAsync(source);
            }

            Person bob = (await books.Store.FindPersonAsync(new PersonId("bob"), CancellationToken.None))!;
            Assert.Equal(("Bob", "mgr1", true), (bob.Name, bob.Manager?.Value, bob.Active));
        }
    }

    [Fact]
    public async Task A_new_owner_gets_the_deal_and_the_old_one_loses_it()
    {
        using TempBooks books = new();
        await books.IngestAsync(SmallCompany.Week1);
        await books.IngestAsync(SmallCompany.Week2);
        Assert.Equal("O2", await OpenOnes(books, "ann")); // Its row was bad. It is not gone.
        Assert.Equal("O1 O3 O5", await OpenOnes(books, "bob"));
        await books.IngestAsync(SmallCompany.Week3);
        Assert.Equal("O1 O4 O5", await OpenOnes(books, "bob"));
    }

    [Fact]
    [Promise("R12", "every table of the embedded store")]
    public async Task R12_The_same_snapshot_twice_writes_nothing()
    {
        using TempBooks books = new();
        await books.IngestAsync(SmallCompany.Week1);
        string before = books.Dump();
        IngestReport again = await books.IngestAsync(SmallCompany.Week1);
        Assert.Equal((IngestOutcome.AlreadyThere, 0), (again.Outcome, again.Writes));
        Assert.Equal(before, books.Dump());
    }

    [Fact]
    public async Task An_unchanged_company_a_week_later_writes_only_that_lists_are_newer()
    {
        using TempBooks books = new();
        SnapshotRow[] deals = [Rows.Deal("O1", "ann"), Rows.Deal("O2", "bob"), Rows.Did("O1", 3)];
        await books.IngestAsync(new MemorySource("a", Days.At(5), deals));
        Assert.Equal(0, (await books.IngestAsync(new MemorySource("b", Days.At(12), deals))).Writes);
        Assert.Equal(0, (await books.IngestAsync(new MemorySource("late", Days.At(8), deals))).Writes);
    }

    [Fact]
    public async Task Two_snapshots_of_one_instant_with_other_content_are_refused_with_one_line()
    {
        using TempBooks books = new();
        await books.IngestAsync(new MemorySource("one", Days.At(5), [Rows.Deal()]));
        string before = books.Dump();
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => books.IngestAsync(new MemorySource("other", Days.At(5), [Rows.Deal(stage: "Won")])));
        Assert.Equal("Another snapshot of 2026-03-05T12:00:00Z was ingested before, with other content. Say when this one was taken, for example --taken-at 2026-03-05T13:00:00Z.", error.Message);
        Assert.Equal(before, books.Dump());
    }

    [Fact]
    public async Task A_call_that_stands_twice_counts_once_for_who_made_it()
    {
        using TempBooks books = new();
        await books.IngestAsync(new MemorySource("a", Days.At(5), [Rows.Deal("O1"), Rows.Deal("O2"), Rows.Did("O1", 3, id: "A1"), Rows.Did("O2", 3, id: "A1"), Rows.Did("O2", 3, id: "A2"), Rows.Did("O2", 3)]));
        BookHead head = (await books.Store.ReadHeadAsync(new PersonId("rep"), CancellationToken.None))!;
        Expect.Items([new ActivityDay(Days.On(3), ActivityKind.Call, 3)], head.Activities);
    }

    [Fact]
    public async Task A_won_deal_that_later_exports_leave_out_is_not_forgotten_and_an_open_one_is_gone()
    {
        using TempBooks books = new();
        SnapshotRow[] history = [Rows.Entered("O1", "Discovery", 1), Rows.Entered("O1", "Closed Won", 3)];
        await books.IngestAsync(new MemorySource("a", Days.At(5), [Rows.Deal("O1", stage: "Closed Won", outcome: Outcome.Won), Rows.Deal("O2"), .. history]));
        BookHead before = (await books.Store.ReadHeadAsync(new PersonId("rep"), CancellationToken.None))!;
        await books.IngestAsync(new MemorySource("b", Days.At(12), [Rows.Deal("O3")]));
        BookHead after = (await books.Store.ReadHeadAsync(new PersonId("rep"), CancellationToken.None))!;
        Assert.Equal([2 * 86_400L], after.Record.Of("Discovery").Won.Seconds.AsEnumerable());
        Assert.Equal(("O1", Days.At(3)), (Assert.Single(after.Closed).Id.Value, after.Closed[0].ClosedAt));
        Expect.Same(before, after);
        Assert.Equal("O3", await OpenOnes(books, "rep"));
    }

    private static async Task<string> OpenOnes(TempBooks books, string rep) =>
        string.Join(' ', (await books.Store.ReadBookAsync(new PersonId(rep), null, CancellationToken.None))!.Open.Select(deal => deal.Id.Value));

    private static string Only(string here, string there) => string.Join('\n', here.Split('\n').Except(there.Split('\n')));
}
