using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Wording_of_stalls
{
    private static readonly Stall Quiet = Stalled(Deal("1", "Big deal", "Acme", "Proposal", Usd(1), null));

    [Fact]
    public void A_quiet_deal_names_its_last_activity_and_compares_the_effort() => Says(
        "No completed activity for 14 business days (last: call on Mon 2 Nov). Nothing is booked. 2 activities in the last four weeks, 9 in the four before.",
        Quiet);

    [Fact]
    public void A_busy_deal_without_a_next_step_is_not_called_quiet() => Says(
        "Last completed activity: e-mail on Thu 19 Nov, 1 business day ago. Nothing is booked. 1 activity in the last four weeks, none in the four before.",
        Quiet with { WithoutActivity = false, LastActivity = new LastActivity(At("2026-11-19T23:00:00+01:00"), ActivityKind.Email), IdleBusinessDays = 1, EffortNow = 1, EffortBefore = 0 });

    [Fact]
    public void Without_bookings_in_the_CRM_nothing_is_said_about_the_calendar() => Says(
        "No completed activity for 14 business days (last: activity on Mon 2 Nov). 2 activities in the last four weeks, 9 in the four before.",
        Quiet with { WithoutNextActivity = false, LastActivity = new LastActivity(At("2026-11-02T09:00:00Z"), null) });

    [Fact]
    public void A_booked_next_step_is_named() => Says(
        "No completed activity for 14 business days (last: call on Mon 2 Nov). The next one is booked for Thu 26 Nov. 2 activities in the last four weeks, 9 in the four before.",
        Quiet with { WithoutNextActivity = false, NextActivity = At("2026-11-26T10:00:00Z") });

    [Fact]
    public void A_deal_never_worked_on_says_from_when_it_counts() => Says(
        "No completed activity on record: 14 business days since it was created or first seen, Mon 2 Nov. Nothing is booked. No activity in the last eight weeks.",
        Quiet with { LastActivity = null, EffortNow = 0, EffortBefore = 0 });

    [Fact]
    public void A_pace_that_chance_hardly_explains_is_named_with_its_days() => Says(
        "No completed activity for 14 business days (last: call on Mon 2 Nov). Nothing is booked. 2 activities in the last 19 business days, 9 in the 20 before: slowing.",
        Quiet with { EffortDaysNow = 19, EffortDaysBefore = 20, Pace = Pace.Slower });

    [Fact]
    public void A_deal_that_picks_up_is_not_scolded() => Says(
        "Last completed activity: call on Mon 2 Nov. Nothing is booked. 9 activities in the last 20 business days, none in the 5 before: picking up.",
        Quiet with { WithoutActivity = false, IdleBusinessDays = 0, EffortNow = 9, EffortBefore = 0, EffortDaysNow = 20, EffortDaysBefore = 5, Pace = Pace.Faster });

    [Fact]
    public void A_new_owner_is_not_blamed()
    {
        Stall handed = Quiet with { OwnedSince = At("2026-11-12T18:00:00Z") };
        Says("No completed activity for 14 business days (last: call on Mon 2 Nov). Dana's since Thu 12 Nov. Nothing is booked. 2 activities in the last four weeks, 9 in the four before.", handed);
        Assert.Contains("(last: call on Mon 2 Nov). Yours since Thu 12 Nov. Nothing is booked.", Wording.Of(handed, Voice.Of(Facts, Audience.Rep)), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_back_are_told_with_both_ends()
    {
        Stall back = Stalled(Deal("1", "Big deal", "Acme", "Proposal", Usd(60_000), "2027-01-31")) with
        {
            StepsBack = new StepsBack(At("2026-10-25T12:00:00Z"), "Negotiation", Usd(90_000), Day("2026-11-30")),
        };
        Says(
            "No completed activity for 14 business days (last: call on Mon 2 Nov). Nothing is booked. Since Sun 25 Oct: back from Negotiation to Proposal, amount down from USD 90,000 to USD 60,000 and close date later, 31 Jan 2027 in place of 30 Nov. 2 activities in the last four weeks, 9 in the four before.",
            back);
        Assert.Contains(" Since Sun 25 Oct: amount down from USD 90,000 to USD 60,000. ", Said(back with { StepsBack = back.StepsBack with { Stage = null, CloseDate = null } }), StringComparison.Ordinal);
        Stall only = back with { WithoutActivity = false, WithoutNextActivity = false };
        Assert.Equal(("going back", null, "quiet for 14 business days"), (Wording.Short(only, Reps), Wording.Clears(only, new Thresholds(), Reps), Wording.Short(back, Reps)));
    }

    [Fact]
    public void A_silence_is_told_to_each_in_their_words()
    {
        DataNote note = new(DataIssue.ActivityStopped, 7) { Since = Day("2026-11-06") };
        Assert.Equal(
            "No activity of yours has arrived since Fri 6 Nov: the CRM's activity feed may be down, or you were away. 7 open deals would count as stalled otherwise.",
            Wording.Of(note, Voice.Of(Facts, Audience.Rep)));
        Assert.Equal(
            "No activity of Dana's has arrived since Fri 6 Nov: the CRM's activity feed may be down, or Dana was away.",
            Wording.Of(note with { Count = 0 }, Voice.Of(Facts, Audience.Manager)));
    }

    [Fact]
    public void An_instant_is_the_day_it_was_where_days_were_counted()
    {
        Stall late = Quiet with { LastActivity = new LastActivity(At("2026-11-02T23:30:00Z"), ActivityKind.Call) };
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            Assert.Contains("Tue 3 Nov", Wording.Of(late, Voice.Of(Facts, audience)), StringComparison.Ordinal);
            Assert.Contains("Mon 2 Nov", Wording.Of(late, Voice.Of(Facts with { DayZone = "Europe/London" }, audience)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_clears_a_stall_follows_from_what_made_it()
    {
        Thresholds thresholds = new();
        Assert.Equal("A booked next step clears it.", Wording.Clears(Quiet, thresholds, Reps));
        Assert.Equal("One completed activity clears it.", Wording.Clears(Quiet with { WithoutNextActivity = false }, thresholds, Reps));
        Assert.Equal("A completed activity and a booked next step clear it.", Wording.Clears(Quiet, thresholds with { StallDespiteNextActivity = true }, Reps));
    }

    private static Voice Reps => Voice.Of(Facts, Audience.Rep);

    private static string Said(Stall stall) => Wording.Of(stall, Voice.Of(Facts, Audience.Manager));

    private static void Says(string sentence, Stall stall) => Assert.Equal(sentence, Said(stall));
}
