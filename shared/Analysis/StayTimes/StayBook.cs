using System.Collections.Immutable;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.StayTimes;

/// <summary>
/// How long one rep's won and lost deals stay in each stage, drawn from company to team to rep. What is known of a stage is worked out at
/// the first question about it: build it once for a book, and ask it from one thread.
/// </summary>
public sealed class StayBook(RepBook book)
{
    private readonly Dictionary<string, Stage?> _stages = new(StringComparer.Ordinal);

    /// <returns>Null where no closed deal was ever seen in the stage.</returns>
    public StayEvidence? At(string stage, double ageDays)
    {
        if (!_stages.TryGetValue(stage, out Stage? known))
        {
            _stages[stage] = known = Stage.Of(Of(book.Head.Record, stage), Of(book.Team, stage), Of(book.Company, stage));
        }

        return known is null ? null : StayEvidence.At(ageDays, known.Won, known.Lost, known.WonVisits);
    }

    private WorkedStage Of(TrackRecord record, string stage) => Worked.Of(record).At(stage, book.Snapshot.TakenAt);

    private sealed record Stage(StayCurve Won, StayCurve Lost, int WonVisits)
    {
        public static Stage? Of(WorkedStage rep, WorkedStage team, WorkedStage company)
        {
            ImmutableArray<double> bands = new[] { company, team, rep }.Select(one => one.Bands).FirstOrDefault(found => !found.IsEmpty, []);
            if (bands.IsEmpty)
            {
                return null;
            }

            WorkedStage widest = company.Any.Length > 0 ? company : team.Any.Length > 0 ? team : rep;
            return new Stage(Curve(Outcome.Won), Curve(Outcome.Lost), new[] { rep, team, company }.Max(visits => visits.Won));

            StayCurve Curve(Outcome outcome)
            {
                Exposure ofRep = rep.Exposed(bands, outcome);
                Exposure ofTeam = team.Exposed(bands, outcome);
                Exposure ofCompany = company.Exposed(bands, outcome);
                return StayCurve.First(widest.Exposed(bands, Outcome.Won).Plus(widest.Exposed(bands, Outcome.Lost)), widest.Exposed(bands, outcome))
                    .Towards(Without(ofCompany, team.Any.Length > 0 ? ofTeam : ofRep))
                    .Towards(Without(ofTeam, ofRep))
                    .Towards(ofRep);
            }
        }

        /// <summary>Of the others in the group: nobody's own deals are to speak for them twice.</summary>
        private static Exposure Without(Exposure group, Exposure some) => new(
            group.Starts,
            [.. group.Ends.Zip(some.Ends, static (all, part) => Math.Max(0, all - part))],
            [.. group.Days.Zip(some.Days, static (all, part) => Math.Max(0, all - part))]);
    }
}
