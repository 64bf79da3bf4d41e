using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class DistributionsTests
{
    /// <summary>Differences of logarithms of gamma functions cost digits where parameters are large.</summary>
    private const double Large = 1_000;

    public static TheoryData<string> Kinds => ["gamma_quantile", "beta_quantile", "negbin_at_most", "negbin_at_least", "poisson_at_most", "poisson_at_least"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tails_and_quantiles_are_those_of_R(string kind)
    {
        Reference.Row[] rows = [.. Reference.Table("distributions.csv").Where(row => row.Text("kind") == kind)];
        Assert.NotEmpty(rows);
        foreach (Reference.Row row in rows)
        {
            (double a, double b, double x) = (row.Number("a"), row.Number("b"), row.Number("x"));
            double found = kind switch
            {
                "gamma_quantile" => Distributions.GammaQuantile(a, b, x),
                "beta_quantile" => Distributions.BetaQuantile(a, b, x),
                "negbin_at_most" => new GammaPoisson(a, b).AtMost((long)x, 1),
                "negbin_at_least" => new GammaPoisson(a, b).AtLeast((long)x, 1),
                "poisson_at_most" => GammaPoisson.PoissonAtMost((long)x, a),
                _ => GammaPoisson.PoissonAtLeast((long)x, a),
            };
            Reference.Same(row.Number("y"), found, $"{kind} {a} {b} {x}", Math.Max(a, b) > Large ? 1e-8 : 1e-9);
        }
    }

    [Fact]
    public void A_gamma_without_shape_is_nothing() => Assert.Equal(0, Distributions.GammaQuantile(0, 3, 0.975));
}
