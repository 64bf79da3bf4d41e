using System.Collections.Immutable;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// The rate of ending per day, constant within bands of age, drawn towards that of a larger group where there is little to go by.
/// <code>
/// lambda_k = (kappa lambda0_k + d_k) / (kappa + E_k)      d: ends, E: deal-days at risk, lambda0: the larger group's, kappa: in deal-days
/// S(t) = exp(-sum over bands of lambda_k * days of the band before t)
/// </code>
/// That is the mean of a gamma distribution of shape kappa lambda0 + d and rate kappa + E, which gives the limits too. Build the company's
/// with <see cref="Of"/>, a team's from it and a rep's from the team's with <see cref="Towards"/>. Censoring and late entry need nothing more.
/// Assumes a constant rate within a band. Edges: without own data the rates are the larger group's; a band where nobody at all was at risk has no rate,
/// and ages that need it no survival; a rate of 0 after the last end seen means that a quantile may not be reached.
/// Sources: Holford, Biometrics 36 (1980), for piecewise rates; Clayton and Hills, Statistical Models in Epidemiology (1993), for the gamma
/// prior; Garwood, Biometrika 28 (1936), for limits without a prior.
/// </summary>
/// <param name="Starts">As of <see cref="Exposure"/>.</param>
public sealed record PiecewiseHazard(ImmutableArray<double> Starts, ImmutableArray<Hazard?> Bands)
{
    /// <summary>Of this group alone: d / E, with exact Poisson limits.</summary>
    public static PiecewiseHazard Of(Exposure exposure, double level = 0.95)
    {
        double tail = (1 - Distributions.Level(level)) / 2;
        return new PiecewiseHazard(exposure.Starts, [.. exposure.Ends.Zip(exposure.Days, (ends, days) => Alone(ends, days, tail))]);
    }

    /// <summary>Own data drawn towards <paramref name="larger"/>, which weighs as much as <paramref name="kappa"/> own deal-days in every band.</summary>
    public static PiecewiseHazard Towards(PiecewiseHazard larger, Exposure own, double kappa, double level = 0.95)
    {
        double tail = (1 - Distributions.Level(level)) / 2;
        if (!(kappa > 0 && double.IsFinite(kappa)) || !larger.Starts.AsSpan().SequenceEqual(own.Starts.AsSpan()))
        {
            throw new ArgumentException("A larger group has the same bands and weighs more than 0 days.", nameof(kappa));
        }

        return new PiecewiseHazard(own.Starts, [.. larger.Bands.Select((prior, band) => prior is { } known
            ? Gamma((kappa * known.Rate) + own.Ends[band], kappa + own.Days[band], tail)
            : Alone(own.Ends[band], own.Days[band], tail))]);
    }

    /// <summary>P(T &gt; <paramref name="time"/>), the exceedance of that age; null where a band before it has no rate.</summary>
    public double? Survival(double time) => Cumulative(time) is { } sum ? Math.Exp(-sum) : null;

    /// <summary>P(T &gt; <paramref name="time"/> | T &gt; <paramref name="reached"/>): of those that are as old as that, who get so much older.</summary>
    public double? Survival(double time, double reached) =>
        Cumulative(Math.Max(time, reached)) is { } sum && Cumulative(reached) is { } before ? Math.Exp(before - sum) : null;

    /// <summary>The age by which the share <paramref name="p"/> has ended; null where that is never reached or a band before it has no rate.</summary>
    public double? Quantile(double p)
    {
        double left = p > 0 && p < 1 ? -Distributions.LogOnePlus(-p) : throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile's share lies between 0 and 1.");
        for (int band = 0; band < Starts.Length && Bands[band] is { } hazard; band++)
        {
            double here = hazard.Rate * (End(band) - Starts[band]);
            if (here >= left)
            {
                return Starts[band] + (left / hazard.Rate);
            }

            left -= here;
        }

        return null;
    }

    private double End(int band) => band + 1 < Starts.Length ? Starts[band + 1] : double.PositiveInfinity;

    private double? Cumulative(double time)
    {
        double sum = 0;
        for (int band = 0; band < Starts.Length && Starts[band] < time; band++)
        {
            if (Bands[band] is not { } hazard)
            {
                return null;
            }

            sum += hazard.Rate * (Math.Min(time, End(band)) - Starts[band]);
        }

        return sum;
    }

    private static Hazard? Alone(double ends, double days, double tail) => days > 0
        ? new Hazard(ends / days, ends, days, ends + 1, tail)
        : null;

    /// <summary>A shape of 0 would be sure of a rate of 0: where nobody of either group ended, the limits are those of none in so many days.</summary>
    private static Hazard? Gamma(double shape, double rate, double tail) => shape == 0
        ? Alone(0, rate, tail)
        : new Hazard(shape / rate, shape, rate, shape, tail);
}

/// <param name="Rate">Ends per deal-day.</param>
/// <param name="Ends">Behind the rate, those of the prior counted in.</param>
/// <param name="Days">Behind the rate, those of the prior counted in.</param>
/// <param name="UpperEnds">What the upper limit is a quantile of, as <paramref name="Ends"/> is for the lower.</param>
/// <param name="Tail">On either side of the limits.</param>
public readonly record struct Hazard(double Rate, double Ends, double Days, double UpperEnds, double Tail)
{
    /// <summary>Found by halving, anew at each question: who needs the rate alone does not wait for them.</summary>
    public Limits Limits => new(Distributions.GammaQuantile(Ends, Days, Tail), Distributions.GammaQuantile(UpperEnds, Days, 1 - Tail));
}
