using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Analysis.Quotas;

/// <summary>A rep whose deals come at a known rate and are won and lost at known ones, so that what is said of them can be held against the truth.</summary>
/// <param name="PerDay">New deals.</param>
/// <param name="WonPerDay">Of each open deal.</param>
internal sealed record SimulatedSeller(PersonId Id, double PerDay, double WonPerDay, double LostPerDay, double Size)
{
    public static readonly DateTimeOffset Start = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<(double Created, double Closed, bool Won, decimal Amount)> Deals { get; } = [];

    public SimulatedSeller Live(double days, Draws draws)
    {
        for (double at = Wait(PerDay, draws); at < days; at += Wait(PerDay, draws))
        {
            double hazard = WonPerDay + LostPerDay;
            Deals.Add((at, at + Wait(hazard, draws), draws.Share() * hazard < WonPerDay, Math.Round((decimal)(Size * Math.Exp(draws.Share() + draws.Share())))));
        }

        return this;
    }

    public decimal Booked(double from, double to) => Deals.Where(deal => deal.Won && deal.Closed >= from && deal.Closed < to).Sum(deal => deal.Amount);

    /// <summary>As a snapshot of that day would have them.</summary>
    public IEnumerable<Opportunity> At(double day) => Deals.Where(deal => deal.Created <= day).Select((deal, index) =>
    {
        bool open = deal.Closed > day;
        DateTimeOffset created = Start.AddDays(deal.Created);
        return new Opportunity
        {
            Id = new OpportunityId($"{Id}-{index}"),
            Owner = Id,
            Details = new OpportunityDetails { CreatedAt = created, ClosedAt = open ? null : Start.AddDays(deal.Closed) },
            StageEntries = [new StageEntry("Proposal", created)],
            Observed =
            [
                new Observation(Start.AddDays(day), new ObservedState(
                    Id, open ? "Proposal" : "Closed", open ? Outcome.Open : deal.Won ? Outcome.Won : Outcome.Lost, null, new Money(deal.Amount, "EUR"))),
            ],
        };
    });

    private static double Wait(double rate, Draws draws) => -Math.Log(1 - draws.Share()) / rate;
}
