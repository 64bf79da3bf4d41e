using System.Collections.Immutable;
using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OneOnOne.Crm;
using OneOnOne.Http.Deals;
using OneOnOne.Http.Pages;
using OneOnOne.Journal;
using static OneOnOne.Tests.Builders.BookBuilder;
using static OneOnOne.Tests.Builders.Days;

namespace OneOnOne.Tests.Http.Deals;

/// <summary>The drawing of a deal, by its geometry: shares of the width are days.</summary>
public sealed class Deal_histories
{
    private static readonly Person Dana = new(Rep, "Dana Moreno");

    [Fact]
    public async Task A_bar_begins_with_the_stay_and_is_as_wide_as_its_days()
    {
        Opportunity deal = Open(stage: "Negotiation") with { Observed = [Open(stage: "Negotiation").Observed[0] with { At = At(16) }], StageEntries = [new StageEntry("Discovery", At(1)), new StageEntry("Proposal", At(5)), new StageEntry("Negotiation", At(15))] };
        (IHtmlDocument page, TimeAxis axis) = await DrawAsync(deal);
        IElement[] bars = [.. page.QuerySelectorAll("figure > svg > rect")];
        Assert.Equal(["Discovery: 1 Mar to 5 Mar, 4 days", "Proposal: 5 Mar to 15 Mar, 10 days", "Negotiation: since 15 Mar"], bars.Select(bar => bar.QuerySelector("title")!.TextContent));
        double day = 100 / (axis.To - axis.From).TotalDays;
        foreach ((IElement bar, double from, double days) in new[] { (bars[0], 1.0, 4.0), (bars[1], 5.0, 10.0), (bars[2], 15.0, 5.0) })
        {
            Assert.Equal((At(from) - axis.From).TotalDays * day, Percent(bar, "x"), 0.02);
            Assert.Equal(days * day, Percent(bar, "width"), 0.02);
        }

        Assert.Equal(["pale", "pale", "bar"], bars.Select(bar => bar.ClassName));
        Assert.Equal(3, bars.Select(bar => bar.GetAttribute("y")).Distinct().Count());
    }

    [Fact]
    public async Task A_push_stands_at_its_instant_with_an_arrow_from_date_to_date()
    {
        (IHtmlDocument page, TimeAxis axis) = await DrawAsync(Moved((10, 30, 45), (15, 45, 38)));
        IElement[] marks = [.. page.QuerySelectorAll("svg.change")];
        Assert.Equal([Share(axis, At(10)), Share(axis, At(15))], marks.Select(mark => Percent(mark, "x")), Near);
        Assert.Equal(["push", "pull"], marks.Select(mark => mark.QuerySelector("path")!.ClassName));
        IElement[] arrows = [.. page.QuerySelectorAll("line.move")];
        Assert.Equal([Share(axis, Midnight(30)), Share(axis, Midnight(45))], arrows.Select(arrow => Percent(arrow, "x1")), Near);
        Assert.Equal([Share(axis, Midnight(45)), Share(axis, Midnight(38))], arrows.Select(arrow => Percent(arrow, "x2")), Near);
        Assert.StartsWith("Close date pushed from ", marks[0].TextContent.Trim(), StringComparison.Ordinal);
        Assert.StartsWith("Close date pulled in from ", marks[1].TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_the_present_stage_stands_where_the_stay_reaches_it()
    {
        RepBook book = Book(Open(entered: 2));
        book = book with { Head = book.Head with { Record = Visits(Enumerable.Repeat(6.0, 20), []) } };
        (IHtmlDocument page, TimeAxis axis) = await DrawAsync(book.Open[0], book);
        Assert.Equal(Share(axis, At(8)), Percent(page.QuerySelector("figure > svg > line.limit")!, "x1"), 0.02);
        Assert.Equal("The limit in Proposal is 6 days: 90 % of 20 stays there by the rep's own won deals were no longer.", page.QuerySelector("figure + p")!.TextContent);
    }

    [Fact]
    public async Task Activities_bookings_and_what_was_written_down_stand_on_their_days()
    {
        Opportunity deal = Open() with
        {
            Activities = [new ActivityDay(On(3), ActivityKind.Call, 2), new ActivityDay(On(3), ActivityKind.Email, 1), new ActivityDay(On(12), ActivityKind.Meeting, 1)],
            Details = new OpportunityDetails { CreatedAt = At(1), Booked = [At(24)] },
        };
        JournalEntry[] notes =
        [
            Note("r", 6, new Reason { Opportunity = deal.Id, Text = "Budget moved" }),
            Note("s", 8, new Snooze { Opportunity = deal.Id, Text = "Trade fair", Until = On(14) }),
            Note("other", 8, new Reason { Opportunity = new OpportunityId("O2"), Text = "of another deal" }),
        ];
        (IHtmlDocument page, TimeAxis axis) = await DrawAsync(deal, notes: notes);
        IElement[] days = [.. page.QuerySelectorAll("figure > svg > line.done")];
        Assert.Equal([Share(axis, Midnight(3)), Share(axis, Midnight(12))], days.Select(day => Percent(day, "x1")), Near);
        Assert.Equal(["2 calls and 1 e-mail", "1 meeting"], days.Select(day => day.TextContent));
        Assert.Equal(Share(axis, At(24)), Percent(page.QuerySelector("figure > svg > svg:has(circle)")!, "x"), 0.02);
        IElement snooze = page.QuerySelector("rect.quiet")!;
        Assert.Equal(Share(axis, At(8)), Percent(snooze, "x"), 0.02);
        Assert.Equal(Share(axis, Midnight(15)) - Share(axis, At(8)), Percent(snooze, "width"), 0.02);
        Assert.DoesNotContain("of another deal", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_says_the_same_newest_first()
    {
        Opportunity deal = Moved((10, 30, 45)) with { Activities = [new ActivityDay(On(3), ActivityKind.Call, 2)], Owner = Rep };
        IHtmlDocument page = (await DrawAsync(deal, notes: [Note("r", 12, new Reason { Opportunity = deal.Id, Text = "Budget moved" })])).Page;
        Assert.Equal(
            ["12 Mar The manager gave a reason: Budget moved", "10 Mar Close date pushed from 30 Mar to 14 Apr, +15 days.", "3 Mar 2 calls", "1 Mar Proposal: since 1 Mar"],
            page.QuerySelectorAll("details tbody tr").Select(row => row.Text()));
    }

    [Fact]
    public async Task Two_hundred_pushes_are_marks_of_which_the_newest_have_arrows()
    {
        CloseDateChange[] pushes = [.. Enumerable.Range(0, 200).Select(i => new CloseDateChange(At(-190 + i), On(40 + i), On(41 + i)))];
        Opportunity deal = Open(close: 232) with { Details = new OpportunityDetails { CreatedAt = At(-300) }, CloseDateChanges = [.. pushes] };
        IHtmlDocument page = (await DrawAsync(deal)).Page;
        Assert.Equal((200, 12, 201), (page.QuerySelectorAll("svg.change").Length, page.QuerySelectorAll("line.move").Length, page.QuerySelectorAll("details tbody tr").Length));
        Assert.Equal("Arrows show the newest 12 of 200 changes of the close date; the table has them all.", page.QuerySelector("figcaption p")!.TextContent);
        Assert.InRange(int.Parse(page.QuerySelector("figure > svg")!.GetAttribute("height")!, CultureInfo.InvariantCulture), 100, 500);
    }

    [Theory]
    [InlineData(1, "2026-03-19", 3)] // One day: a fortnight is shown, with its Mondays.
    [InlineData(90, "2025-12-18", 14)]
    [InlineData(1100, "2023-02-15", 14)]
    public void However_long_it_lasted_the_axis_has_few_ticks_in_order_and_all_of_it_fits(int age, string earliest, int mostTicks)
    {
        Opportunity deal = Open() with { Details = new OpportunityDetails { CreatedAt = At(20 - age) }, Observed = [Open().Observed[0] with { At = At(20 - age) }], StageEntries = [] };
        DealHistory history = DealHistory.Of(deal, Book(deal), Context(), []);
        Assert.True(history.Axis.From <= At(20 - age) && history.Axis.To >= At(20));
        ImmutableArray<DateOnly> ticks = history.Axis.Ticks();
        Assert.InRange(ticks.Length, 2, mostTicks);
        Assert.Equal(ticks.Order(), ticks);
        Assert.True(ticks[0] >= DateOnly.ParseExact(earliest, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.All(ticks, tick => Assert.True(history.Axis.Has(Midnight(tick.DayNumber - On(0).DayNumber))));
    }

    [Fact]
    public void A_close_date_of_the_next_century_does_not_push_the_deal_together()
    {
        Opportunity deal = Open(close: 30_000);
        Assert.InRange((DealHistory.Of(deal, Book(deal), Context(), []).Axis.To - At(20)).TotalDays, 0, 121);
    }

    [Theory]
    [InlineData("שלום עסקה גדולה")]
    [InlineData("\u202Eevil\u202C")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Names_of_any_kind_are_text_that_stands_by_itself(string name)
    {
        Opportunity deal = Open(stage: name + new string('x', 200)) with { Details = new OpportunityDetails { Name = name, Account = name, Product = name, NextStep = name } };
        IHtmlDocument page = (await DrawAsync(deal)).Page;
        Assert.Empty(page.QuerySelectorAll("script, [style]"));
        Assert.NotNull(page.QuerySelector("h1 > bdi"));
        Assert.All(page.QuerySelectorAll("figure > svg > text"), label => Assert.InRange(label.TextContent.Length, 1, 40));
        Assert.DoesNotContain('\u202E', page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task A_closed_deal_has_no_limit_no_findings_and_ends_when_it_was_closed()
    {
        Opportunity won = Open() with
        {
            Details = new OpportunityDetails { CreatedAt = At(1), ClosedAt = At(9) },
            Observed = [Open().Observed[0], new Observation(At(10), new ObservedState(Rep, "Won", Outcome.Won, null, new Money(5, "EUR")))],
        };
        (IHtmlDocument page, TimeAxis axis) = await DrawAsync(won);
        Assert.Null(page.QuerySelector("line.limit, line.today"));
        Assert.Contains("Won (Won)", page.QuerySelector("dl")!.Text(), StringComparison.Ordinal);
        Assert.Equal(Share(axis, At(9)) - Share(axis, At(1)), Percent(page.QuerySelector("figure > svg > rect")!, "width"), 0.02);
        Assert.Equal("9 Mar Closed", page.QuerySelector("details tbody tr")!.Text());
    }

    [Theory]
    [InlineData("https://crm.example/O1", "https://crm.example/O1")]
    [InlineData("https://evil.example/O1", null)]
    [InlineData("https://crm.example.evil.example/O1", null)]
    [InlineData("http://crm.example/O1", null)]
    [InlineData("https://me:secret@crm.example/O1", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(null, null)]
    public void Only_the_CRMs_own_hosts_are_linked_to(string? url, string? link) => Assert.Equal(link, CrmLink.Of(url, ["CRM.example"]));

    private static async Task<(IHtmlDocument Page, TimeAxis Axis)> DrawAsync(Opportunity deal, RepBook? book = null, params JournalEntry[] notes)
    {
        DealHistory history = DealHistory.Of(deal, book ?? Book(deal), Context(), notes);
        DealModel model = new(Dana, false, deal, history, [], null);
        return (await PageBuilder.PageAsync<DealPage>(model, new Frame(OneOnOne.Languages.Language.English, "UTC", On(20))), history.Axis);
    }

    private static JournalEntry Note(string id, double day, EntryContent content) =>
        new() { Id = new EntryId(id), Rep = Rep, Content = content, Written = new Signature(new PersonId("mgr"), SignedAs.Manager, At(day)) };

    private static DateTimeOffset Midnight(int day) => new(On(day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static double Share(TimeAxis axis, DateTimeOffset at) => 100 * ((at - axis.From) / (axis.To - axis.From));

    private static double Percent(IElement element, string attribute) => double.Parse(element.GetAttribute(attribute)!.TrimEnd('%'), CultureInfo.InvariantCulture);

    private static bool Near(double one, double other) => Math.Abs(one - other) < 0.02;
}
