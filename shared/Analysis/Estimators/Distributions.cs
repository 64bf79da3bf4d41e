using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace OneOnOne.Analysis.Estimators;

/// <summary>Tails and quantiles that the estimators share.</summary>
internal static class Distributions
{
    public static double Level(double level) =>
        level > 0 && level < 1 ? level : throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");

    public static double NormalQuantile(double p) => Normal.InvCDF(0, 1, p);

    public static double ChiSquaredUpperTail(double x, int degrees) => GammaUpperRegularized(degrees / 2.0, x / 2);

    public static double GammaLowerRegularized(double shape, double x) => SpecialFunctions.GammaLowerRegularized(shape, x);

    public static double GammaUpperRegularized(double shape, double x) => SpecialFunctions.GammaUpperRegularized(shape, x);

    /// <param name="rest">1 - <paramref name="x"/>, without the rounding that taking it from 1 would cost.</param>
    public static double BetaRegularized(double a, double b, double x, double rest) => SpecialFunctions.BetaRegularized(a, b, x);

    public static double GammaQuantile(double shape, double rate, double p) => shape == 0 ? 0 : Gamma.InvCDF(shape, rate, p);

    public static double BetaQuantile(double alpha, double beta, double p) => MathNet.Numerics.Distributions.Beta.InvCDF(alpha, beta, p);

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
