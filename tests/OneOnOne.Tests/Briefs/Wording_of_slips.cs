using OneOnOne.Analysis;
using OneOnOne.Briefs;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Wording_of_slips
{
    private static readonly OpportunityRef Big = Deal("1", "Big deal", "Acme", "Proposal", Usd(1), "2026-12-12");
    private static readonly Slip Habit = Slipping(Big);

    [Fact]
    public void Pushes_are_counted_and_measured() => Says(
        "Close date pushed 4 times, 73 days in all, from 30 Sep to 12 Dec (last push +21 days on Wed 18 Nov). 1 of these since the last one-on-one.",
        Habit);

    [Fact]
    public void Pulls_are_named_apart_and_not_netted() => Says(
        "Close date pushed 4 times, 73 days in all, and pulled in once, by 1 day, from 30 Sep to 11 Dec (last push +21 days on Wed 18 Nov). 1 of these since the last one-on-one. The last push took it out of this fiscal quarter.",
        Habit with { Opportunity = Big with { CloseDate = Day("2026-12-11") }, Pulls = 1, PulledDays = 1, LeftThePeriod = true });

    [Fact]
    public void One_push_is_no_habit() => Says(
        "Close date pushed once, by 35 days, from 30 Sep to 12 Dec (on Wed 18 Nov).",
        Habit with { Pushes = 1, PushedDays = 35 });

    [Fact]
    public void An_overdue_date_without_pushes_says_only_that() => Says(
        "The close date, Fri 13 Nov, passed 9 days ago.",
        Habit with { Opportunity = Big with { CloseDate = Day("2026-11-13") }, Pushes = 0, PushedDays = 0, LastPush = null, PushesSinceLastMeeting = 0, OverdueDays = 9 });

    [Fact]
    public void Another_year_is_named() => Says(
        "Close date pushed twice, 200 days in all, from 30 Dec 2025 to 12 Feb 2027 (last push +21 days on Wed 18 Nov).",
        Habit with { Opportunity = Big with { CloseDate = Day("2027-02-12") }, FirstCloseDate = Day("2025-12-30"), Pushes = 2, PushedDays = 200, PushesSinceLastMeeting = 0 });

    [Fact]
    public void A_push_to_explain_says_where_it_stands_in_the_ledger()
    {
        Voice voice = Voice.Of(Facts, Audience.Rep);
        Assert.Equal("Big deal: 21 Nov to 12 Dec, +21 days, on Wed 18 Nov; 4 pushes so far, 73 days in all.", Wording.ToExplain(Habit, voice));
        Assert.Equal("Big deal: 21 Nov to 12 Dec, +21 days, on Wed 18 Nov; its first push.", Wording.ToExplain(Habit with { Pushes = 1 }, voice));
        Assert.Equal(
            "Big deal: twice since then, last 21 Nov to 12 Dec, +21 days, on Wed 18 Nov; 4 pushes so far, 73 days in all.",
            Wording.ToExplain(Habit with { PushesSinceLastMeeting = 2 }, voice));
    }

    private static void Says(string sentence, Slip slip) => Assert.Equal(sentence, Wording.Of(slip, Voice.Of(Facts, Audience.Manager)));
}
