using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis;

public sealed class StaysTests
{
    private const double Minute = 1.0 / (24 * 60);

    [Fact]
    public void Stages_that_a_deal_jumps_through_are_no_stays() =>
        Assert.Equal(["Discovery 1 to 5", "Negotiation 5 to now"], Of(("Discovery", 1), ("Qualification", 5), ("Proposal", 5 + (2 * Minute)), ("Negotiation", 5 + (3 * Minute))));

    [Fact]
    public void A_step_back_by_mistake_does_not_begin_the_stay_anew() =>
        Assert.Equal(["Proposal 2 to now"], Of(("Proposal", 2), ("Discovery", 9), ("Proposal", 9 + (5 * Minute))));

    [Fact]
    public void Each_return_is_a_stay_of_its_own() =>
        Assert.Equal(["Proposal 2 to 9", "Discovery 9 to 10", "Proposal 10 to now"], Of(("Proposal", 2), ("Discovery", 9), ("Proposal", 10)));

    [Fact]
    public void An_hour_is_a_stay_and_so_is_the_present_one_however_short() =>
        Assert.Equal(["Discovery 1 to 1", "Proposal 1 to now"], Of(("Discovery", 1), ("Proposal", 1 + (60 * Minute))));

    [Fact]
    public void What_follows_a_stage_that_was_passed_through_at_the_start_stands() => Assert.Equal(["Proposal 1 to now"], Of(("Discovery", 1), ("Proposal", 1 + Minute)));

    private static string[] Of(params (string Stage, double Day)[] entries)
    {
        StageVisit[] visits = [.. entries.Select((entry, i) => new StageVisit(entry.Stage, Days.At(entry.Day), true, i + 1 < entries.Length ? Days.At(entries[i + 1].Day) : null))];
        return [.. Stays.Of(new TimeLine([.. visits], [])).Select(stay => FormattableString.Invariant($"{stay.Stage} {Day(stay.EnteredAt)} to {(stay.LeftAt is { } left ? Day(left) : "now")}"))];

        static string Day(DateTimeOffset at) => ((int)Math.Floor((at - Days.At(1)).TotalDays + 1 + 1e-9)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
