using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Briefs;

/// <summary>Brief pairs by hand: Dana's week before her one-on-one with Priya on Tue 24 Nov 2026.</summary>
internal static class BriefBuilder
{
    public static readonly DateTimeOffset AsOf = At("2026-11-22T12:00:00Z");

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Money Usd(decimal amount) => new(amount, "USD");

    public static OpportunityRef Deal(string id, string? name, string? account, string stage, Money? amount, string? close, string? url = null) =>
        new(new OpportunityId(id), name, account, stage, amount, close is null ? null : Day(close), url);

    public static Stall Stalled(OpportunityRef deal) => new()
    {
        Opportunity = deal,
        LastActivity = new LastActivity(At("2026-11-02T09:30:00Z"), ActivityKind.Call),
        CountedFrom = At("2026-11-02T09:30:00Z"),
        IdleBusinessDays = 14,
        ThresholdBusinessDays = 10,
        WithoutActivity = true,
        WithoutNextActivity = true,
        EffortNow = 2,
        EffortBefore = 9,
    };

    public static Slip Slipping(OpportunityRef deal) => new()
    {
        Opportunity = deal,
        Pushes = 4,
        PushedDays = 73,
        Pulls = 0,
        PulledDays = 0,
        FirstCloseDate = Day("2026-09-30"),
        LastPush = new CloseDateChange(At("2026-11-18T08:00:00Z"), Day("2026-11-21"), Day("2026-12-12")),
        PushesSinceLastMeeting = 1,
        LeftThePeriod = false,
        OverdueDays = 0,
        ByCount = true,
        ByDistance = true,
        ThresholdCount = 2,
        ThresholdDays = 30,
    };

    public static StageOutlier Long(OpportunityRef deal) => new()
    {
        Opportunity = deal,
        EnteredAt = At("2026-10-06T07:00:00Z"),
        EntryKnown = true,
        AgeDays = 47,
        Rung = BenchmarkRung.Rep,
        LimitDays = 30.7,
        Percentile = 0.90,
        WonVisits = 13,
        WonVisitsShorter = 12,
        WonMedianDays = 13.2,
        LostVisits = 6,
        LostMedianDays = 38.4,
    };

    public static BriefFacts Facts { get; } = new()
    {
        Manager = new Party(new PersonId("m1"), "Priya Shah", "Europe/London"),
        Rep = new Party(new PersonId("r1"), "Dana Moreno", "Europe/Berlin"),
        Meeting = new MeetingFacts(At("2026-11-24T09:00:00Z"), 45, At("2026-11-17T09:00:00Z"), null, Assumed: false),
        AsOf = AsOf,
        SnapshotId = "2026-11-22T06:00:00Z-5f1c",
        DataAsOf = At("2026-11-22T06:00:00Z"),
        Agenda = [new AgendaPart(AgendaKind.Context, 10), new AgendaPart(AgendaKind.Communication, 10), new AgendaPart(AgendaKind.Coaching, 25)],
        Context = new BriefContext([], [], new Movement(At("2026-11-17T09:00:00Z")), 0, [], 0),
        Deals = [],
        MoreDeals = 0,
        SlipsToExplain = [],
        Findings = [],
        StageTimes = [],
        Missing = [],
        Notes = [],
        Thresholds = new Thresholds(),
    };

    /// <summary>The pair as a composer would make it of these facts.</summary>
    public static BriefPair Pair(BriefFacts facts) => new(
        facts,
        new ManagerHalf([.. facts.Deals.Select(deal => BriefQuestions.ForManager(deal, facts))]),
        new RepHalf([.. facts.Deals.Select(deal => BriefQuestions.ForRep(deal, facts))], BriefQuestions.Prepare(facts)));

    public static BriefFacts With(this BriefFacts facts, params (int? Since, Finding[] Found)[] deals) => facts with
    {
        Deals = [.. deals.Take(BriefFacts.MostDeals).Select(deal => new DealItem(deal.Found[0].Opportunity, [.. deal.Found], deal.Since))],
        Findings = [.. deals.SelectMany(deal => deal.Found)],
        MoreDeals = Math.Max(0, deals.Length - BriefFacts.MostDeals),
        SlipsToExplain = [.. deals.SelectMany(deal => deal.Found).OfType<Slip>().Where(slip => slip.PushesSinceLastMeeting > 0)],
    };

    public static Task<RenderedBrief> RenderAsync(BriefPair pair, Audience audience) => Renderer().RenderAsync(pair, audience);

    /// <summary>A half as a browser shows it to whoever it is for.</summary>
    public static Task<string> PageAsync(BriefPair pair, Audience audience) => Http.PageBuilder.HtmlAsync<OneOnOne.Http.Pages.BriefPage>(new OneOnOne.Http.Pages.BriefModel(
        SheetBuilder.Of(BriefView.Of(pair, audience)), new Person(pair.Facts.Rep.Id, pair.Facts.Rep.Name), audience, audience == Audience.Rep));

    public static BriefRenderer Renderer() => new(new ServiceCollection().BuildServiceProvider());
}
