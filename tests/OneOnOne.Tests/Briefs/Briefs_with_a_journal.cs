using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>From entries to sentences. The last one-on-one was on day 13 (Fri 13 March), the brief is of day 20 and for day 21.</summary>
public sealed class Briefs_with_a_journal
{
    private static readonly PersonId Manager = new("mgr");

    [Fact]
    public async Task A_snoozed_deal_is_in_no_count_and_no_sum_and_named_at_the_end()
    {
        BriefPair pair = Compose([Pushed("Big", 700), Pushed("Small", 50)], Entry("s1", Notes.Snooze("Big", Days.On(25)), By(SignedAs.Manager)));
        Assert.Equal(["Small"], pair.Facts.Deals.Select(deal => deal.Opportunity.Id.Value));
        string text = await TextAsync(pair, Audience.Rep);
        Assert.Contains("1 of 2 open deals deserves a closer look: EUR 50 at stake. Not counted: 1 snoozed deal (EUR 700).", text, StringComparison.Ordinal);
        Assert.Contains("Snoozed, and left out above: Big, until Wed 25 Mar (Mia: Their plant moves).", text, StringComparison.Ordinal);
        Assert.Equal(1, Occurrences(text, "Big"));
        Assert.Contains("(you: Their plant moves)", await TextAsync(pair, Audience.Manager), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_everything_snoozed_nothing_good_is_claimed()
    {
        Opportunity quiet = Quiet(2) with { Id = new OpportunityId("Quiet") };
        BriefPair pair = Compose([quiet, Pushed("Big", 700)], Entry("s1", Notes.Snooze("Quiet", Days.On(25))), Entry("s2", Notes.Snooze("Big", Days.On(26))));
        Assert.Empty(pair.Facts.Deals);
        RenderedBrief brief = await BriefBuilder.RenderAsync(pair, Audience.Manager);
        string text = Flat(brief.Text);
        Assert.EndsWith(": nothing but what is snoozed", brief.Subject, StringComparison.Ordinal);
        Assert.Contains("Nothing was found but 2 snoozed deals (EUR 700).", text, StringComparison.Ordinal);
        Assert.Contains("None but what is snoozed.", text, StringComparison.Ordinal);
        Assert.Contains("Nothing was found but what is snoozed, so pick one", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is stalled", text, StringComparison.Ordinal);
        Assert.DoesNotContain("needs rescue", text + brief.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("None on record", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snooze_of_one_kind_leaves_the_rest_of_the_deal()
    {
        Opportunity both = Pushed("Big", 700) with { LastActivity = new LastActivity(Days.At(2), ActivityKind.Call), Details = new OpportunityDetails { CreatedAt = Days.At(1) } };
        BriefPair pair = Compose([both], Entry("s1", Notes.Snooze("Big", Days.On(25), AnalysisPart.Stalls)));
        Assert.IsType<Slip>(Assert.Single(Assert.Single(pair.Facts.Deals).Findings));
        string text = await TextAsync(pair, Audience.Rep);
        Assert.Contains("1 of 1 open deal deserves a closer look: EUR 700 at stake. ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not counted", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is stalled", text, StringComparison.Ordinal);
        Assert.Contains("left out above: Big (stalled deals alone), until Wed 25 Mar (you: Their plant moves).", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(19, EntryState.Open, 1)]
    [InlineData(20, EntryState.Open, 0)]
    [InlineData(25, EntryState.Dropped, 1)]
    public void A_snooze_ends_after_its_last_day_or_when_it_is_dropped(int until, EntryState state, int deals)
    {
        BriefPair pair = Compose([Pushed("Big", 700)], Entry("s1", Notes.Snooze("Big", Days.On(until)), state: state));
        Assert.Equal((deals, deals == 1), (pair.Facts.Deals.Length, pair.Facts.Journal is null));
    }

    [Fact]
    public void Of_two_snoozes_the_one_that_lasts_longer_is_named()
    {
        BriefPair pair = Compose([Pushed("Big", 700)], Entry("s1", Notes.Snooze("Big", Days.On(24))), Entry("s2", Notes.Snooze("Big", Days.On(26), AnalysisPart.Slips)), Entry("s3", Notes.Snooze("Big", Days.On(25))));
        Assert.Equal("s2", Assert.Single(pair.Facts.Journal!.Snoozed).Id.Value);
    }

    [Fact]
    public void A_deal_that_comes_back_from_its_snooze_is_neither_new_nor_known_from_the_list()
    {
        Opportunity[] deals = [Pushed("Back", 2), Pushed("Known", 1)];
        BriefPair before = Compose(deals, Entry("s1", Notes.Snooze("Back", Days.On(20))));
        Assert.Equal([null, 1], Compose(deals, before, []).Facts.Deals.Select(deal => deal.SinceMeetings));
    }

    [Fact]
    public async Task A_push_with_a_reason_shows_it_and_nobody_is_asked_why_again()
    {
        Opportunity[] deals = [Pushed("Big", 700), Pushed("Small", 50)];
        BriefPair without = Compose(deals);
        BriefPair pair = Compose(deals, Entry("r1", Notes.Reason("Big", "New CFO."), By(SignedAs.Rep, 15)));
        string manager = await TextAsync(pair, Audience.Manager);
        string rep = await TextAsync(pair, Audience.Rep);
        Assert.Contains("Hear the reason where there is none yet; best is one from the customer's side: - Big:", manager, StringComparison.Ordinal);
        Assert.Equal(2, Occurrences(manager, "Rob's reason, Sun 15 Mar: New CFO."));
        Assert.Equal(2, Occurrences(rep, "Your reason, Sun 15 Mar: New CFO."));
        Assert.Contains("The reason for each close date you pushed: Small.", rep, StringComparison.Ordinal);
        Assert.Contains("that reason", pair.Manager.Questions[0], StringComparison.Ordinal);
        Assert.Contains("your reason", pair.Rep.SelfChecks[0], StringComparison.Ordinal);
        Assert.Equal(without.Manager.Questions[0], pair.Manager.Questions[1]); // The first that is asked in those words is now the other deal.
        Assert.NotEqual(without.Rep.SelfChecks[0], pair.Rep.SelfChecks[0]);
    }

    [Fact]
    public async Task With_a_reason_for_each_push_none_is_asked_for()
    {
        BriefPair pair = Compose([Pushed("Big", 700)], Entry("r1", Notes.Reason("Big"), By(SignedAs.Manager, 15)));
        string text = await TextAsync(pair, Audience.Rep);
        Assert.Contains("Each has its reason. What follows from it?", text, StringComparison.Ordinal);
        Assert.Contains("Reason noted by Mia, Sun 15 Mar: New CFO.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("The reason for each close date", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_from_before_the_last_one_on_one_explains_no_push_since()
    {
        Opportunity[] deals = [Pushed("Big", 700)];
        BriefPair pair = Compose(deals, Entry("r1", Notes.Reason("Big"), By(SignedAs.Rep, 12)));
        Assert.Empty(Assert.Single(pair.Facts.Journal!.Reasons).Answers);
        Assert.Equal(Compose(deals).Manager.Questions.ToArray(), pair.Manager.Questions.ToArray());
        string text = await TextAsync(pair, Audience.Rep);
        Assert.Contains("Your earlier reason, Thu 12 Mar: New CFO.", text, StringComparison.Ordinal);
        Assert.Contains("The reason for each close date you pushed: Big.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_reasons_the_newest_counts_and_one_about_something_else_does_not()
    {
        BriefPair pair = Compose(
            [Pushed("Big", 700)],
            Entry("r1", Notes.Reason("Big", "old"), By(SignedAs.Rep, 14)),
            Entry("r2", Notes.Reason("Big", "new", AnalysisPart.Slips), By(SignedAs.Rep, 16)),
            Entry("r3", Notes.Reason("Big", "of a stall", AnalysisPart.Stalls), By(SignedAs.Rep, 18)),
            Entry("r4", Notes.Reason("Other", "elsewhere"), By(SignedAs.Rep, 18)));
        ReasonItem reason = Assert.Single(pair.Facts.Journal!.Reasons);
        Assert.Equal(("new", AnalysisPart.Slips), (reason.Text, Assert.Single(reason.Answers)));
    }

    [Fact]
    public async Task Commitments_carry_over_from_brief_to_brief_late_ones_first()
    {
        JournalEntry[] entries =
        [
            Entry("open", Notes.Commitment("Call legal", Side.Manager), By(SignedAs.Rep, 1)),
            Entry("fresh", Notes.Commitment("Book a room", due: Days.On(20)), By(SignedAs.Rep, 19)),
            Entry("late", Notes.Commitment("Send the plan.", due: Days.On(18), deal: "Big"), By(SignedAs.Manager, 2)),
            Entry("gone", Notes.Commitment("Never mind"), By(SignedAs.Rep, 2), EntryState.Dropped),
        ];
        BriefPair first = Compose([Pushed("Big", 700)], entries);
        Assert.Equal([("late", null), ("fresh", 0), ("open", (int?)null)], first.Facts.Journal!.Commitments.Select(item => (item.Id.Value, item.Carried)));
        BriefPair before = first with { Facts = first.Facts with { Journal = first.Facts.Journal with { Commitments = [first.Facts.Journal.Commitments[0] with { Carried = 1 }] } } };
        BriefPair second = Compose([Pushed("Big", 700)], before, entries);
        Assert.Equal([("late", 2), ("fresh", 0), ("open", (int?)1)], second.Facts.Journal!.Commitments.Select(item => (item.Id.Value, item.Carried)));
        Assert.Contains(
            "Commitments - Rob: Send the plan (Big). Was due Wed 18 Mar, 2 days ago. Carried over twice, since Mon 2 Mar. - Rob: Book a room. Due Fri 20 Mar. - You: Call legal. Carried over once, since Sun 1 Mar. Close dates",
            await TextAsync(second, Audience.Manager),
            StringComparison.Ordinal);
        Assert.Contains("Where you are with your commitments: Send the plan and Book a room.", await TextAsync(second, Audience.Rep), StringComparison.Ordinal);
        Assert.Contains("- Mia: Call legal. Carried over", await TextAsync(second, Audience.Rep), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_since_the_last_one_on_one_is_said_as_the_good_news_that_it_is()
    {
        BriefPair pair = Compose(
            [],
            Entry("c1", Notes.Commitment("Send the plan."), state: EntryState.Done, closed: 14),
            Entry("i1", new Initiative { Text = "Handbook" }, state: EntryState.Done, closed: 15),
            Entry("c2", Notes.Commitment("Long ago"), state: EntryState.Done, closed: 12));
        Assert.Contains("Commitments Done since the last one-on-one: Send the plan (you); Handbook (initiative). Well done. Close dates", await TextAsync(pair, Audience.Rep), StringComparison.Ordinal);
        Assert.NotNull(Html.Parse((await BriefBuilder.RenderAsync(pair, Audience.Rep)).Html).QuerySelectorAll(".good").SingleOrDefault(good => good.TextContent.Contains("Handbook", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Topics_of_both_sides_stand_in_both_halves_until_their_one_on_one_has_begun()
    {
        BriefPair pair = Compose(
            [],
            Entry("t1", new Topic { Text = "Territory" }, By(SignedAs.Rep, 14)),
            Entry("t2", new Topic { Text = "Holidays" }, By(SignedAs.Manager, 15)),
            Entry("t3", new Topic { Text = "Talked about" }, By(SignedAs.Rep, 12)),
            Entry("t4", new Topic { Text = "From before" }, new Signature(new PersonId("old"), SignedAs.Manager, Days.At(16))),
            Entry("t5", new Topic { Text = "From above" }, new Signature(null, SignedAs.Admin, Days.At(17))));
        Assert.Contains("To raise - Rob: Territory. - You: Holidays. - An earlier manager: From before. - An admin: From above. Open the floor", await TextAsync(pair, Audience.Manager), StringComparison.Ordinal);
        Assert.Contains("To raise - You: Territory. - Mia: Holidays.", await TextAsync(pair, Audience.Rep), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initiatives_come_with_their_status()
    {
        BriefPair pair = Compose([], Entry("i1", new Initiative { Text = "Partners", Status = "two signed" }, By(SignedAs.Rep, 2)) with { Changed = By(SignedAs.Rep, 18) }, Entry("i2", new Initiative { Text = "Fair" }));
        string text = await TextAsync(pair, Audience.Rep);
        Assert.Contains("Initiatives outside the pipeline - Partners. Status of Wed 18 Mar: two signed. - Fair. No status yet. Open the floor", text, StringComparison.Ordinal);
        Assert.Contains("What is in the way of your initiatives?", text, StringComparison.Ordinal);
        Assert.Contains("An update on Partners and Fair.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lessons_come_where_they_fit_and_once_after_they_were_noted()
    {
        BriefPair pair = Compose(
            [Pushed("Big", 700)],
            Entry("stage", new Lesson { Text = "a", Stage = "proposal" }, By(SignedAs.Rep, 1)),
            Entry("kind", new Lesson { Text = "b", About = AnalysisPart.Slips }, By(SignedAs.Rep, 2)),
            Entry("both", new Lesson { Text = "c", Stage = "Proposal", About = AnalysisPart.Stalls }, By(SignedAs.Rep, 3)),
            Entry("other", new Lesson { Text = "d", Stage = "Discovery" }, By(SignedAs.Rep, 4)),
            Entry("any", new Lesson { Text = "e" }, By(SignedAs.Rep, 5)),
            Entry("new", new Lesson { Text = "f", Stage = "Discovery" }, By(SignedAs.Rep, 14)));
        Assert.Equal(["new", "kind", "stage"], pair.Facts.Journal!.Lessons.Select(lesson => lesson.Id.Value));
    }

    [Theory]
    [InlineData(SignedAs.Rep, HeldOutcome.Cancelled, "Customer visit.", "! The last one-on-one was cancelled: Customer visit (noted by you). No deal was opened", "! The last one-on-one was cancelled: Customer visit (noted by Rob). No deal was opened")]
    [InlineData(SignedAs.Manager, HeldOutcome.Moved, "Customer visit", "was moved: Customer visit (noted by Mia).", "was moved: Customer visit (noted by you).")]
    [InlineData(SignedAs.Rep, HeldOutcome.Met, "", "The last one-on-one took place, as noted by you.", "The last one-on-one took place, as noted by Rob.")]
    public async Task How_the_last_one_on_one_went_stands_in_both_halves(SignedAs writer, HeldOutcome outcome, string because, string rep, string manager)
    {
        BriefPair pair = Compose([], Entry("h1", Notes.Held(Days.On(13), outcome, because), By(writer, 14)));
        Assert.Contains(rep, await TextAsync(pair, Audience.Rep), StringComparison.Ordinal);
        Assert.Contains(manager, await TextAsync(pair, Audience.Manager), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_was_noted_about_the_last_one_on_one_the_newest_counts_and_nothing_about_another_one_does()
    {
        BriefPair pair = Compose(
            [],
            Entry("h1", Notes.Held(Days.On(13), because: "old"), By(SignedAs.Rep, 14)),
            Entry("h2", Notes.Held(Days.On(13), because: "new"), By(SignedAs.Manager, 15)),
            Entry("h3", Notes.Held(Days.On(13), because: "taken back"), By(SignedAs.Manager, 16), EntryState.Dropped),
            Entry("h4", Notes.Held(Days.On(6), because: "before"), By(SignedAs.Rep, 17)),
            Entry("h5", Notes.Held(Days.On(21), because: "next"), By(SignedAs.Rep, 18)));
        Assert.Equal("new", pair.Facts.Journal!.Held!.Text);
        Assert.Null(Compose([], Entry("h4", Notes.Held(Days.On(6)))).Facts.Journal);
    }

    [Fact]
    public async Task Private_notes_and_the_plan_stand_in_the_managers_half_alone()
    {
        BriefPair pair = Compose(
            [],
            Entry("m-1", new Note { Text = "Ask about the move" }, By(SignedAs.Manager, 14)),
            Entry("m-2", new Note { Text = "Praise the demo" }, new Signature(new PersonId("old"), SignedAs.Manager, Days.At(15))),
            Entry("m-3", new Note { Text = "Talked about" }, By(SignedAs.Manager, 16), EntryState.Dropped),
            Entry("m-4", new Plan { Text = "Forty calls a week" }, By(SignedAs.Manager, 2)),
            Entry("m-5", new Plan { Text = "Over" }, By(SignedAs.Manager, 3), EntryState.Dropped));
        string text = await TextAsync(pair, Audience.Manager);
        Assert.Contains("What was agreed (11 min) ------------------------ Rob has been on a performance plan since Mon 2 Mar: Forty calls a week.", text, StringComparison.Ordinal);
        Assert.Contains("For you alone ------------- Nothing of this stands in Rob's half. Your notes - Sun 15 Mar, by an earlier manager: Praise the demo. - Sat 14 Mar: Ask about the move. Rob's time", text, StringComparison.Ordinal);
        Assert.Equal(BriefJson.Of(Compose([]), Audience.Rep), BriefJson.Of(pair, Audience.Rep));
        Assert.Equal(await TextAsync(Compose([]), Audience.Rep), await TextAsync(pair, Audience.Rep));
    }

    [Fact]
    public void Without_an_entry_that_matters_the_brief_is_what_it_was()
    {
        BriefPair pair = Compose([Pushed("Big", 700)], Entry("r1", Notes.Reason("Other")), Entry("s1", Notes.Snooze("Other", Days.On(25))));
        Assert.Null(pair.Facts.Journal);
        Assert.Equal(BriefJson.Of(Compose([Pushed("Big", 700)]), Audience.Rep), BriefJson.Of(pair, Audience.Rep));
    }

    [Fact]
    public async Task A_long_list_ends_with_how_many_more_there_are()
    {
        BriefPair pair = Compose([], [.. Enumerable.Range(10, 12).Select(i => Entry("c" + i, Notes.Commitment("Thing " + i), By(SignedAs.Rep, 14 + (i / 100.0))))]);
        string text = await TextAsync(pair, Audience.Rep);
        Assert.Contains("- You: Thing 15. And 6 more; they are in the journal.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Thing 16", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_entry_too_many_is_told_as_one()
    {
        BriefPair pair = Compose([], [.. Enumerable.Range(10, 7).Select(i => Entry("t" + i, new Topic { Text = "Thing " + i }, By(SignedAs.Rep, 14)))]);
        Assert.Contains("And 1 more; it is in the journal.", await TextAsync(pair, Audience.Rep), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Send the plan.", "Send the plan.")]
    [InlineData("Has the board met?", "Has the board met?")]
    [InlineData("見積書を送る。", "見積書を送る。")]
    [InlineData("هل وافق المدير؟", "هل وافق المدير؟")]
    [InlineData("Send the plan", "Send the plan.")]
    public async Task A_note_ends_with_one_full_stop_in_any_script(string text, string shown)
    {
        BriefPair pair = Compose([], Entry("t1", new Topic { Text = text }));
        Assert.Contains($"- Rob: {shown}\n", (await BriefBuilder.RenderAsync(pair, Audience.Manager)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commitment_cut_short_ends_once()
    {
        string text = await TextAsync(Compose([], Entry("c1", Notes.Commitment("Send " + string.Concat(Enumerable.Repeat("the plan ", 20)), due: Days.On(15)))), Audience.Rep);
        Assert.Contains("Where you are with your commitment: Send the plan", text, StringComparison.Ordinal);
        Assert.DoesNotContain("….", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_deals_with_a_reason_are_not_asked_about_in_the_same_words()
    {
        Opportunity quiet = Quiet(2) with { Id = new OpportunityId("Quiet") };
        Opportunity nothingBooked = Quiet(19) with { Id = new OpportunityId("Other") };
        Opportunity booked = Quiet(19, 25) with { Id = new OpportunityId("Booked") };
        BriefPair pair = Compose([quiet, nothingBooked, booked], Entry("r1", Notes.Reason("Quiet")), Entry("r2", Notes.Reason("Other")));
        Assert.Equal([true, false], pair.Facts.Deals.Select(deal => Assert.IsType<Stall>(Assert.Single(deal.Findings)).WithoutActivity));
        Assert.Equal(2, pair.Manager.Questions.Distinct().Count());
        Assert.Equal(2, pair.Rep.SelfChecks.Distinct().Count());
    }

    private static Signature By(SignedAs role, double day = 14) => new(role == SignedAs.Rep ? Rep : Manager, role, Days.At(day));

    private static JournalEntry Entry(string id, EntryContent content, Signature? written = null, EntryState state = EntryState.Open, double? closed = null) =>
        Notes.Entry(content, id, written ?? By(SignedAs.Rep), state, state == EntryState.Open ? null : Days.At(closed ?? 15), Rep);

    private static BriefPair Compose(Opportunity[] open, params JournalEntry[] journal) => Compose(open, null, journal);

    private static BriefPair Compose(Opportunity[] open, BriefPair? before, JournalEntry[] journal)
    {
        RepBook book = Book(open);
        return BriefComposer.Compose(new BriefMaterial
        {
            Manager = new Person(Manager, "Mia"),
            Rep = new Person(Rep, "Rob"),
            Book = book,
            Parts = [.. Enum.GetValues<AnalysisPart>().Select(part => Analyses.Run(part, book, Context()))],
            Missing = [],
            Before = before,
            Journal = [.. journal],
            Meeting = new MeetingFacts(Days.At(21), 45, Days.At(13), null, false) { On = Days.On(21), LastOn = Days.On(13) },
            Context = Context(),
            Company = new CompanySettings(),
        });
    }

    /// <summary>Pushed twice since the last one-on-one, and otherwise well.</summary>
    private static Opportunity Pushed(string id, decimal amount) => Moved((14, 20, 28), (15, 28, 35)) with
    {
        Id = new OpportunityId(id),
        Observed = [new Observation(Days.At(1), new ObservedState(Rep, "Proposal", Outcome.Open, Days.On(35), new Money(amount, "EUR")))],
        Details = new OpportunityDetails { CreatedAt = Days.At(1), Booked = [Days.At(22)] },
        LastActivity = new LastActivity(Days.At(19), ActivityKind.Call),
    };

    private static async Task<string> TextAsync(BriefPair pair, Audience audience) => Flat((await BriefBuilder.RenderAsync(pair, audience)).Text);

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
