using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

public sealed class PackedOpportunityTests
{
    [Fact]
    public void What_was_packed_comes_out_as_its_JSON_would()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            Opportunity one = Any(new Random(seed));
            Assert.Equal(Json.Text(one), Json.Text(PackedOpportunity.Read(PackedOpportunity.Bytes(one))));
        }
    }

    /// <summary>Whoever adds a property to an opportunity has to pack it: this one has all of them, and none is what it would be by itself.</summary>
    [Fact]
    public void Every_property_is_packed()
    {
        Opportunity full = Full();
        string json = Json.Text(full);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.DoesNotContain("[]", json, StringComparison.Ordinal);
        foreach (Type type in new[] { typeof(Opportunity), typeof(OpportunityDetails), typeof(Observation), typeof(ObservedState), typeof(Money), typeof(StageEntry), typeof(CloseDateChange), typeof(ActivityDay), typeof(LastActivity) })
        {
            Assert.All(Json.Options.GetTypeInfo(type).Properties.Where(property => property.Get is not null), property => Assert.Contains($"\"{property.Name}\":", json, StringComparison.Ordinal));
        }

        Assert.Equal(json, Json.Text(PackedOpportunity.Read(PackedOpportunity.Bytes(full))));
    }

    [Fact]
    public void A_record_of_an_earlier_release_is_JSON_and_is_read_as_well() =>
        Assert.Equal(Json.Text(Full()), Json.Text(PackedOpportunity.Read(Json.Bytes(Full()))));

    [Fact]
    public void Every_difference_shows_in_the_bytes()
    {
        Opportunity full = Full();
        Opportunity[] others =
        [
            full with { Owner = new PersonId("another") },
            full with { Details = full.Details with { NextStep = "Other" } },
            full with { Unseen = [] },
            full with { StageEntries = full.StageEntries.RemoveAt(0) },
            full with { Observed = [full.Observed[0] with { State = full.Observed[0].State! with { Amount = new Money(1.50m, "EUR") } }] },
            full with { LastActivity = full.LastActivity! with { Kind = null } },
        ];
        Assert.All(others, other => Assert.False(PackedOpportunity.Same(full, other)));
        Assert.True(PackedOpportunity.Same(full, Full()));
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_taken_for_another_opportunity()
    {
        byte[] sound = PackedOpportunity.Bytes(Full());
        for (int length = 0; length < sound.Length; length++)
        {
            Assert.ThrowsAny<Exception>(() => PackedOpportunity.Read(sound.AsSpan(0, length)));
        }

        Assert.Equal("An opportunity was packed by a newer program.", Assert.Throws<InvalidDataException>(() => PackedOpportunity.Read([2, .. sound.AsSpan(1)])).Message);
    }

    private static Opportunity Full() => new()
    {
        Schema = 1,
        Id = new OpportunityId("O-1 Zoë"),
        Owner = new PersonId("ann"),
        Details = new OpportunityDetails
        {
            Name = "Deal",
            Account = "Acme",
            Product = "GTX",
            CreatedAt = Days.At(-3.25),
            ClosedAt = Days.At(9),
            NextStep = "Call",
            Url = "https://crm.example.com/1",
            Booked = [Days.At(20), Days.At(21).AddTicks(7)],
        },
        Observed = [new Observation(Days.At(1).ToOffset(TimeSpan.FromMinutes(-210)), new ObservedState(new PersonId("bob"), "Proposal", Outcome.Won, Days.On(30), new Money(-1.500m, "EUR")))],
        Unseen = [Days.At(2)],
        StageEntries = [new StageEntry("Discovery", Days.At(0)), new StageEntry("Proposal", Days.At(1))],
        CloseDateChanges = [new CloseDateChange(Days.At(3), Days.On(40), Days.On(30))],
        Activities = [new ActivityDay(Days.On(1), ActivityKind.Call, 3)],
        LastActivity = new LastActivity(Days.At(1.5), ActivityKind.Meeting),
    };

    private static Opportunity Any(Random random) => new()
    {
        Id = new OpportunityId($"O{random.Next()}"),
        Owner = Someone(random),
        Details = new OpportunityDetails
        {
            Name = Text(random),
            Account = Text(random),
            Product = Text(random),
            CreatedAt = MaybeAt(random),
            ClosedAt = MaybeAt(random),
            NextStep = Text(random),
            Url = Text(random),
            Booked = Many(random, At),
        },
        Observed = Many(random, one => new Observation(At(one), one.Next(4) == 0 ? null : State(one))),
        Unseen = Many(random, At),
        StageEntries = Many(random, one => new StageEntry(Stage(one), At(one))),
        CloseDateChanges = Many(random, one => new CloseDateChange(At(one), Day(one), Day(one))),
        Activities = Many(random, one => new ActivityDay(Day(one), (ActivityKind)one.Next(5), one.Next(1, 300))),
        LastActivity = random.Next(3) == 0 ? null : new LastActivity(At(random), random.Next(3) == 0 ? null : (ActivityKind)random.Next(5)),
    };

    private static ObservedState State(Random random) => new(
        Someone(random), Stage(random), (Outcome)random.Next(3), random.Next(3) == 0 ? null : Day(random), random.Next(3) == 0 ? null : new Money(Amount(random), random.Next(2) == 0 ? "EUR" : "USD"));

    private static decimal Amount(Random random) => random.Next(4) switch
    {
        0 => random.Next(1_000_000),
        1 => new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29)),
        2 => decimal.MinValue,
        _ => random.Next(100_000) / 100m,
    };

    private static PersonId Someone(Random random) => new("p" + random.Next(3));

    private static string Stage(Random random) => new[] { "Discovery", "Proposal", "Negotiation/Review", "" }[random.Next(4)];

    private static string? Text(Random random) => random.Next(4) switch { 0 => null, 1 => "", 2 => "日本 " + random.Next(), _ => new string('x', random.Next(300)) };

    private static DateOnly Day(Random random) => random.Next(50) == 0 ? (random.Next(2) == 0 ? DateOnly.MinValue : DateOnly.MaxValue) : Days.On(random.Next(-400, 400));

    private static DateTimeOffset At(Random random) => random.Next(10) switch
    {
        0 => DateTimeOffset.MinValue,
        1 => DateTimeOffset.MaxValue,
        2 => Days.At(random.Next(-400, 400)).AddTicks(random.Next()),
        3 => Days.At(random.Next(-400, 400)).ToOffset(TimeSpan.FromMinutes(random.Next(-840, 840))),
        _ => Days.At(random.Next(-400, 400)).AddSeconds(random.Next(86_400)),
    };

    private static DateTimeOffset? MaybeAt(Random random) => random.Next(3) == 0 ? null : At(random);

    private static ImmutableArray<T> Many<T>(Random random, Func<Random, T> one) => [.. Enumerable.Range(0, random.Next(4) == 0 ? 0 : random.Next(12)).Select(_ => one(random))];
}
