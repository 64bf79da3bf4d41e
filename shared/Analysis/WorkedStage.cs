using System.Collections.Immutable;
using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Analysis.StayTimes;
using OneOnOne.Crm;

namespace OneOnOne.Analysis;

/// <summary>Of one stage of a record, what <see cref="Worked"/> keeps. Two threads that ask at once work it out twice, with one result.</summary>
internal sealed class WorkedStage(StageVisits visits, DateTimeOffset takenAt)
{
    /// <summary>A band with fewer ends has a rate that is mostly noise; more bands than these show nothing more.</summary>
    private const int EndsPerBand = 10;
    private const int MostBands = 8;

    private Exposures? _exposures;
    private Sorted? _sorted;
    private Sorted? _any;
    private Enough? _enough;
    private Banded? _bands;
    private FreshSweep? _fresh;

    public int Won => visits.Won.Count;

    /// <summary>As <see cref="PastVisit.Of"/>.</summary>
    public ImmutableArray<PastVisit>? ByClose => (_sorted ??= new Sorted(PastVisit.Of(visits, takenAt)?.ToImmutableArray())).Visits;

    /// <summary>As <see cref="PastVisit.OfAny"/>.</summary>
    public ImmutableArray<PastVisit> Any => (_any ??= new Sorted(ByClose ?? [.. PastVisit.OfAny(visits, takenAt)])).Visits!.Value;

    /// <summary>The last age that enough closed deals got to; null where not even at the entry there are enough.</summary>
    public double? EnoughUntil => (_enough ??= new Enough(WinChances.EnoughUntil(ByClose ?? []))).Age;

    /// <summary>Of deals that have just entered, which every brief is asked about.</summary>
    public LandmarkSweep Fresh(double horizon)
    {
        FreshSweep? known = _fresh;
        if (known is null || known.Horizon != horizon)
        {
            _fresh = known = new FreshSweep(horizon, LandmarkSweep.At(0, horizon, (ByClose ?? []).AsSpan()));
        }

        return known.Sweep;
    }

    /// <summary>Bands of age in which about as many visits ended; none where none did.</summary>
    public ImmutableArray<double> Bands => (_bands ??= new Banded(BandsOf(Any))).Starts;

    /// <summary>Of won and of lost visits. Only those of the last bands are kept: of a company's stage there are no others.</summary>
    public Exposure Exposed(ImmutableArray<double> bands, Outcome outcome)
    {
        Exposures? known = _exposures;
        if (known is null || !known.Bands.AsSpan().SequenceEqual(bands.AsSpan()))
        {
            _exposures = known = new Exposures(bands, Exposure.Of(bands, Reweighted.Of(Any.AsSpan(), Outcome.Won)), Exposure.Of(bands, Reweighted.Of(Any.AsSpan(), Outcome.Lost)));
        }

        return outcome == Outcome.Won ? known.Won : known.Lost;
    }

    private static ImmutableArray<double> BandsOf(ImmutableArray<PastVisit> visits)
    {
        double[] stays = [.. visits.Where(one => one.Outcome != Outcome.Open).Select(one => one.Stay).Order()];
        if (stays.Length == 0)
        {
            return [];
        }

        int bands = Math.Clamp(stays.Length / EndsPerBand, 1, MostBands);
        return [0, .. Enumerable.Range(1, bands - 1).Select(band => stays[band * stays.Length / bands]).Where(start => start > 0 && start < stays[^1]).Distinct()];
    }

    private sealed record Sorted(ImmutableArray<PastVisit>? Visits);

    private sealed record Exposures(ImmutableArray<double> Bands, Exposure Won, Exposure Lost);

    private sealed record Enough(double? Age);

    private sealed record FreshSweep(double Horizon, LandmarkSweep Sweep);

    private sealed record Banded(ImmutableArray<double> Starts);
}
