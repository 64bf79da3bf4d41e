using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Tests.Analysis.Estimators;

public sealed class ExceedanceTests
{
    [Fact]
    public void Nine_shorter_visits_show_a_tenth_and_no_less()
    {
        Assert.Equal(0.1, Exceedance.Of([1, 2, 3, 4, 5, 6, 7, 8, 9], 1_000), 1e-12);
        Assert.Equal(0.3, Exceedance.Of([1, 2, 3, 4, 5, 6, 7, 8, 9], 8), 1e-12);
        Assert.Equal(1, Exceedance.Of([], 5));
    }

    [Fact]
    public void A_curve_that_has_come_to_nothing_claims_no_more_than_its_visits_show()
    {
        Assert.Equal(0.05, Exceedance.Honest(0, 19), 1e-12);
        Assert.Equal(0.2, Exceedance.Honest(0.2, 19));
        Assert.Equal(1, Exceedance.Honest(0, 0));
    }

    [Fact]
    public void One_that_is_like_the_others_has_each_rank_as_often()
    {
        double[] alike = [3, 9, 14, 20, 33, 41, 47, 58, 60, 72];
        Assert.Equal(Enumerable.Range(1, 10).Select(rank => rank / 10.0), alike.Select((one, at) => Exceedance.Of([.. alike.Where((_, other) => other != at)], one)).Order());
    }
}
