using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>From weekly briefs to what they add up to. The first is of day 20; the one-on-one is always the day after.</summary>
public sealed class Over_the_one_on_ones_before
{
    private const double First = 20;

    [Fact]
    public void A_pair_carries_what_the_eleven_before_it_counted()
    {
        BriefPair? pair = null;
        for (int week = 0; week < 14; week++)
        {
            pair = At(First + (7 * week), pair, [.. Enumerable.Range(0, week + 1).Select(i => Overdue("O" + i))]);
        }

        Assert.Equal(Enumerable.Range(3, 11), pair!.Facts.History.Select(point => point.Overdue!.Value));
        Assert.Equal(Enumerable.Range(2, 11).Select(week => Days.At(First + (7 * week) + 1)), pair.Facts.History.Select(point => point.At));
    }

    [Fact]
    public void A_brief_between_two_one_on_ones_is_no_point()
    {
        BriefPair first = At(First, null, Overdue("O1"));
        foreach (double asked in new[] { 22, 24.5, 26.9 })
        {
            Assert.Single(At(asked, first, Overdue("O1")).Facts.History);
        }

        BriefPair second = At(First + 7, first, Overdue("O1"));
        Assert.Equal([Days.At(First)], second.Facts.History.Select(point => point.AsOf));
        Assert.Empty(At(First - 1, first, Overdue("O1")).Facts.History); // Asked for as of a day before it.
    }

    [Fact]
    public void Every_number_counts_deals_and_what_is_snoozed_counts()
    {
        Opportunity both = Quietly(Overdue("O1")) with { CloseDateChanges = [new CloseDateChange(Days.At(14), Days.On(10), Days.On(12)), new CloseDateChange(Days.At(15), Days.On(12), Days.On(15))] };
        BriefPair pair = At(First, null, [both, Quietly(Overdue("O2")), Overdue("O3"), Lively("O4")], [
            Notes.Entry(Notes.Snooze("O2", Days.On(30)), "s1", new Signature(Rep, SignedAs.Rep, Days.At(14)), rep: Rep),
            Notes.Entry(Notes.Commitment("late", Side.Manager, Days.On(16)), "c1", new Signature(Rep, SignedAs.Rep, Days.At(14)), rep: Rep),
            Notes.Entry(Notes.Commitment("kept"), "c2", new Signature(Rep, SignedAs.Rep, Days.At(14)), EntryState.Done, Days.At(18), Rep),
        ]);
        HistoryPoint point = HistoryPoint.Of(pair.Facts);
        Assert.Equal((4, 2, 1, 3, 0), (point.Open, point.Stalled, point.Pushed, point.Overdue, point.Outliers));
        Assert.Equal((new CommitmentCount(0, 0, 1), new CommitmentCount(1, 1, 0)), (point.RepCommitments, point.ManagerCommitments));
        Assert.Equal(["O1", "O3"], point.Deals.Select(deal => deal.Id.Value).Order(StringComparer.Ordinal));
        Expect.Items([new Money(300, "EUR")], point.AtStake);
    }

    [Fact]
    public void What_nobody_could_tell_is_not_nothing()
    {
        HistoryPoint point = HistoryPoint.Of(At(First, null, [Overdue("O1")], [], [AnalysisPart.Slips]).Facts);
        Assert.Equal((0, null, null, 0), (point.Stalled, point.Pushed, point.Overdue, point.Outliers));
        Assert.Null(HistoryPoint.Of(BriefBuilder.Facts with { Notes = [new DataNote(DataIssue.ActivityStopped, 1) { Since = Days.On(1) }] }).Stalled);
    }

    [Fact]
    public void What_became_of_the_agenda_is_told_deal_by_deal()
    {
        BriefPair first = At(First, null, [.. new[] { "won", "lost", "gone", "moved", "back", "clear", "pushed" }.Select(Overdue), Quietly(Overdue("better")), Overdue("same"), Overdue("worse")], most: 10);
        BriefPair second = At(First + 7, first,
        [
            Overdue("moved") with { StageEntries = [new StageEntry("Proposal", Days.At(1)), new StageEntry("Negotiation", Days.At(22))], Observed = Seen("Negotiation") },
            Overdue("back") with { StageEntries = [new StageEntry("Proposal", Days.At(1)), new StageEntry("Discovery", Days.At(22))], Observed = Seen("Discovery") },
            Lively("clear"),
            Overdue("pushed") with { CloseDateChanges = [new CloseDateChange(Days.At(23), Days.On(15), Days.On(16))] },
            Overdue("better"),
            Overdue("same"),
            Quietly(Overdue("worse")),
        ], closed: [Closed("won", Outcome.Won), Closed("lost", Outcome.Lost)]);
        Assert.Equal(
            "Won:won MovedOn:moved OffTheList:clear Better:better Worse:back Worse:pushed Worse:worse Same:same Lost:lost Gone:gone",
            string.Join(' ', second.Manager.Patterns!.Fates.OrderBy(deal => deal.Fate).ThenBy(deal => deal.Id).Select(deal => deal.Fate + ":" + deal.Id.Value)));
        Assert.Equal(Days.At(First + 1), second.Manager.Patterns.LastAt);
        Assert.Null(first.Manager.Patterns);
    }

    [Fact]
    public void What_an_analysis_cannot_tell_today_is_not_off_the_list()
    {
        BriefPair first = At(First, null, Overdue("O1"));
        Assert.Equal(Fate.Same, Assert.Single(At(First + 7, first, [Lively("O1")], [], [AnalysisPart.Slips]).Manager.Patterns!.Fates).Fate);
    }

    [Fact]
    public void The_agendas_of_three_one_on_ones_add_up_each_deal_once()
    {
        BriefPair? pair = null;
        for (int week = 0; week < 3; week++)
        {
            pair = At(First + (7 * week), pair, Overdue("O1"), Overdue("O2"));
            Assert.Null(pair.Manager.Patterns?.Tally);
        }

        pair = At(First + 21, pair, [Lively("O1")], closed: [Closed("O2", Outcome.Won)]);
        Assert.Equal(new AgendaTally(3, 2, 1, 0, 1, 0), pair.Manager.Patterns!.Tally);
    }

    [Fact]
    public async Task Commitments_kept_are_told_of_both_to_both()
    {
        BriefPair first = At(First, null, [], [Done("c1", Side.Rep, 18), Done("c2", Side.Manager, 19)]);
        BriefPair second = At(First + 7, first, [], [Done("c3", Side.Rep, 20.5), Late("c4", Side.Rep)]);
        Assert.Contains("Commitments kept over the last 2 one-on-ones: Rob 2 of 3 and you 1 of 1.", await TextAsync(second, Audience.Manager), StringComparison.Ordinal);
        Assert.Contains("Commitments kept over the last 2 one-on-ones: you 2 of 3 and Mia 1 of 1.", await TextAsync(second, Audience.Rep), StringComparison.Ordinal);
        Assert.DoesNotContain("Commitments kept", await TextAsync(first, Audience.Rep), StringComparison.Ordinal);

        static JournalEntry Done(string id, Side owner, double at) => Notes.Entry(Notes.Commitment("Did " + id, owner), id, new Signature(Rep, SignedAs.Rep, Days.At(14)), EntryState.Done, Days.At(at), Rep);
        static JournalEntry Late(string id, Side owner) => Notes.Entry(Notes.Commitment("Will " + id, owner, Days.On(25)), id, new Signature(Rep, SignedAs.Rep, Days.At(14)), rep: Rep);
    }

    [Fact]
    public void What_is_done_between_a_brief_and_its_one_on_one_is_kept_by_the_next()
    {
        BriefPair first = At(First, null, []);
        JournalEntry done = Notes.Entry(Notes.Commitment("Did it"), "c1", new Signature(Rep, SignedAs.Rep, Days.At(14)), EntryState.Done, Days.At(First + 0.5), Rep);
        Assert.Equal(1, HistoryPoint.Of(At(First + 7, first, [], [done], since: First + 1).Facts).RepCommitments.Kept);
        Assert.Equal(0, HistoryPoint.Of(At(First + 7, null, [], [done], since: First + 1).Facts).RepCommitments.Kept);
    }

    [Fact]
    public void A_pair_comes_out_of_the_store_as_it_went_in_and_an_earlier_releases_without_a_past()
    {
        foreach (string name in Samples.Names)
        {
            byte[] bytes = Json.Bytes(Samples.Named(name));
            Assert.Equal(bytes, Json.Bytes(Json.Read<BriefPair>(bytes)));
        }

        JsonNode earlier = JsonNode.Parse(Json.Bytes(Samples.Journal))!;
        Assert.True(earlier["facts"]!.AsObject().Remove("history"));
        Assert.True(earlier["facts"]!["context"]!["movement"]!["fastWins"]![0]!.AsObject().Remove("stays"));
        Assert.True(earlier["manager"]!.AsObject().Remove("patterns") && earlier["manager"]!.AsObject().Remove("lessons"));
        BriefPair read = Json.Read<BriefPair>(JsonSerializer.SerializeToUtf8Bytes(earlier));
        Assert.Equal((0, 0, null), (read.Facts.History.Length, read.Manager.Lessons.Length, read.Manager.Patterns));
        Assert.Equal(3, Assert.Single(History.Before(read, read.Facts.AsOf.AddDays(7))).Stalled);
    }

    private static async Task<string> TextAsync(BriefPair pair, Audience audience) =>
        string.Join(' ', (await BriefBuilder.RenderAsync(pair, audience)).Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static ImmutableArray<Observation> Seen(string stage) => [new Observation(Days.At(22), new ObservedState(Rep, stage, Outcome.Open, Days.On(15), new Money(100, "EUR")))];

    private static ClosedOpportunity Closed(string id, Outcome outcome) => new(new OpportunityId(id), id, null, null, outcome, Days.At(24), Days.At(1));

    private static Opportunity Overdue(string id) => Open(id, close: 15, amount: new Money(100, "EUR")) with
    {
        LastActivity = new LastActivity(Days.At(110), ActivityKind.Call),
        Details = new OpportunityDetails { CreatedAt = Days.At(-30), Booked = [Days.At(150)] },
    };

    private static Opportunity Lively(string id) => Overdue(id) with { Observed = [new Observation(Days.At(1), new ObservedState(Rep, "Proposal", Outcome.Open, Days.On(140), new Money(100, "EUR")))] };

    private static Opportunity Quietly(Opportunity deal) => deal with { LastActivity = new LastActivity(Days.At(2), ActivityKind.Call), Details = deal.Details with { Booked = [] } };

    private static BriefPair At(double day, BriefPair? before, params Opportunity[] open) => At(day, before, open, []);

    private static BriefPair At(double day, BriefPair? before, Opportunity[] open, JournalEntry[]? journal = null, AnalysisPart[]? missing = null, ClosedOpportunity[]? closed = null, int most = BriefFacts.MostDeals, double? since = null)
    {
        AnalysisContext context = Context(asOf: day, since: since ?? day - 7);
        RepBook book = Book(open);
        book = book with { Head = book.Head with { Closed = [.. closed ?? []] } };
        BriefPair pair = BriefComposer.Compose(new BriefMaterial
        {
            Manager = new Person(new PersonId("mgr"), "Mia"),
            Rep = new Person(Rep, "Rob"),
            Book = book,
            Parts = [.. Analyses.All.Except(missing ?? []).Select(part => Analyses.Run(part, book, context))],
            Missing = [.. missing ?? []],
            Before = before,
            Journal = [.. journal ?? []],
            Meeting = new MeetingFacts(Days.At(day + 1), 45, Days.At(day - 7), null, false),
            Context = context,
            Company = new CompanySettings(),
        });
        return most == BriefFacts.MostDeals ? pair : pair with
        {
            Facts = pair.Facts with { Deals = [.. pair.Facts.Findings.GroupBy(finding => finding.Opportunity).Select(deal => new DealItem(deal.Key, [.. deal], null)).Take(most)] },
        };
    }
}
