using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;
using OneOnOne.Http.Weeks;
using static OneOnOne.Tests.Builders.BookBuilder;
using static OneOnOne.Tests.Builders.Days;

namespace OneOnOne.Tests.Http.Weeks;

/// <summary>As of day 200; week 25 is the seven days to it, days 194 to 200.</summary>
public sealed class Weeks_of_a_rep
{
    private static readonly Section[] Everything = [Section.Opportunities, Section.Activities, Section.StageHistory, Section.CloseDateHistory];

    [Fact]
    public void Activities_count_in_the_week_of_their_day_by_kind()
    {
        RepBook book = WithWork((21, ActivityKind.Call, 1), (193, ActivityKind.Call, 2), (194, ActivityKind.Call, 3), (200, ActivityKind.Email, 4), (201, ActivityKind.Email, 9));
        RepWeeks weeks = RepWeeks.Of(book, [], Context(200));
        Assert.Equal((26, On(194), On(200)), (weeks.Weeks.Length, weeks.Weeks[^1].First, weeks.Weeks[^1].Last));
        Assert.Equal((3, 4, 2, 0), (weeks.Weeks[25].Done![ActivityKind.Call], weeks.Weeks[25].Done![ActivityKind.Email], weeks.Weeks[24].Done![ActivityKind.Call], weeks.Weeks[23].Done!.Count));
        Assert.Equal(On(21), weeks.Begins.Activities);
        Assert.Equal([false, true, true], weeks.Weeks[..3].Select(week => week.Done is not null));
    }

    [Fact]
    public void Pushes_and_moves_count_when_they_were_made_and_only_while_the_deal_was_the_reps()
    {
        Opportunity deal = Moved((100, 130, 150), (195, 150, 160), (196, 160, 155)) with
        {
            StageEntries = [new StageEntry("Discovery", At(1)), new StageEntry("Negotiation", At(150)), new StageEntry("Proposal", At(198))],
        };
        Opportunity taken = Moved((100, 130, 150)) with
        {
            Id = new OpportunityId("taken"),
            Observed = [new Observation(At(1), new ObservedState(new PersonId("old"), "Proposal", Outcome.Open, On(130), null)), new Observation(At(120), new ObservedState(Rep, "Proposal", Outcome.Open, On(150), null))],
        };
        RepWeeks weeks = RepWeeks.Of(Told(deal, taken), [deal, taken], Context(200));
        Assert.Equal([(On(102), 1), (On(200), 1)], Counted(weeks, week => week.Pushes));
        Assert.Equal([(On(151), 1), (On(200), 1)], Counted(weeks, week => week.Moves?.All));
        Assert.Equal(new StageMoves(0, 1, 0), weeks.Weeks[25].Moves);
    }

    [Fact]
    public void Closed_deals_count_in_the_week_of_their_closing_and_currencies_stay_apart()
    {
        RepBook book = Told();
        book = book with
        {
            Head = book.Head with
            {
                Closed = [Closed("a", 190, Outcome.Lost, new Money(7, "EUR")), Closed("b", 195, Outcome.Won, new Money(10, "EUR")), Closed("c", 196, Outcome.Won, new Money(20, "USD")), Closed("d", 196, Outcome.Won, null), Closed("e", 200.5, Outcome.Won, new Money(1, "EUR"))],
            },
        };
        RepWeeks weeks = RepWeeks.Of(book, [Open()], Context(200));
        Assert.Equal((3, "EUR 10 USD 20"), (weeks.Weeks[25].Won!.Count, string.Join(' ', weeks.Weeks[25].Won!.Sums.Select(sum => $"{sum.Currency} {sum.Amount}"))));
        Assert.Equal((1, 0), (weeks.Weeks[24].Lost!.Count, weeks.Weeks[25].Lost!.Count));
    }

    [Fact]
    public void Open_deals_are_those_that_were_open_at_the_end_of_the_week()
    {
        Opportunity lasting = Open("lasting");
        Opportunity lost = Open("lost") with
        {
            Details = new OpportunityDetails { CreatedAt = At(1), ClosedAt = At(190) },
            Observed = [Open().Observed[0], new Observation(At(191), new ObservedState(Rep, "Lost", Outcome.Lost, null, null))],
        };
        Opportunity gone = Open("gone") with { Observed = [Open().Observed[0], new Observation(At(180), null)] };
        Opportunity late = Open("late") with { Details = new OpportunityDetails { CreatedAt = At(197) }, Observed = [Open().Observed[0] with { At = At(198) }], StageEntries = [] };
        RepWeeks weeks = RepWeeks.Of(Told(lasting, late), [lasting, lost, gone, late], Context(200));
        Assert.Equal([3, 2, 1, 2], new[] { 171, 186, 193, 200 }.Select(day => weeks.Weeks.Single(week => week.First <= On(day) && On(day) <= week.Last).Open));
    }

    [Fact]
    public async Task What_only_snapshots_show_is_unknown_before_the_first_of_them_and_said_to_be()
    {
        Opportunity deal = Open() with { Details = new OpportunityDetails { CreatedAt = At(-50) }, Observed = [Open().Observed[0] with { At = At(100) }], StageEntries = [] };
        RepBook book = WithWork((150, ActivityKind.Call, 1)) with { Open = [deal], Snapshots = [At(100), At(200)] };
        RepWeeks weeks = RepWeeks.Of(book, [deal], Context(200));
        Assert.Equal(new RecordBegins(On(150), On(-50), On(100), On(100), On(-50)), weeks.Begins);
        Assert.All(weeks.Weeks, week => Assert.Equal((week.First >= On(100), week.First >= On(100), true), (week.Pushes is not null, week.Moves is not null, week.Open is not null)));
        IHtmlDocument page = await PageAsync(weeks);
        Assert.Equal(
            "Activities are on record since 28 Jul. Deals are on record since 9 Jan. What the CRM's export keeps no history of is seen since the first export, 8 Jun: Pushes of close dates and Stage moves.",
            page.QuerySelector("div.soft")!.Text());
        Assert.Equal("–", page.QuerySelectorAll("table.weeks tbody tr")[^1].QuerySelectorAll("td")[4].TextContent);
    }

    [Fact]
    public async Task A_bar_is_as_high_as_its_number_and_stands_in_its_week()
    {
        IHtmlDocument page = await PageAsync(RepWeeks.Of(WithWork((1, ActivityKind.Call, 1), (193, ActivityKind.Call, 5), (200, ActivityKind.Call, 10)), [], Context(200)));
        IElement chart = page.QuerySelector(".charts figure")!;
        IElement[] bars = [.. chart.QuerySelectorAll("rect.bar")];
        Assert.Equal((26, 10), (bars.Length, (int)Math.Round(Number(bars[25], "height") / Number(bars[24], "height") * 5)));
        Assert.Equal([100 * 24 / 26.0, 100 * 25 / 26.0], bars[24..].Select(bar => Number(bar, "x")), (one, other) => Math.Abs(one - other) < 0.01);
        Assert.Equal("Week to 16 Sep: 10", bars[25].TextContent);
        Assert.Equal("Calls", chart.QuerySelector("svg > title")!.TextContent);
        Assert.Equal("26 weeks; the last one 10, the lowest 0, the highest 10.", chart.QuerySelector("svg > desc")!.TextContent);
    }

    [Fact]
    public async Task The_typical_week_is_the_briefs_and_drawn_at_its_height()
    {
        RepBook book = WithWork([.. Enumerable.Range(1, 193).Where(day => day % 7 == 4).Select(day => (day, ActivityKind.Call, 4)), (200, ActivityKind.Call, 8)]);
        RepWeeks weeks = RepWeeks.Of(book, [], Context(200));
        Assert.Equal(4, weeks.Typical.Single(one => one.Kind == ActivityKind.Call).Typical);
        IElement chart = (await PageAsync(weeks)).QuerySelector(".charts figure")!;
        IElement last = chart.QuerySelectorAll("rect.bar")[^1];
        Assert.Equal(Number(last, "y") + (Number(last, "height") / 2), Number(chart.QuerySelector("line.typical")!, "y1"), 0.1);
        Assert.Equal("Typical week: 4", chart.QuerySelector("figcaption")!.Text());
    }

    [Fact]
    public async Task Without_a_book_or_activities_it_says_so()
    {
        Assert.Equal("Nothing is on record yet.", (await PageAsync(null)).QuerySelector("main > p")!.TextContent);
        Assert.Equal("No activities are on record.", (await PageAsync(RepWeeks.Of(Told(Open()), [Open()], Context(200)))).QuerySelector("section > p")!.TextContent);
    }

    private static Task<IHtmlDocument> PageAsync(RepWeeks? weeks) =>
        PageBuilder.PageAsync<WeeksPage>(new WeeksModel(new Person(Rep, "Dana"), false, weeks), new Frame(OneOnOne.Languages.Language.English, "UTC", On(200)));

    private static double Number(IElement element, string attribute) => double.Parse(element.GetAttribute(attribute)!.TrimEnd('%'), CultureInfo.InvariantCulture);

    /// <summary>The last days of the weeks that have any.</summary>
    private static (DateOnly, int)[] Counted(RepWeeks weeks, Func<RepWeek, int?> count) => [.. weeks.Weeks.Where(week => count(week) > 0).Select(week => (week.Last, count(week)!.Value))];

    private static ClosedOpportunity Closed(string id, double day, Outcome outcome, Money? amount) => new(new OpportunityId(id), id, null, amount, outcome, At(day), At(1));

    /// <summary>A book at day 200 whose CRM keeps all histories.</summary>
    private static RepBook Told(params Opportunity[] open)
    {
        RepBook book = Book(open);
        return book with { Snapshots = [At(1), At(200)], Snapshot = book.Snapshot with { TakenAt = At(200), Sections = [.. Everything] } };
    }

    private static RepBook WithWork(params (int Day, ActivityKind Kind, int Count)[] days)
    {
        RepBook book = Book();
        return book with
        {
            Snapshots = [At(1), At(200)],
            Snapshot = book.Snapshot with { TakenAt = At(200) },
            Head = book.Head with { Activities = [.. days.Select(day => new ActivityDay(On(day.Day), day.Kind, day.Count))] },
        };
    }
}
