using System.Collections.Immutable;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.StayTimes;

/// <summary>
/// How long one rep's won and lost deals stay in each stage, drawn from company to team to rep. What is known of a stage is worked out at
/// the first question about it: build it once for a book, and ask it from one thread.
/// </summary>
public sealed class StayBook(RepBook book)
{
    /// <summary>A band with fewer ends has a rate that is mostly noise; more bands than these show nothing more.</summary>
    private const int EndsPerBand = 10;
    private const int MostBands = 8;

    private readonly Dictionary<string, Stage?> _stages = new(StringComparer.Ordinal);

    /// <returns>Null where no closed deal was ever seen in the stage.</returns>
    public StayEvidence? At(string stage, double ageDays)
    {
        if (!_stages.TryGetValue(stage, out Stage? known))
        {
            _stages[stage] = known = Stage.Of(book.Head.Record.Of(stage), book.Team.Of(stage), book.Company.Of(stage), book.Snapshot.TakenAt);
        }

        return known is null ? null : StayEvidence.At(ageDays, known.Won, known.Lost, known.WonVisits);
    }

    private sealed record Stage(StayCurve Won, StayCurve Lost, int WonVisits)
    {
        public static Stage? Of(StageVisits rep, StageVisits team, StageVisits company, DateTimeOffset takenAt)
        {
            PastVisit[] own = PastVisit.OfAny(rep, takenAt);
            PastVisit[] theirs = PastVisit.OfAny(team, takenAt);
            PastVisit[] all = PastVisit.OfAny(company, takenAt);
            ImmutableArray<double> bands = Bands([all, theirs, own]);
            if (bands.IsEmpty)
            {
                return null;
            }

            PastVisit[] widest = all.Length > 0 ? all : theirs.Length > 0 ? theirs : own;
            return new Stage(Curve(Outcome.Won), Curve(Outcome.Lost), new[] { rep, team, company }.Max(visits => visits.Won.Count));

            StayCurve Curve(Outcome outcome)
            {
                Exposure ofRep = Exposed(bands, own, outcome);
                Exposure ofTeam = Exposed(bands, theirs, outcome);
                Exposure ofCompany = Exposed(bands, all, outcome);
                return StayCurve.First(Both(bands, widest), Exposed(bands, widest, outcome))
                    .Towards(Without(ofCompany, theirs.Length > 0 ? ofTeam : ofRep))
                    .Towards(Without(ofTeam, ofRep))
                    .Towards(ofRep);
            }
        }

        private static Exposure Exposed(ImmutableArray<double> bands, PastVisit[] visits, Outcome outcome) => Exposure.Of(bands, Reweighted.Of(visits, outcome));

        private static Exposure Both(ImmutableArray<double> bands, PastVisit[] visits) => Exposed(bands, visits, Outcome.Won).Plus(Exposed(bands, visits, Outcome.Lost));

        /// <summary>Of the others in the group: nobody's own deals are to speak for them twice.</summary>
        private static Exposure Without(Exposure group, Exposure some) => new(
            group.Starts,
            [.. group.Ends.Zip(some.Ends, static (all, part) => Math.Max(0, all - part))],
            [.. group.Days.Zip(some.Days, static (all, part) => Math.Max(0, all - part))]);

        /// <summary>Bands in which about as many visits of the widest group ended.</summary>
        private static ImmutableArray<double> Bands(PastVisit[][] widestFirst)
        {
            double[] stays = [.. (widestFirst.Select(Ended).FirstOrDefault(stays => stays.Length > 0) ?? []).Order()];
            if (stays.Length == 0)
            {
                return [];
            }

            int bands = Math.Clamp(stays.Length / EndsPerBand, 1, MostBands);
            return [0, .. Enumerable.Range(1, bands - 1).Select(band => stays[band * stays.Length / bands]).Where(start => start > 0 && start < stays[^1]).Distinct()];
        }

        private static double[] Ended(PastVisit[] visits) => [.. visits.Where(one => one.Outcome != Outcome.Open).Select(one => one.Stay)];
    }
}
