using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.Chances;

/// <summary>
/// The chances of one rep's open deals. What is known of a stage is sorted once, at the first question about it: build it once for a
/// book, and ask it from one thread.
/// <para>
/// Each rung's share is a landmark estimate, which knows deals that are still open for what they are. It counts for as many outcomes as
/// have its standard error. The company's, without the team, is what to expect of the team; the team's, without the rep, of the rep: both
/// weigh as much as the reps' win rates say that reps are alike. See docs/decisions, 29.
/// </para>
/// </summary>
public sealed class WinChances(RepBook book)
{
    private const double MostAlike = 20;

    private readonly Dictionary<string, Stage?> _stages = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stage, double Horizon), WinChance?> _fresh = [];
    private readonly Dictionary<(string Stage, double Horizon), Believed?> _freshShares = [];
    private (string Stage, double Age, double Horizon, Sweeps Sweeps)? _last;
    private readonly double _alike = Worked.Of(book.Company).Alike;

    /// <summary>Of a deal that has just entered the stage: what the chance is to be held against.</summary>
    public WinChance? Fresh(string stage, double horizonDays)
    {
        if (!_fresh.TryGetValue((stage, horizonDays), out WinChance? known))
        {
            _fresh[(stage, horizonDays)] = known = Of(stage, 0, horizonDays);
        }

        return known;
    }

    /// <returns>Null where the company has too few closed deals that were in the stage, or knows only of their stays.</returns>
    public WinChance? Of(string stage, double ageDays, double horizonDays) =>
        At(stage, ageDays, horizonDays) is { } known ? Stage.Chance(known.Age, known.Sweeps) : null;

    /// <summary>As <see cref="Of"/>, for whoever needs the two shares alone: limits take longer than all the rest.</summary>
    internal Believed? SharesOf(string stage, double ageDays, double horizonDays) => At(stage, ageDays, horizonDays)?.Sweeps.Expected;

    /// <summary>As <see cref="Fresh"/>, likewise.</summary>
    internal Believed? FreshShares(string stage, double horizonDays)
    {
        if (!_freshShares.TryGetValue((stage, horizonDays), out Believed? known))
        {
            _freshShares[(stage, horizonDays)] = known = SharesOf(stage, 0, horizonDays);
        }

        return known;
    }

    private (double Age, Sweeps Sweeps)? At(string stage, double ageDays, double horizonDays)
    {
        if (!(ageDays >= 0 && horizonDays >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(ageDays), "An age and a horizon are days, 0 or more.");
        }

        if (!_stages.TryGetValue(stage, out Stage? known))
        {
            _stages[stage] = known = Stage.Of(stage, book);
        }

        if (known is null)
        {
            return null;
        }

        // One deal is asked about several times in a row.
        double age = Math.Min(ageDays, known.LastAge);
        if (_last is not { } last || last.Stage != stage || last.Age != age || last.Horizon != horizonDays)
        {
            _last = last = (stage, age, horizonDays, known.Sweep(age, horizonDays, _alike));
        }

        return (age, last.Sweeps);
    }

    /// <summary>
    /// So many outcomes is a group's share worth for one of its members: as many as the reps' win rates say, but not more than
    /// <see cref="MostAlike"/>, for reps of one win rate may still differ in when a deal is won and from which stage.
    /// </summary>
    internal static double Alike(TrackRecord company)
    {
        Trials[] reps = [.. company.Reps.Select(rep => new Trials(rep.Won, rep.Won + rep.Lost))];
        return BetaPrior.ByMoments(reps) is { } prior ? Math.Min(MostAlike, prior.Alpha + prior.Beta) : BetaPrior.FixedOutcomes;
    }

    /// <summary>The last age that enough closed deals got to; null where not even at the entry there are enough.</summary>
    internal static double? EnoughUntil(ImmutableArray<PastVisit> visits)
    {
        double count = 0;
        foreach (PastVisit one in visits.Where(one => one.Outcome != Outcome.Open).OrderByDescending(one => one.Stay))
        {
            count += one.Weight;
            if (count >= Landmark.FewestClosed)
            {
                return one.Stay;
            }
        }

        return null;
    }

    private sealed class Stage(WorkedStage rep, WorkedStage team, WorkedStage company, double lastAge)
    {
        public double LastAge { get; } = lastAge;

        public static Stage? Of(string stage, RepBook book)
        {
            DateTimeOffset takenAt = book.Snapshot.TakenAt;
            WorkedStage company = Worked.Of(book.Company).At(stage, takenAt);
            WorkedStage rep = Worked.Of(book.Head.Record).At(stage, takenAt);
            WorkedStage team = Worked.Of(book.Team).At(stage, takenAt);
            return rep.ByClose is not null && team.ByClose is not null && company is { ByClose: not null, EnoughUntil: { } age } ? new Stage(rep, team, company, age) : null;
        }

        public Sweeps Sweep(double age, double horizon, double alike)
        {
            LandmarkSweep own = At(rep);
            LandmarkSweep theirs = At(team);
            LandmarkSweep all = At(company);
            return new Sweeps(own, theirs, all, Believed.Nothing
                .With(Outcomes.Of(all).Without(Outcomes.Of(theirs.Visits > 0 ? theirs : own))).AtMost(alike)
                .With(Outcomes.Of(theirs).Without(Outcomes.Of(own))).AtMost(alike)
                .With(Outcomes.Of(own)));

            LandmarkSweep At(WorkedStage group) => age == 0 ? group.Fresh(horizon) : LandmarkSweep.At(age, horizon, group.ByClose!.Value.AsSpan());
        }

        public static WinChance Chance(double age, Sweeps sweeps)
        {
            (LandmarkSweep own, LandmarkSweep theirs, LandmarkSweep all, Believed expected) = sweeps;
            (BenchmarkRung rung, LandmarkSweep raw) = own.Closed >= Landmark.FewestClosed ? (BenchmarkRung.Rep, own)
                : theirs.Closed >= Landmark.FewestClosed ? (BenchmarkRung.Team, theirs)
                : (BenchmarkRung.Company, all);
            return new WinChance(
                expected.Won, expected.WonLimits(), expected.Lost, age, all.Covered, rung,
                Whole(raw.Visits), Whole(raw.Closed), Whole(raw.Known), Whole(raw.WonWithin))
            {
                Weight = expected.Weight,
            };
        }

        private static int Whole(double count) => (int)Math.Round(count);
    }

    private readonly record struct Sweeps(LandmarkSweep Own, LandmarkSweep Theirs, LandmarkSweep All, Believed Expected);
}
