using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis;

/// <summary>
/// Reps of known truth: each with an own win rate and pace. A deal enters a stage, stays for a Weibull time that depends on what will
/// become of it, and is closed an exponential time after it left. In <see cref="Telling"/> won deals are quick and lost ones slow; in
/// <see cref="Alike"/> both take equally long, some of both very long.
/// </summary>
internal sealed class SimulatedCompany
{
    public const string Telling = "Telling";
    public const string Alike = "Alike";

    public static readonly DateTimeOffset Now = Days.At(1);

    private const double DaysToCloseAfter = 25;
    private const int TeamOf = 6;

    private readonly Random _random;
    private readonly double _years;

    public SimulatedCompany(int seed, int reps, int closedPerRep, double years = 2)
    {
        _random = new Random(seed);
        _years = years;
        Reps = [.. Enumerable.Range(0, reps).Select(_ => new Rep(Math.Clamp(0.3 + (0.08 * Normal()), 0.1, 0.6), Math.Exp(0.2 * Normal())))];
        TrackRecord[] records = [.. Reps.Select(rep => Record(rep, closedPerRep))];
        TrackRecord company = CompanySum.Of(records);
        TrackRecord[] teams = [.. records.Chunk(TeamOf).Select(team => TrackRecord.OfTeam(team))];
        Books = [.. records.Select((record, i) => new RepBook(new BookHead(BookBuilder.Rep) { Record = record }, [], new Snapshot("s", Now, "h", 0))
        {
            Snapshots = [Now],
            Team = teams[i / TeamOf],
            Company = company,
        })];
    }

    public Rep[] Reps { get; }

    public RepBook[] Books { get; }

    /// <param name="WinRate">Of deals that enter a stage.</param>
    /// <param name="Pace">Stays are so many times as long as others'.</param>
    public sealed record Rep(double WinRate, double Pace)
    {
        private static double Shape(string stage) => stage == Alike ? 0.9 : 1.3;

        public double Stay(string stage, bool won, double uniform) => Scale(stage, won) * Math.Pow(-Math.Log(uniform), 1 / Shape(stage));

        private double Scale(string stage, bool won) => Pace * (stage == Alike ? 30 : won ? 20 : 45);

        /// <summary>P(won within the horizon | still in the stage at the age), by the trapezoidal rule.</summary>
        public double Chance(string stage, double age, double horizon)
        {
            const int Steps = 2_000;
            const double Least = 1e-3;
            double scale = Scale(stage, won: true);
            double shape = Shape(stage);
            double within = 0;
            for (int i = 0; i <= Steps; i++)
            {
                double stay = age + (horizon * i / Steps);
                double density = shape / scale * Math.Pow(Math.Max(stay, Least) / scale, shape - 1) * Beyond(stay, scale, shape);
                within += (i is 0 or Steps ? 0.5 : 1) * density * (1 - Math.Exp(-(age + horizon - stay) / DaysToCloseAfter)) * horizon / Steps;
            }

            return WinRate * within / ((WinRate * Beyond(age, scale, shape)) + ((1 - WinRate) * Beyond(age, Scale(stage, won: false), shape)));
        }

        private static double Beyond(double stay, double scale, double shape) => Math.Exp(-Math.Pow(stay / scale, shape));
    }

    /// <summary>A deal that enters the stage: what will become of it, and after how many days it leaves the stage.</summary>
    public (bool Won, double Stay) Draw(Rep rep, string stage)
    {
        bool won = _random.NextDouble() < rep.WinRate;
        return (won, rep.Stay(stage, won, 1 - _random.NextDouble()));
    }

    public static Opportunity Open(int id, string stage, double age) => new()
    {
        Id = new OpportunityId($"O{id:00000}"),
        Owner = BookBuilder.Rep,
        Details = new OpportunityDetails(),
        Observed = [new Observation(Now, new ObservedState(BookBuilder.Rep, stage, Outcome.Open, null, null))],
        StageEntries = [new StageEntry(stage, Now.AddDays(-age))],
    };

    /// <summary>Deals that entered through the years: about so many are closed by now, the others are open.</summary>
    private TrackRecord Record(Rep rep, int closed) => new(new[] { Telling, Alike }.ToImmutableSortedDictionary(stage => stage, stage => Visits(rep, stage, closed), StringComparer.Ordinal))
    {
        Reps = [new RepTotals((int)Math.Round(closed * rep.WinRate), closed - (int)Math.Round(closed * rep.WinRate))],
    };

    private StageVisits Visits(Rep rep, string stage, int closed)
    {
        List<ClosedVisit> won = [];
        List<ClosedVisit> lost = [];
        List<OpenVisit> open = [];
        while (won.Count + lost.Count < closed)
        {
            double entered = _years * 365 * _random.NextDouble();
            (bool isWon, double stay) = Draw(rep, stage);
            double toClose = stay - (DaysToCloseAfter * Math.Log(1 - _random.NextDouble()));
            if (toClose <= entered)
            {
                (isWon ? won : lost).Add(new ClosedVisit(Seconds(stay), Seconds(toClose)));
            }
            else
            {
                long at = Now.ToUnixTimeSeconds() - Seconds(entered);
                open.Add(new OpenVisit(at, stay < entered ? at + Seconds(stay) : null));
            }
        }

        return new StageVisits(Durations.Of(won), Durations.Of(lost)) { Open = OpenVisits.Of(open) };
    }

    private static long Seconds(double days) => (long)(days * 86_400);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
