using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Storage;
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
        Assert.Equal("Big deal: 21 Nov to 12 Dec, +21 days, on Wed 18 Nov; its first push, and not yours.", Wording.ToExplain(Habit with { Pushes = 1, OwnPushes = 0 }, voice));
        Assert.Equal(
            "Big deal: twice since then, last 21 Nov to 12 Dec, +21 days, on Wed 18 Nov; 4 pushes so far, 73 days in all.",
            Wording.ToExplain(Habit with { PushesSinceLastMeeting = 2 }, voice));
    }

    [Theory]
    [InlineData(1, 0, "It was not Dana's: the deal had another owner then, or was changing hands.", "It was not yours: the deal had another owner then, or was changing hands.")]
    [InlineData(3, 0, "None of the 3 was Dana's: the deal had another owner then, or was changing hands.", "None of the 3 was yours: the deal had another owner then, or was changing hands.")]
    [InlineData(3, 1, "1 of the 3 was Dana's; for the rest the deal had another owner, or was changing hands.", "1 of the 3 was yours; for the rest the deal had another owner, or was changing hands.")]
    [InlineData(3, 2, "2 of the 3 were Dana's; for the rest the deal had another owner, or was changing hands.", "2 of the 3 were yours; for the rest the deal had another owner, or was changing hands.")]
    public void Nobody_is_blamed_for_another_owners_pushes(int pushes, int own, string toManager, string toRep)
    {
        Slip slip = Habit with { Pushes = pushes, OwnPushes = own, PushesSinceLastMeeting = 0 };
        Assert.EndsWith(" " + toManager, Wording.Of(slip, Voice.Of(Facts, Audience.Manager)), StringComparison.Ordinal);
        Assert.EndsWith(" " + toRep, Wording.Of(slip, Voice.Of(Facts, Audience.Rep)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_counted_is_named_with_its_cause()
    {
        CloseDateChange change = Habit.LastPush!;
        Says(
            "Close date pushed once, by 35 days, from 30 Sep to 12 Dec (on Wed 18 Nov). Not counted: 2 changes within 7 days of the deal's creation, 1 change made by closing it and 1 change in a bulk edit of 5 or more deals.",
            Habit with
            {
                Pushes = 1,
                OwnPushes = 1,
                PushedDays = 35,
                Graced = [new(change, Grace.BulkEdit), new(change, Grace.SoonAfterCreation), new(change, Grace.Closing), new(change, Grace.SoonAfterCreation)],
            });
    }

    [Theory]
    [InlineData(4, 190, 14, 2, BenchmarkRung.Rep, "A pattern by now, not a one-off. Of your 14 closed deals pushed three times or more, 2 were won.")]
    [InlineData(2, 12, 23, 1, BenchmarkRung.Team, "A pattern, not a one-off: twice in 12 days is more than your other deals would have by chance. Of the team's 23 closed deals pushed twice or more, 1 was won.")]
    [InlineData(3, 12, 5, 0, BenchmarkRung.Company, "A pattern by now, not a one-off. Of the company's 5 closed deals pushed three times or more, none were won.")]
    [InlineData(5, 90, 6, 6, BenchmarkRung.Team, "A pattern by now, not a one-off. Of the team's 6 closed deals pushed three times or more, all were won.")]
    public void A_serial_slipper_is_told_with_what_became_of_others(int pushes, int days, int closed, int won, BenchmarkRung rung, string sentence)
    {
        Slip slip = Habit with { Pushes = pushes, OwnPushes = pushes, PushesSinceLastMeeting = 0, Serial = true, OpenDays = days, Alike = new PushedOutcomes(Math.Min(3, pushes), rung, closed, won, 0.2) };
        Assert.EndsWith(" " + sentence, Wording.Of(slip, Voice.Of(Facts, Audience.Rep)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reps_habit_is_told_with_the_counts_behind_it()
    {
        PushHabit habit = new(38, 61.2, BenchmarkRung.Team, 90, 290.4, 0.99);
        Assert.Equal(
            "Not this week alone: an open deal is pushed 0.62 times a month on average (38 pushes in 61 months of open deals); for the rest of your team it is 0.31 (90 in 290).",
            Wording.Of(habit, Voice.Of(Facts, Audience.Rep)));
        Assert.Equal(
            "Not this week alone: an open deal is pushed 2.00 times a month on average (9 pushes in 4.5 months of open deals); for the rest of the company it is not once in 1,290.",
            Wording.Of(habit with { Pushes = 9, Months = 4.5, Rung = BenchmarkRung.Company, OthersPushes = 0, OthersMonths = 1290 }, Voice.Of(Facts, Audience.Manager)));
    }

    [Fact]
    public void A_finding_of_an_earlier_release_is_read_and_claims_nothing_new()
    {
        Slip slip = (Slip)Json.Read<PartResult>("""
            {"part":"Slips","snapshotId":"s","findings":[{"kind":"slip","pushes":3,"pushedDays":9,"pulls":0,"pulledDays":0,"pushesSinceLastMeeting":0,"leftThePeriod":false,
            "overdueDays":0,"byCount":true,"byDistance":false,"thresholdCount":2,"thresholdDays":30,"opportunity":{"id":"1","stage":"Proposal"}}],"notes":[],"schema":1}
            """u8).Findings[0];
        Assert.Equal((3, null, false, 0), (slip.Pushes, slip.OwnPushes, slip.Serial, slip.Graced.Length));
        Says("Close date pushed 3 times, 9 days in all.", slip);
        TrackRecord record = Json.Read<TrackRecord>("""{"stages":{}}"""u8);
        Assert.Empty(record.Slips);
    }

    private static void Says(string sentence, Slip slip) => Assert.Equal(sentence, Wording.Of(slip, Voice.Of(Facts, Audience.Manager)));
}
