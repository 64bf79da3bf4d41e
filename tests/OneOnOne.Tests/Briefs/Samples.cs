using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>The briefs that are read word for word: a full week, a good one, and a first one with nothing to go on.</summary>
internal static partial class Samples
{
    public static readonly OpportunityRef Northwind = Deal("006A1", "Northwind rollout", "Northwind GmbH", "Proposal", Usd(86_000), "2026-12-12", "https://crm.example/opp/006A1");
    public static readonly OpportunityRef Contoso = Deal("006A2", "Contoso renewal and expansion", "Contoso", "Negotiation", Usd(48_500), "2026-11-13", "https://crm.example/opp/006A2");
    private static readonly OpportunityRef Fabrikam = Deal("006A3", "Fabrikam pilot", "Fabrikam AG", "Trial", new Money(21_250.50m, "EUR"), "2027-01-15");
    private static readonly OpportunityRef Tailspin = Deal("006A4", null, "Tailspin Toys", "Qualification", null, null);
    public static readonly OpportunityRef Wide = Deal("006A5", "Wide World licences", "Wide World Importers", "Proposal", Usd(9_900), "2026-12-20");
    private static readonly OpportunityRef Adventure = Deal("006A6", "Adventure Works add-on", "Adventure Works", "Proposal", Usd(4_000), "2026-12-18", "https://crm.example/opp/006A6");

    public static BriefPair Full { get; } = Pair((Facts with
    {
        Context = new BriefContext(
            [new ActivityMetric(ActivityKind.Call, 4, 11.25, 8) { BusinessDays = 5, BusinessDaysBefore = 40, Pace = Pace.Slower }, new ActivityMetric(ActivityKind.Email, 31, 28, 8), new ActivityMetric(ActivityKind.Meeting, 5, 4.5, 8)],
            [new QuotaAttainment(Day("2026-10-01"), Day("2026-12-31"), Usd(200_000), 118_400, 5, 94_000, 4, 1) { Usually = new BookedByNow(0.41, 8), Outlook = new QuotaOutlook(34_000, 0.3, 12, 2, 1.4) }],
            new Movement(At("2026-11-17T09:00:00Z"))
            {
                Won = [Closed("006B1", "Litware onboarding", 32_000)],
                Lost = [Closed("006B2", "Proseware trial", 7_500)],
                Moved = [new StageMove(Wide, "Discovery", "Proposal", StageDirection.Forward)],
                New = [Tailspin],
                Unmoved = 11,
                FastWins = [new FastWin(Closed("006B1", "Litware onboarding", 32_000), 19, 58, 13) { Stays = [new FastStay("Qualification", 4.2, 6.1), new FastStay("Proposal", 3, 13.2), new FastStay("Negotiation", 9, 8)] }],
            },
            14, [Usd(271_400), new Money(21_250.50m, "EUR")], 2),
        StageTimes =
        [
            new StageTimes("Qualification", 13, 6.1, 14.2, 9, 11),
            new StageTimes("Proposal", 13, 13.2, 30.7, 6, 38.4),
            new StageTimes("Negotiation", 12, 8, 19.5, 1, null),
            new StageTimes("Trial", 3, null, null, 0, null),
        ],
        Notes = [new DataNote(DataIssue.TooFewWonVisits, 2), new DataNote(DataIssue.NoAmount, 2), new DataNote(DataIssue.RowsQuarantined, 3)],
    }).With(
        (0, [Stalled(Northwind), Slipping(Northwind), Long(Northwind)]),
        (1, [Slipping(Contoso) with { Pushes = 1, PushedDays = 14, FirstCloseDate = Day("2026-10-30"), LastPush = new CloseDateChange(At("2026-10-28T08:00:00Z"), Day("2026-10-30"), Day("2026-11-13")), PushesSinceLastMeeting = 0, OverdueDays = 9, ByCount = false, ByDistance = false }]),
        (0, [Long(Fabrikam) with { EntryKnown = false, EnteredAt = At("2026-09-01T06:00:00Z"), AgeDays = 82, Rung = BenchmarkRung.Team, LimitDays = 24, WonVisits = 41, WonVisitsShorter = 41, WonMedianDays = 9, LostVisits = 17, LostMedianDays = 30 }]),
        (0, [Stalled(Tailspin) with { LastActivity = new LastActivity(At("2026-11-17T14:00:00Z"), ActivityKind.Email), IdleBusinessDays = 3, WithoutActivity = false, EffortNow = 4, EffortBefore = 0 }]),
        (1, [Slipping(Wide) with { Pushes = 1, PushedDays = 50, FirstCloseDate = Day("2026-10-31"), LastPush = new CloseDateChange(At("2026-11-19T15:00:00Z"), Day("2026-10-31"), Day("2026-12-20")), ByCount = false }]),
        (0, [Long(Adventure) with { AgeDays = 36 }])));

    /// <summary>Nobody knows much yet: no meeting in the CRM, no quota, no activities, no history.</summary>
    public static BriefPair First { get; } = Pair(Facts with
    {
        Meeting = new MeetingFacts(At("2026-11-24T09:00:00Z"), 30, null, "client visit", Assumed: true),
        Agenda = [new AgendaPart(AgendaKind.Context, 8), new AgendaPart(AgendaKind.Communication, 8), new AgendaPart(AgendaKind.Coaching, 14)],
        Context = Facts.Context with { OpenCount = 3, OpenValue = [Usd(12_000)], WithoutAmount = 1 },
        Missing = [AnalysisPart.Slips],
        Notes = [new DataNote(DataIssue.NoActivities, 3)],
    });

    /// <summary>The good week: everything looked at, nothing found.</summary>
    public static BriefPair Clear { get; } = Pair(Facts with
    {
        Context = Facts.Context with { OpenCount = 6, OpenValue = [Usd(64_000)], Activity = [new ActivityMetric(ActivityKind.Call, 12, 11.25, 8)] },
        StageTimes = [new StageTimes("Proposal", 13, 13.2, 30.7, 6, 38.4)],
    });

    /// <summary>The full week of two who write things down: a promise is late, a push is explained, a deal is snoozed. They have met for a quarter.</summary>
    public static BriefPair Journal { get; } = WithCoaching(Full.Facts with
    {
        History = Quarter,
        Deals = [.. Full.Facts.Deals.Where(deal => deal.Opportunity != Contoso), new DealItem(Adventure, [.. Full.Facts.Findings.Where(finding => finding.Opportunity == Adventure)], 0)],
        MoreDeals = 0,
        Findings = [.. Full.Facts.Findings.Where(finding => finding.Opportunity != Contoso)],
        Journal = new JournalFacts
        {
            Commitments =
            [
                new CommitmentItem(new EntryId("c1"), Side.Rep, "Send the security questionnaire.", Day("2026-11-20"), true, Northwind, At("2026-11-03T09:30:00Z"), 2),
                new CommitmentItem(new EntryId("c2"), Side.Manager, "Ask legal for a shorter data processing agreement", Day("2026-11-24"), false, null, At("2026-11-10T09:30:00Z"), 1),
                new CommitmentItem(new EntryId("c3"), Side.Rep, "Who else signs at Fabrikam?", null, false, Fabrikam, At("2026-10-06T09:30:00Z"), null),
            ],
            Done =
            [
                new DoneItem(new EntryId("c4"), Side.Manager, "Price list for the north.", At("2026-11-18T10:00:00Z")),
                new DoneItem(new EntryId("i2"), null, "Handbook for new colleagues", At("2026-11-19T10:00:00Z")),
            ],
            Initiatives =
            [
                new InitiativeItem(new EntryId("i1"), "Partner programme", "two of five signed", At("2026-11-19T10:00:00Z")),
                new InitiativeItem(new EntryId("i3"), "Trade fair in March", null, null),
            ],
            Topics = [new TopicItem(new EntryId("t1"), "Territory split", Writer.Rep), new TopicItem(new EntryId("t2"), "Holiday cover!", Writer.Manager)],
            Reasons =
            [
                new ReasonItem(new EntryId("r1"), Northwind, "Their new CFO wants to see the numbers herself", Writer.Rep, At("2026-11-19T10:00:00Z"), [AnalysisPart.Slips, AnalysisPart.StageOutliers]),
                new ReasonItem(new EntryId("r2"), Wide, "Budget freeze until November.", Writer.EarlierManager, At("2026-10-01T10:00:00Z"), []),
            ],
            Lessons = [new LessonItem(new EntryId("l1"), "Ask for the signing process before the price", "Proposal", AnalysisPart.Slips, At("2026-09-02T10:00:00Z"))],
            Snoozed =
            [
                new SnoozedItem(new EntryId("s1"), Fabrikam, [Stalled(Fabrikam)], Whole: false, Day("2026-11-27"), Writer.Manager, "their team is at a fair."),
                new SnoozedItem(new EntryId("s2"), Contoso, [.. Full.Facts.Findings.Where(finding => finding.Opportunity == Contoso)], Whole: true, Day("2027-01-08"), Writer.Rep, "renewal is signed in January"),
            ],
        },
    });

    /// <summary>Close dates move, for every kind of reason: a serial slipper, two quick pushes, one before the deal changed hands.</summary>
    public static BriefPair Slips { get; } = Pair((Facts with
    {
        Context = Facts.Context with { OpenCount = 9, OpenValue = [Usd(271_400)] },
        PushHabit = new PushHabit(38, 61.2, BenchmarkRung.Team, 90, 290.4, 0.99),
    }).With(
        (0, [Slipping(Northwind) with
        {
            OwnPushes = 3,
            Graced = [new GracedChange(new CloseDateChange(At("2026-06-03T08:10:22Z"), Day("2026-06-30"), Day("2026-09-30")), Grace.SoonAfterCreation)],
            Serial = true,
            OpenDays = 172,
            Chance = 0.02,
            Alike = new PushedOutcomes(3, BenchmarkRung.Rep, 14, 2, 0.17),
        }]),
        (0, [Slipping(Wide) with { Pushes = 2, OwnPushes = 2, PushedDays = 50, FirstCloseDate = Day("2026-10-31"), LastPush = new CloseDateChange(At("2026-11-19T15:00:00Z"), Day("2026-11-30"), Day("2026-12-20")), PushesSinceLastMeeting = 2, Serial = true, OpenDays = 12, Chance = 0.03 }]),
        (1, [Slipping(Adventure) with { Pushes = 1, OwnPushes = 0, PushedDays = 31, FirstCloseDate = Day("2026-11-17"), LastPush = new CloseDateChange(At("2026-11-18T15:00:00Z"), Day("2026-11-17"), Day("2026-12-18")), ByCount = false, OpenDays = 60, Chance = 0.4 }])));

    private static ClosedOpportunity Closed(string id, string name, decimal amount) =>
        new(new OpportunityId(id), name, null, Usd(amount), id == "006B2" ? Outcome.Lost : Outcome.Won, At("2026-11-19T10:00:00Z"), At("2026-10-31T10:00:00Z"));
}
