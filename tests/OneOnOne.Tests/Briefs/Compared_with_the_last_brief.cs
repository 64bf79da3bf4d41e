using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Compared_with_the_last_brief
{
    private const double First = 20;

    private static readonly Opportunity Overdue = Deal("O1", close: 15);

    [Fact]
    public void Without_a_brief_before_nothing_is_said()
    {
        DealItem deal = Assert.Single(At(First, before: null, Overdue).Deals);
        Assert.Null(deal.SinceMeetings);
        Assert.Null(Wording.Trend(deal, Reps));
    }

    [Fact]
    public void A_deal_that_had_no_findings_is_new()
    {
        BriefFacts first = At(First, before: null, Overdue);
        Assert.Equal(["The same as last time", "New since last time"], Trends(At(First + 7, first, Overdue, Deal("O2", close: 16))));
    }

    [Fact]
    public void Getting_a_week_older_is_the_same()
    {
        BriefFacts first = At(First, before: null, Overdue);
        Assert.Equal(["The same as last time"], Trends(At(First + 7, first, Overdue)));
    }

    [Fact]
    public void What_came_and_what_went_is_named()
    {
        Opportunity pushed = Deal("O1", close: 15, moves: [(9, 5, 10), (10, 10, 15)]);
        Opportunity again = Deal("O1", close: 30, moves: [(9, 5, 10), (10, 10, 15), (24, 15, 30)]);

        Assert.Equal(["Since last time pushed again and no longer overdue"], Trends(At(First + 7, At(First, before: null, pushed), again)));
        Assert.Equal(["Worse than last time: pushed again and out of the quarter"], Trends(At(First + 7, At(First, before: null, Deal("O1", close: 30, moves: [(9, 5, 10), (10, 10, 30)])), Deal("O1", close: 60, moves: [(9, 5, 10), (10, 10, 30), (24, 30, 60)]))));
        Assert.Equal(["Better than last time: no longer quiet and a next step is booked"], Trends(At(First + 7, At(First, before: null, Quietly(again)), again)));
        Assert.Equal(["Worse than last time: gone quiet and nothing booked any more"], Trends(At(First + 7, At(First, before: null, again), Quietly(again))));
    }

    [Fact]
    public void What_a_missing_analysis_would_have_said_is_neither_new_nor_gone()
    {
        BriefFacts partial = At(First, before: null, [AnalysisPart.Slips], Overdue, Quietly(Deal("O2", close: 16)));
        Assert.Equal("O2", Assert.Single(partial.Deals).Opportunity.Id.Value);

        BriefFacts whole = At(First + 7, partial, Overdue, Quietly(Deal("O2", close: 16)));
        Assert.Equal([null, "The same as last time"], whole.Deals.OrderBy(deal => deal.Opportunity.Id).Select(deal => Wording.Trend(deal, Reps)));
        Assert.Empty(At(First + 14, whole, [AnalysisPart.Slips], Overdue).Cleared);
    }

    [Fact]
    public void An_open_deal_without_findings_any_more_is_off_the_list_and_a_closed_one_is_not_said_to_be()
    {
        BriefFacts first = At(First, before: null, Overdue, Deal("O2", close: 16), Deal("O3", close: 17));
        Assert.Equal(["O2"], At(First + 7, first, Overdue, Deal("O2", close: 60)).Cleared.Select(one => one.Id.Value));
    }

    [Fact]
    public void A_deal_that_looks_the_same_for_four_weeks_is_a_line_until_something_happens()
    {
        BriefFacts facts = At(First, before: null, Overdue);
        for (int week = 1; week <= 3; week++)
        {
            facts = At(First + (7 * week), facts, Overdue);
            Assert.Equal((1, 0), (facts.Deals.Length, facts.Unchanged.Length));
        }

        facts = At(First + 28, facts, Overdue);
        Assert.Equal((0, 1, 0), (facts.Deals.Length, facts.Unchanged.Length, facts.MoreDeals));
        facts = At(First + 35, facts, Overdue);
        Assert.Equal((0, 1), (facts.Deals.Length, facts.Unchanged.Length));

        facts = At(First + 42, facts, Deal("O1", close: 50, moves: [(9, 5, 10), (40, 10, 50)]));
        Assert.Equal(["Worse than last time: pushed again"], Trends(facts));
        Assert.Empty(facts.Unchanged);
    }

    [Fact]
    public void A_brief_that_comes_some_hours_earlier_in_the_fourth_week_tells_it_all_the_same()
    {
        BriefFacts facts = At(First, before: null, Overdue);
        facts = At(First + 14, facts, Overdue);
        Assert.Single(At(First + 27.6, facts, Overdue).Unchanged);
        Assert.Empty(At(First + 27.4, facts, Overdue).Unchanged);
    }

    [Fact]
    public async Task The_line_names_the_deals_and_what_to_do()
    {
        BriefFacts facts = BriefBuilder.Facts with
        {
            Unchanged = [new DealItem(BriefBuilder.Deal("1", "Halden", null, "Proposal", BriefBuilder.Usd(10), "2026-10-30"), [BriefBuilder.Long(BriefBuilder.Deal("1", "Halden", null, "Proposal", BriefBuilder.Usd(10), "2026-10-30"))], 1)],
            Cleared = [BriefBuilder.Deal("2", "Umber", null, "Proposal", null, null)],
        };
        BriefPair pair = new(facts, new ManagerHalf([]), new RepHalf([], []));
        string manager = await TextAsync(pair, Audience.Manager);
        Assert.Contains("As four weeks ago: Halden (47 days in stage, limit 31). Agree what becomes of them, or snooze them.", manager, StringComparison.Ordinal);
        Assert.Contains("- Off the list (1): Umber", manager, StringComparison.Ordinal);
        Assert.Contains("Decide what becomes of them, or snooze them.", await TextAsync(pair, Audience.Rep), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(BriefPair pair, Audience audience) => Flat((await BriefBuilder.RenderAsync(pair, audience)).Text);

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static Voice Reps => Voice.Of(BriefBuilder.Facts, Audience.Rep);

    private static IEnumerable<string?> Trends(BriefFacts facts) => facts.Deals.Select(deal => Wording.Trend(deal, Reps));

    private static Opportunity Deal(string id, int close, params (double Day, int From, int To)[] moves) => Open(id, close: close) with
    {
        CloseDateChanges = [.. moves.Select(move => new CloseDateChange(Days.At(move.Day), Days.On(move.From), Days.On(move.To)))],
        LastActivity = new LastActivity(Days.At(70), ActivityKind.Call),
        Details = new OpportunityDetails { CreatedAt = Days.At(1), Booked = [Days.At(80)] },
    };

    private static Opportunity Quietly(Opportunity deal) => deal with
    {
        LastActivity = new LastActivity(Days.At(2), ActivityKind.Call),
        Details = deal.Details with { Booked = [] },
    };

    private static BriefFacts At(double day, BriefFacts? before, params Opportunity[] open) => At(day, before, [], open);

    private static BriefFacts At(double day, BriefFacts? before, ImmutableArray<AnalysisPart> missing, params Opportunity[] open)
    {
        AnalysisContext context = Context(asOf: day, since: day - 7);
        RepBook book = Book(open);
        return BriefComposer.Compose(new BriefMaterial
        {
            Manager = new Person(new PersonId("mgr"), "Mia"),
            Rep = new Person(Rep, "Rob"),
            Book = book,
            Parts = [.. Analyses.All.Except(missing).Select(part => Analyses.Run(part, book, context))],
            Missing = missing,
            Before = before is null ? null : new BriefPair(before, new ManagerHalf([]), new RepHalf([], [])),
            Journal = [],
            Meeting = new MeetingFacts(Days.At(day + 1), 45, Days.At(day - 7), null, false),
            Context = context,
            Company = new CompanySettings(),
        }).Facts;
    }
}
