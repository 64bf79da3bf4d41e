using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Builders.BookBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class ComposerTests
{
    private static BriefPair Compose(RepBook? book, int minutes = 45, BriefPair? before = null, params string[] hosts) => BriefComposer.Compose(new BriefMaterial
    {
        Manager = new Person(new PersonId("mgr"), "Mia"),
        Rep = new Person(Rep, "Rob") { TimeZone = "Asia/Tokyo" },
        Book = book,
        Parts = book is null ? [] : [.. Enum.GetValues<AnalysisPart>().Select(part => Analyses.Run(part, book, Context()))],
        Missing = [],
        Before = before,
        Journal = [],
        Meeting = new MeetingFacts(Days.At(21), minutes, Days.At(13), null, false),
        Context = Context(),
        Company = new CompanySettings { TimeZone = "Europe/Berlin", LinkHosts = [.. hosts] },
    });

    private static Opportunity Pushed(string id, decimal? amount, string? url = null) => Moved((14, 20, 28), (15, 28, 35)) with
    {
        Id = new OpportunityId(id),
        Observed = [new Observation(Days.At(1), new ObservedState(Rep, "Proposal", Outcome.Open, Days.On(35), amount is { } money ? new Money(money, "EUR") : null))],
        Details = new OpportunityDetails { CreatedAt = Days.At(1), Url = url, Booked = [Days.At(22)] },
        LastActivity = new LastActivity(Days.At(19), ActivityKind.Call),
    };

    [Fact]
    public void The_agendas_minutes_add_up_to_the_meetings()
    {
        for (int minutes = 5; minutes <= 480; minutes++)
        {
            AgendaPart[] agenda = [.. Compose(null, minutes).Facts.Agenda];
            Assert.Equal([AgendaKind.Context, AgendaKind.Communication, AgendaKind.Coaching], agenda.Select(part => part.Kind));
            Assert.Equal(minutes, agenda.Sum(part => part.Minutes));
            Assert.All(agenda, part => Assert.True(part.Minutes > 0));
        }
    }

    [Fact]
    public void Deals_are_ranked_by_money_and_the_rest_is_counted()
    {
        BriefFacts facts = Compose(Book([.. Enumerable.Range(1, 7).Select(i => Pushed($"O{i}", i * 10)), Pushed("O8", null)])).Facts;
        Assert.Equal("O7 O6 O5 O4 O3", string.Join(' ', facts.Deals.Select(deal => deal.Opportunity.Id)));
        Assert.Equal(3, facts.MoreDeals);
    }

    [Fact]
    public void Where_money_does_not_tell_deals_apart_how_far_over_the_limit_does()
    {
        Opportunity once = Pushed("a", null);
        Opportunity often = Pushed("b", null);
        CloseDateChange push = often.CloseDateChanges[^1];
        often = often with { CloseDateChanges = [.. often.CloseDateChanges, push with { At = push.At.AddHours(1), From = push.To, To = push.To.AddDays(60) }] };
        often = often with { Observed = [often.Observed[0] with { State = often.Observed[0].State! with { CloseDate = push.To.AddDays(60) } }] };
        Assert.Equal("b a", string.Join(' ', Compose(Book(once, often)).Facts.Deals.Select(deal => deal.Opportunity.Id)));
    }

    [Fact]
    public void A_missing_next_step_alone_comes_last_however_large_the_deal()
    {
        Opportunity large = Quiet(19) with { Id = new OpportunityId("large") };
        large = large with { Observed = [large.Observed[0] with { State = large.Observed[0].State! with { Amount = new Money(1_000_000, "EUR") } }] };
        Assert.Equal("small large", string.Join(' ', Compose(Book(large, Pushed("small", 1))).Facts.Deals.Select(deal => deal.Opportunity.Id)));
    }

    [Fact]
    public void A_deal_is_known_when_the_brief_before_had_it()
    {
        BriefPair first = Compose(Book(Pushed("O1", 1)));
        Assert.Null(Assert.Single(first.Facts.Deals).SinceMeetings);
        Assert.Equal([1, 0], Compose(Book(Pushed("O1", 2), Pushed("O2", 1)), before: first).Facts.Deals.Select(deal => deal.SinceMeetings));
    }

    [Theory]
    [InlineData("https://crm.example.com/o/1", true)]
    [InlineData("https://CRM.example.com/o/1", true)]
    [InlineData("http://crm.example.com/o/1", false)]
    [InlineData("https://evil.example/o/1", false)]
    [InlineData("https://crm.example.com@evil.example/", false)]
    [InlineData("https://crm.example.com.evil.example/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("/o/1", false)]
    public void Links_lead_to_the_crm_and_nowhere_else_wherever_they_stand(string url, bool stays)
    {
        Opportunity fresh = Pushed("new", 1, url) with { Details = new OpportunityDetails { CreatedAt = Days.At(14), Url = url } };
        Opportunity moved = Pushed("moved", 1, url) with { StageEntries = [new StageEntry("Discovery", Days.At(1)), new StageEntry("Proposal", Days.At(15))] };
        moved = moved with { Observed = [moved.Observed[0] with { At = Days.At(20) }] };
        BriefFacts facts = Compose(Book(fresh, moved), hosts: "crm.example.com").Facts;
        OpportunityRef[] all =
        [
            .. facts.Deals.Select(deal => deal.Opportunity), .. facts.Findings.Select(finding => finding.Opportunity), .. facts.SlipsToExplain.Select(slip => slip.Opportunity),
            .. facts.Context.Movement.New, .. facts.Context.Movement.Moved.Select(move => move.Opportunity),
        ];
        Assert.Equal((1, 1, 1), (facts.SlipsToExplain.Length, facts.Context.Movement.New.Length, facts.Context.Movement.Moved.Length));
        Assert.All(all, one => Assert.Equal(stays ? url : null, one.Url));
    }

    [Fact]
    public void Both_halves_have_something_for_each_deal_and_each_reader_their_own_clock()
    {
        BriefPair pair = Compose(Book(Pushed("O1", 1), Pushed("O2", 2)));
        Assert.Equal((2, 2), (pair.Manager.Questions.Length, pair.Rep.SelfChecks.Length));
        Assert.Equal(("Europe/Berlin", "Asia/Tokyo"), (pair.Facts.Manager.TimeZone, pair.Facts.Rep.TimeZone));
        Assert.Equal(("s", Days.At(20)), (pair.Facts.SnapshotId, pair.Facts.DataAsOf));
    }

    [Fact]
    public void Open_value_is_told_by_currency()
    {
        Opportunity dollars = Pushed("O2", 5);
        dollars = dollars with { Observed = [dollars.Observed[0] with { State = dollars.Observed[0].State! with { Amount = new Money(7, "USD") } }] };
        BriefContext context = Compose(Book(Pushed("O1", 5), dollars, Pushed("O3", null), Pushed("O4", 6))).Facts.Context;
        Expect.Items([new Money(11, "EUR"), new Money(7, "USD")], context.OpenValue);
        Assert.Equal((4, 1), (context.OpenCount, context.WithoutAmount));
    }
}
