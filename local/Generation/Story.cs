namespace OneOnOne.Local.Generation;

/// <summary>One scripted deal. All days count from the day of the last snapshot: -7 is the day of the one before.</summary>
/// <param name="Rep">The rep's number, from 1.</param>
/// <param name="Shows">What somebody should see; samples/README.md repeats it.</param>
internal sealed record Story(string Id, int Rep, string Shows)
{
    public required string Account { get; init; }

    public required string Deal { get; init; }

    public string Product { get; init; } = "Fleet telematics";

    public decimal? Amount { get; init; }

    public string Currency { get; init; } = "USD";

    /// <summary>Where the owner is not the rep among whose deals it is written.</summary>
    public string? Owner { get; init; }

    /// <summary>Stage and the day it was entered.</summary>
    public required (int Stage, int Day)[] Path { get; init; }

    public required int Close { get; init; }

    /// <summary>On a day, to a day.</summary>
    public (int On, int To)[] Moves { get; init; } = [];

    public int[] Done { get; init; } = [];

    /// <summary>For a day, put into the calendar on a day.</summary>
    public (int For, int On)[] Booked { get; init; } = [];

    /// <summary>In the past, and still not ticked off.</summary>
    public int[] Missed { get; init; } = [];

    /// <summary>The CRM keeps no history of what happens in the week before the last snapshot.</summary>
    public bool Unlogged { get; init; }

    public int? GoneOn { get; init; }

    public (int On, string To)? Handover { get; init; }

    public Deal Tell(DateOnly until, Rep rep, Numbers numbers)
    {
        string owner = Owner ?? rep.Id;
        Deal deal = new()
        {
            Id = Id,
            Owner = owner,
            Name = $"{Account} – {Deal}",
            Account = Account,
            Product = Product,
            Amount = Amount,
            Currency = Currency,
            CreatedAt = On(Path[0].Day, 0),
            FirstCloseDate = until.AddDays(Close),
            GoneAt = GoneOn is { } gone ? On(gone, 0) : null,
            Handover = Handover is { } handover ? (On(handover.On, 5), handover.To) : null,
        };
        foreach ((int stage, int day) in Path)
        {
            string? nextStep = stage < Pipeline.Won ? Catalogue.NextSteps[stage][Math.Abs(day) % 4] : null;
            deal.Visits.Add(new Visit(stage, On(day, 0), nextStep, IsLogged(day)));
        }

        DateOnly from = deal.FirstCloseDate;
        foreach ((int day, int to) in Moves)
        {
            deal.Moves.Add(new DateMove(On(day, 10), from, until.AddDays(to), IsLogged(day)));
            from = until.AddDays(to);
        }

        IEnumerable<(int For, int On, bool Kept)> touches = Done.Select(day => (day, day, true))
            .Concat(Missed.Select(day => (day, day - 6, false)))
            .Concat(Booked.Select(booked => (booked.For, booked.On, true)))
            .OrderBy(touch => touch.Item1);
        foreach ((int day, int bookedOn, bool kept) in touches)
        {
            string kind = kept && day == bookedOn ? (day % 3 == 0 ? "email" : "call") : "meeting";
            deal.Touches.Add(new Touch(numbers.NextTouch(), owner, kind, On(bookedOn, 20), On(day, 20), kept));
        }

        return deal;

        // Three in the afternoon in London is a working hour in Chicago and in Berlin too.
        DateTime On(int day, int minute) =>
            WorkClock.OnWorkday(until.AddDays(day)).ToDateTime(new TimeOnly(15, minute), DateTimeKind.Utc);
    }

    private bool IsLogged(int day) => !Unlogged || day <= -7;
}
