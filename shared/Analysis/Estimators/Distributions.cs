using MathNet.Numerics;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// Tails and quantiles that the estimators share. The tails are MathNet's: within 1e-9 of R's (relative) for parameters up to 1,000 and 1e-8
/// up to 100,000; beyond, differences of logarithms of gamma functions cost more digits.
/// </summary>
internal static class Distributions
{
    public static double Level(double level) =>
        level > 0 && level < 1 ? level : throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");

    public static double NormalQuantile(double p) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);

    public static double ChiSquaredUpperTail(double x, int degrees) => GammaUpperRegularized(degrees / 2.0, x / 2);

    public static double GammaLowerRegularized(double shape, double x) => SpecialFunctions.GammaLowerRegularized(shape, x);

    public static double GammaUpperRegularized(double shape, double x) => SpecialFunctions.GammaUpperRegularized(shape, x);

    public static double BetaRegularized(double a, double b, double x) => SpecialFunctions.BetaRegularized(a, b, x);

    /// <summary>Of the gamma distribution; a shape of 0 is the point 0.</summary>
    public static double GammaQuantile(double shape, double rate, double p)
    {
        if (shape == 0)
        {
            return 0;
        }

        double above = shape + 1;
        while (GammaLowerRegularized(shape, above) < p)
        {
            above *= 2;
        }

        return Root(x => GammaLowerRegularized(shape, x) >= p, above) / rate;
    }

    public static double BetaQuantile(double alpha, double beta, double p) => Root(x => BetaRegularized(alpha, beta, x) >= p, 1);

    /// <summary>
    /// The smallest number in 0 to <paramref name="above"/> that has <paramref name="reached"/>, to the last bit: positive numbers are
    /// ordered as their bits are, so halving the bits finds a quantile of 1e-80 as well as one of 0.5. MathNet's own quantiles stop at an
    /// absolute error: the 2.5 % of Beta(0.1, 0.1), 8e-14, comes out as 6e-13.
    /// </summary>
    private static double Root(Func<double, bool> reached, double above)
    {
        long low = 0;
        long high = BitConverter.DoubleToInt64Bits(above);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = reached(BitConverter.Int64BitsToDouble(middle)) ? (low, middle) : (middle + 1, high);
        }

        return BitConverter.Int64BitsToDouble(low);
    }

    public static double LogOnePlus(double x) => SpecialFunctions.Log1p(x);

    /// <summary>Limits of a share that are symmetric for ln(-ln share); null where the share is 0 or 1.</summary>
    /// <param name="logError">Standard error of ln share.</param>
    public static Limits? LogLogLimits(double share, double logError, double z)
    {
        if (share is 0 or 1)
        {
            return null;
        }

        double centre = Math.Log(-Math.Log(share));
        double reach = z * logError / -Math.Log(share);
        return new Limits(Math.Exp(-Math.Exp(centre + reach)), Math.Exp(-Math.Exp(centre - reach)));
    }
}
