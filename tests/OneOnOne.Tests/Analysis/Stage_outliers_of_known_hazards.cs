using OneOnOne.Analysis;
using OneOnOne.Crm;
using Xunit.Abstractions;

namespace OneOnOne.Tests.Analysis;

/// <summary>
/// Each deal is asked about on the day it leaves its stage, when it is oldest: was it ever an alarm? Bigger runs by
/// ONEONONE_COMPANIES, how many companies of 24 reps.
/// </summary>
public sealed class Stage_outliers_of_known_hazards(ITestOutputHelper output)
{
    private const int DealsOfARep = 40;

    public static int Companies { get; } = int.TryParse(Environment.GetEnvironmentVariable("ONEONONE_COMPANIES"), out int many) ? many : 4;

    private static readonly AnalysisContext Context = new(SimulatedCompany.Now, SimulatedCompany.Now, null, "UTC")
    {
        Thresholds = new ThresholdSet(new Thresholds()),
        BusinessDays = BusinessDays.MondayToFriday,
        Fiscal = FiscalCalendar.CalendarYear,
    };

    /// <param name="Excess">Age over the raw percentile's limit; 0 where no rung has one.</param>
    private sealed record Judged(string Stage, bool Won, bool Flagged, double Excess);

    [Theory]
    [InlineData(5, 2.0)]
    [InlineData(20, 2.0)]
    [InlineData(200, 2.0)]
    [InlineData(20, 0.5)]
    public void Few_that_will_be_won_are_alarms_and_none_where_slow_means_nothing(int closedPerRep, double years)
    {
        // Few alarms on few closed deals: more companies, or it is chance that decides.
        int companies = closedPerRep < 20 ? 4 * Companies : Companies;
        Judged[] deals = [.. Enumerable.Range(1, companies).SelectMany(seed => Judge(new SimulatedCompany(seed, reps: 24, closedPerRep, years)))];
        double won = Share(deals.Where(deal => deal is { Stage: SimulatedCompany.Telling, Won: true }));
        double lost = Share(deals.Where(deal => deal is { Stage: SimulatedCompany.Telling, Won: false }));
        double alike = Share(deals.Where(deal => deal.Stage == SimulatedCompany.Alike));

        // The plain rule, made as strict as to give as many alarms over both stages.
        double ours = LostAmong(deals.Where(deal => deal.Flagged));
        double plain = LostAmong(deals.OrderByDescending(deal => deal.Excess).Take(deals.Count(deal => deal.Flagged)));
        output.WriteLine(FormattableString.Invariant($"{closedPerRep} closed, {years} years: alarms {won:0.000} of won-to-be, {lost:0.000} of lost-to-be, {alike:0.000} where both are alike (plain {PlainAlike(deals):0.000}); lost among alarms {ours:0.000}, plain {plain:0.000}."));
        Assert.InRange(won, 0, 0.12);
        Assert.InRange(lost, 0.2, 0.55);
        Assert.InRange(alike, 0, 0.09);
        Assert.True(ours > plain);
    }

    private static double Share(IEnumerable<Judged> deals) => deals.Average(deal => deal.Flagged ? 1 : 0);

    private static double PlainAlike(Judged[] deals) => deals.Where(deal => deal.Stage == SimulatedCompany.Alike).Average(deal => deal.Excess > 1 ? 1 : 0);

    private static double LostAmong(IEnumerable<Judged> deals) => deals.Average(deal => deal.Won ? 0 : 1);

    private static IEnumerable<Judged> Judge(SimulatedCompany company)
    {
        for (int i = 0; i < company.Reps.Length; i++)
        {
            (string Stage, bool Won, double Stay)[] drawn =
            [
                .. Enumerable.Range(0, DealsOfARep).Select(deal => deal % 2 == 0 ? SimulatedCompany.Telling : SimulatedCompany.Alike)
                    .Select(stage => (stage, company.Draw(company.Reps[i], stage))).Select(one => (one.stage, one.Item2.Won, one.Item2.Stay)),
            ];
            RepBook book = company.Books[i] with { Open = [.. drawn.Select((deal, id) => SimulatedCompany.Open(id, deal.Stage, deal.Stay))] };
            HashSet<OpportunityId> flagged = [.. StageOutlierAnalysis.Of(book, Context).Findings.Select(finding => finding.Opportunity.Id)];
            for (int deal = 0; deal < drawn.Length; deal++)
            {
                double limit = Benchmark.For(drawn[deal].Stage, book, Context.Thresholds.Base)?.LimitSeconds / 86_400 ?? double.PositiveInfinity;
                yield return new Judged(drawn[deal].Stage, drawn[deal].Won, flagged.Contains(book.Open[deal].Id), drawn[deal].Stay / limit);
            }
        }
    }
}
