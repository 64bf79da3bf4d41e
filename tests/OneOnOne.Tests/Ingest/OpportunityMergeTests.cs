using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

public sealed class OpportunityMergeTests
{
    [Fact]
    public void A_first_snapshot_is_one_observation()
    {
        Opportunity known = Ledger.Of(Says(7, Rows.Deal(close: 20, amount: 5))).Known!;
        Expect.Items([new Observation(Days.At(7), new ObservedState(new PersonId("rep"), "Proposal", Outcome.Open, Days.On(20), new Money(5, "EUR")))], known.Observed);
        Assert.True(known.IsOpen);
    }

    [Fact]
    public void A_late_snapshot_adds_the_history_it_saw()
    {
        Word newer = Says(14, Rows.Deal(stage: "Negotiation"));
        Word late = new(Days.At(7), Rows.Incoming(Rows.Deal(), Rows.Entered("O1", "Proposal", 3), Rows.Moved("O1", 4, 20, 27), Rows.Did("O1", 2)));
        Opportunity known = Ledger.Of(newer, late).Known!;
        Expect.Items([new StageEntry("Proposal", Days.At(3))], known.StageEntries);
        Expect.Items([new CloseDateChange(Days.At(4), Days.On(20), Days.On(27))], known.CloseDateChanges);
        Expect.Items([new ActivityDay(Days.On(2), ActivityKind.Call, 1)], known.Activities);
        Assert.Equal([("Proposal", Days.At(7)), ("Negotiation", Days.At(14))], known.Observed.Select(one => (one.State!.Stage, one.At)));
    }

    [Fact]
    public void Details_come_from_the_newest_snapshot_that_had_it()
    {
        Word early = Says(1, Rows.Deal() with { Name = "Early" });
        Word newest = Says(14, Rows.Deal() with { Name = "Newest" });
        Word gone = new(Days.At(21), null);
        foreach (Word[] order in Orders.Of([early, newest, gone]))
        {
            Assert.Equal("Newest", Ledger.Of(order).Known!.Details.Name);
        }
    }

    [Fact]
    public void A_row_that_could_not_be_read_is_not_gone()
    {
        Word[] words = [Says(7, Rows.Deal()), new(Days.At(14), null, Unreadable: true)];
        foreach (Word[] order in Orders.Of(words))
        {
            Opportunity known = Ledger.Of(order).Known!;
            Assert.True(known.IsOpen);
            Expect.Items([Days.At(14)], known.Unseen);
        }
    }

    [Fact]
    public void One_that_the_snapshot_no_longer_has_is_gone_and_may_return()
    {
        Ledger ledger = Ledger.Of(Says(7, Rows.Deal()), new Word(Days.At(14), null));
        Assert.Null(ledger.Known!.Now);
        Assert.False(ledger.Known.IsOpen);
        ledger.Hear(Says(21, Rows.Deal()));
        Assert.True(ledger.Known.IsOpen);
        Assert.Equal([true, false, true], ledger.Known.Observed.Select(one => one.State is not null));
    }

    [Fact]
    public void An_owner_change_is_the_newest_snapshots_to_tell()
    {
        Word[] words = [Says(7, Rows.Deal(owner: "ann")), Says(14, Rows.Deal(owner: "bob")), new(Days.At(21), null)];
        foreach (Word[] order in Orders.Of(words))
        {
            Assert.Equal("bob", Ledger.Of(order).Known!.Owner.Value);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public void Work_dated_after_the_snapshot_is_booked_whatever_its_status_says(bool? completed)
    {
        Opportunity known = Ledger.Of(new Word(Days.At(7), Rows.Incoming(Rows.Deal(), Rows.Did("O1", 9, completed: completed)))).Known!;
        Expect.Items([Days.At(9)], known.Details.Booked);
        Assert.Empty(known.Activities);
        Assert.Null(known.LastActivity);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Past_work_is_done_unless_it_says_otherwise(bool? completed, bool done)
    {
        Opportunity known = Ledger.Of(new Word(Days.At(7), Rows.Incoming(Rows.Deal(), Rows.Did("O1", 7, completed: completed)))).Known!;
        Assert.Equal(done, known.LastActivity == new LastActivity(Days.At(7), ActivityKind.Call));
        Assert.Empty(known.Details.Booked);
    }

    [Fact]
    public void A_last_activity_in_the_future_is_a_booking()
    {
        Opportunity known = Ledger.Of(Says(7, Rows.Deal() with { LastActivityAt = Days.At(20) })).Known!;
        Assert.Null(known.LastActivity);
        Expect.Items([Days.At(20)], known.Details.Booked);
    }

    [Fact]
    public void Histories_and_bookings_are_bounded_and_the_newest_stay()
    {
        SnapshotRow[] rows = [.. Enumerable.Range(1, 300).SelectMany(i => new SnapshotRow[]
        {
            Rows.Entered("O1", $"Stage {i}", -i), Rows.Moved("O1", -i, i, i + 1), Rows.Did("O1", 10 + i), Rows.Did("O1", -i),
        })];
        Opportunity known = Ledger.Of(new Word(Days.At(7), Rows.Incoming(Rows.Deal(), rows))).Known!;
        Assert.Equal((200, 200, 10, ActivityDays.Kept), (known.StageEntries.Length, known.CloseDateChanges.Length, known.Details.Booked.Length, known.Activities.Length));
        Assert.Equal((Days.At(-1), Days.At(-1), Days.At(11)), (known.StageEntries[^1].At, known.CloseDateChanges[^1].At, known.Details.Booked[0]));
    }

    [Fact]
    public void What_a_crm_archives_is_not_forgotten()
    {
        Word full = new(Days.At(7), Rows.Incoming(Rows.Deal(), Rows.Did("O1", 2), Rows.Did("O1", 2), Rows.Did("O1", 2, ActivityKind.Email)));
        Word archived = new(Days.At(14), Rows.Incoming(Rows.Deal(), Rows.Did("O1", 2)));
        Expect.Items(
            [new ActivityDay(Days.On(2), ActivityKind.Call, 2), new ActivityDay(Days.On(2), ActivityKind.Email, 1)],
            Ledger.Of(full, archived).Known!.Activities);
    }

    [Fact]
    public void A_document_reads_back_as_it_was_written()
    {
        Opportunity known = Ledger.Of(new Word(Days.At(7), Rows.Incoming(Rows.Deal(amount: 1), Rows.Entered("O1", "Proposal", 3), Rows.Moved("O1", 4, 20, 27), Rows.Did("O1", 2)))).Known!;
        Assert.Equal(Json.Text(known), Json.Text(Json.Read<Opportunity>(Json.Bytes(known))));
    }

    private static Word Says(double day, OpportunityRow row) => new(Days.At(day), Rows.Incoming(row));
}
