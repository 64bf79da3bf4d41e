using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

public sealed class PackedHeadTests
{
    /// <summary>Whoever adds a property to a head or to a record has to pack it: this one has all of them, and none is what it would be by itself.</summary>
    [Fact]
    public void Every_property_is_packed()
    {
        string json = Json.Text(Full());
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.DoesNotContain("[]", json, StringComparison.Ordinal);
        foreach (Type type in new[]
        {
            typeof(BookHead), typeof(TrackRecord), typeof(StageVisits), typeof(Durations), typeof(OpenVisits), typeof(OpenVisit), typeof(RepTotals), typeof(SlipTotals), typeof(PushedDeals),
            typeof(SignalCell), typeof(Bookings), typeof(BookedDay), typeof(QuickWins), typeof(ClosedOpportunity), typeof(ActivityDay), typeof(BulkEdit), typeof(Money),
        })
        {
            Assert.All(Json.Options.GetTypeInfo(type).Properties.Where(property => property.Get is not null), property => Assert.Contains($"\"{property.Name}\":", json, StringComparison.Ordinal));
        }

        Assert.Equal(json, Json.Text(PackedHead.Read(PackedHead.Bytes(Full()))));
        Assert.Equal(Json.Text(Full().Record), Json.Text(PackedTrackRecord.Read(PackedTrackRecord.Bytes(Full().Record))));
    }

    [Fact]
    public void What_is_missing_stays_missing()
    {
        ClosedOpportunity bare = new(new OpportunityId("o"), null, null, null, Outcome.Lost, Days.At(3), null);
        BookHead head = new(new PersonId("ann")) { Closed = [bare], Record = Full().Record with { Stages = ImmutableSortedDictionary<string, StageVisits>.Empty.Add("s", new StageVisits(new Durations([5], 1), Durations.None) { Open = new OpenVisits([new OpenVisit(7, null)], 1) }) } };
        Assert.Equal(Json.Text(head), Json.Text(PackedHead.Read(PackedHead.Bytes(head))));
        Assert.Equal(Json.Text(new BookHead(new PersonId("bob"))), Json.Text(PackedHead.Read(PackedHead.Bytes(new BookHead(new PersonId("bob"))))));
    }

    [Fact]
    public void Records_of_an_earlier_release_are_JSON_and_are_read_as_well()
    {
        Assert.Equal(Json.Text(Full()), Json.Text(PackedHead.Read(Json.Bytes(Full()))));
        Assert.Equal(Json.Text(Full().Record), Json.Text(PackedTrackRecord.Read(Json.Bytes(Full().Record))));
    }

    [Fact]
    public void Every_difference_shows_in_the_bytes()
    {
        BookHead full = Full();
        BookHead[] others =
        [
            full with { OpenCount = 5 },
            full with { Closed = [full.Closed[0] with { Amount = new Money(1.50m, "EUR") }] },
            full with { Activities = [] },
            full with { BulkEdits = [] },
            full with { Record = full.Record with { Slips = [full.Record.Slips[0] with { OpenSince = 1 }] } },
        ];
        Assert.All(others, other => Assert.False(PackedHead.Same(full, other)));
        Assert.True(PackedHead.Same(full, Full()));
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        byte[] head = PackedHead.Bytes(Full());
        for (int length = 0; length < head.Length; length++)
        {
            Assert.ThrowsAny<Exception>(() => PackedHead.Read(head.AsSpan(0, length)));
        }

        Assert.Equal("The head of a book was packed by a newer program.", Assert.Throws<InvalidDataException>(() => PackedHead.Read([2, .. head.AsSpan(1)])).Message);
        byte[] record = PackedTrackRecord.Bytes(Full().Record);
        Assert.Equal("A record was packed by a newer program.", Assert.Throws<InvalidDataException>(() => PackedTrackRecord.Read([2, .. record.AsSpan(1)])).Message);
    }

    private static BookHead Full() => new(new PersonId("Zoë"))
    {
        Schema = 1,
        OpenCount = 4,
        Record = new TrackRecord(ImmutableSortedDictionary.Create<string, StageVisits>(StringComparer.Ordinal)
            .Add("Proposal", new StageVisits(new Durations([10, 3_000_000_000], 7) { ToClose = [12, 3_000_000_001] }, new Durations([9], 1) { ToClose = [9] }) { Open = new OpenVisits([new OpenVisit(-5, 60)], 2) }))
        {
            Reps = [new RepTotals(3, 2)],
            Slips = [new SlipTotals(1, 2, 3, 730_000, new PushedDeals(4, 5, 6, 7), new PushedDeals(8, 9, 10, 11))],
            Signals = ImmutableSortedDictionary.Create<string, ImmutableArray<SignalCell>>(StringComparer.Ordinal).Add("Proposal", [new SignalCell(17, 5, 2, 1)]),
            Bookings = ImmutableSortedDictionary.Create<string, Bookings>(StringComparer.Ordinal).Add("EUR", new Bookings([new BookedDay(Days.On(3), -12.50m, 2)], new QuickWins([1, 2], 90))),
        },
        Closed = [new ClosedOpportunity(new OpportunityId("o1"), "Deal", "Acme", new Money(10.0m, "EUR"), Outcome.Won, Days.At(9).ToOffset(TimeSpan.FromHours(2)), Days.At(1))],
        Activities = [new ActivityDay(Days.On(1), ActivityKind.Meeting, 3)],
        BulkEdits = [new BulkEdit(Days.At(4), Days.At(4).AddSeconds(59))],
    };
}
