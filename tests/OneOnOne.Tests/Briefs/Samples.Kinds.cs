using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>The kinds of brief that are not an ordinary week.</summary>
internal static partial class Samples
{
    private static readonly Dictionary<string, Func<BriefPair>> Kinds = new(StringComparer.Ordinal)
    {
        ["Full"] = () => Full,
        ["Journal"] = () => Journal,
        ["First"] = () => First,
        ["Clear"] = () => Clear,
        ["Slips"] = () => Slips,
        ["Plan"] = () => Plan,
        ["Many"] = () => Many,
        ["NoDeals"] = () => NoDeals,
        ["FirstWeek"] = () => FirstWeek,
        ["NewManager"] = () => NewManager,
        ["LordHowe"] = () => LordHowe,
        ["RightToLeft"] = () => RightToLeft,
    };

    public static TheoryData<string, Audience> All
    {
        get
        {
            TheoryData<string, Audience> data = [];
            foreach (string name in Kinds.Keys)
            {
                data.Add(name, Audience.Manager);
                data.Add(name, Audience.Rep);
            }

            return data;
        }
    }

    public static IEnumerable<string> Names => Kinds.Keys;

    public static BriefPair Named(string name) => Kinds[name]();

    /// <summary>The rep of the journal is on a performance plan. Nothing of it may reach the rep's half.</summary>
    public static BriefPair Plan => Journal with
    {
        Manager = Journal.Manager with { Plan = new PlanItem(new EntryId("m-3"), "Eight first meetings a week, and a next step booked in every deal above 20,000", At("2026-11-03T09:30:00Z")) },
    };

    /// <summary>400 open deals, and something is the matter with each.</summary>
    public static BriefPair Many => Pair((Facts with
    {
        Context = Facts.Context with { OpenCount = 400, OpenValue = [Usd(8_020_000)] },
    }).With([.. Enumerable.Range(1, 400).Select(i => Deal($"007{i:000}", $"Deal {i:000} for a customer whose name is long", $"Customer {i:000} Holding", "Proposal", Usd(40_100 - (i * 100)), "2026-12-12", $"https://crm.example/opp/007{i:000}"))
        .Select(deal => ((int?)1, new Finding[] { Stalled(deal), Slipping(deal), Long(deal) }))]));

    /// <summary>Everything is closed.</summary>
    public static BriefPair NoDeals => Pair(Facts with
    {
        Context = Facts.Context with { Movement = new Movement(At("2026-11-17T09:00:00Z")) { Won = [Closed("006B1", "Litware onboarding", 32_000)] } },
        StageTimes = [new StageTimes("Proposal", 13, 13.2, 30.7, 6, 38.4)],
    });

    /// <summary>A rep's first week: two deals taken over, nothing of their own to compare with.</summary>
    public static BriefPair FirstWeek => Pair((Facts with
    {
        Meeting = Facts.Meeting! with { LastAt = null },
        Context = Facts.Context with { OpenCount = 2, OpenValue = [Usd(86_000), new Money(21_250.50m, "EUR")], Activity = [new ActivityMetric(ActivityKind.Call, 3, null, 0)] },
        Notes = [new DataNote(DataIssue.TooFewWonVisits, 2)],
    }).With((null, [Stalled(Northwind) with { OwnedSince = At("2026-11-18T08:00:00Z") }])));

    /// <summary>The second of two managers: the one before left a reason, and the counts begin anew.</summary>
    public static BriefPair NewManager => WithCoaching((Facts with
    {
        Manager = new Party(new PersonId("m2"), "Ines Okafor", "Europe/Lisbon"),
        Context = Facts.Context with { OpenCount = 9, OpenValue = [Usd(94_500)] },
        History = [.. Quarter.TakeLast(1)],
        Journal = new JournalFacts
        {
            Commitments = [new CommitmentItem(new EntryId("c1"), Side.Manager, "Ask legal for a shorter agreement", Day("2026-11-20"), true, null, At("2026-10-06T09:30:00Z"), null)],
            Reasons = [new ReasonItem(new EntryId("r2"), Wide, "Budget freeze until November.", Writer.EarlierManager, At("2026-10-01T10:00:00Z"), [])],
        },
    }).With((0, [Slipping(Wide) with { Pushes = 1, PushedDays = 50, FirstCloseDate = Day("2026-10-31"), LastPush = new CloseDateChange(At("2026-11-19T15:00:00Z"), Day("2026-10-31"), Day("2026-12-20")), ByCount = false }])));

    /// <summary>Half an hour off everybody else's clock.</summary>
    public static BriefPair LordHowe => Pair((Facts with
    {
        Manager = new Party(new PersonId("m3"), "Noa Fraser", "Australia/Sydney"),
        Rep = new Party(new PersonId("r3"), "Kim Wilson", "Australia/Lord_Howe"),
        Meeting = new MeetingFacts(At("2026-11-23T22:30:00Z"), 30, At("2026-11-16T22:30:00Z"), "ferry day", Assumed: false),
        Agenda = [new AgendaPart(AgendaKind.Context, 7), new AgendaPart(AgendaKind.Communication, 7), new AgendaPart(AgendaKind.Coaching, 16)],
        Context = Facts.Context with { OpenCount = 4, OpenValue = [new Money(12_000, "AUD")] },
    }).With((1, [Stalled(Deal("009", "Lagoon resort", null, "Proposal", new Money(12_000, "AUD"), "2026-12-12"))])));

    public static BriefPair RightToLeft => Pair((Facts with
    {
        Manager = new Party(new PersonId("m4"), "ليلى الحسن", "Asia/Dubai"),
        Rep = new Party(new PersonId("r4"), "יוסי כהן", "Asia/Jerusalem"),
        Context = Facts.Context with { OpenCount = 3, OpenValue = [new Money(310_000, "AED")] },
    }).With(
        (0, [Stalled(Deal("010", "توريد معدات (المرحلة 2)", "شركة الخليج للتجارة", "Proposal", new Money(250_000, "AED"), "2026-12-12", "https://crm.example/opp/010"))]),
        (1, [Slipping(Deal("011", "שדרוג שרתים - Acme", "Acme בע\"מ", "Negotiation", new Money(60_000, "AED"), "2026-12-12"))])));

    /// <summary>Eleven weeks, each with a deal less that stands still.</summary>
    private static ImmutableArray<HistoryPoint> Quarter =>
    [
        .. Enumerable.Range(0, 11).Select(week => new HistoryPoint(At("2026-09-08T09:00:00Z").AddDays(7 * week), At("2026-09-06T12:00:00Z").AddDays(7 * week))
        {
            Open = 14,
            Stalled = week == 4 ? null : 13 - week,
            Pushed = week % 3,
            Overdue = 1,
            Outliers = 2,
            AtStake = [Usd(150_000)],
            Activities = 44,
            RepCommitments = new CommitmentCount(2, week % 4 == 0 ? 1 : 0, week % 2),
            ManagerCommitments = new CommitmentCount(1, 0, week % 3 == 0 ? 1 : 0),
            Deals = [new AgendaDeal(Northwind.Id, "Proposal", [Mark.Quiet], 3), new AgendaDeal(Tailspin.Id, "Qualification", [Mark.NothingBooked], 0)],
        }),
    ];

    /// <summary>What a composer would add for the manager alone, where there are a book and a team behind the facts.</summary>
    private static BriefPair WithCoaching(BriefFacts facts)
    {
        BriefPair pair = Pair(facts);
        return pair with
        {
            Manager = pair.Manager with
            {
                Patterns = new CoachingPatterns
                {
                    LastAt = facts.History[^1].At,
                    Fates = [new DealFate(Northwind.Id, "Northwind rollout", Fate.Worse), new DealFate(new OpportunityId("006B1"), "Litware onboarding", Fate.Won), new DealFate(Wide.Id, "Wide World licences", Fate.MovedOn), new DealFate(Contoso.Id, "Contoso renewal and expansion", Fate.Same)],
                    Tally = facts.History.Length < 3 ? null : new AgendaTally(facts.History.Length, 17, 6, 3, 4, 3),
                    Stalled = Trends.Of([.. facts.History.Append(HistoryPoint.Of(facts)).Select(point => point.Stalled).OfType<int>()]),
                    Pushed = Trends.Of([.. facts.History.Append(HistoryPoint.Of(facts)).Select(point => point.Pushed).OfType<int>()]),
                },
                Lessons = facts.History.Length < 3 ? [] : [new TeamLesson("Proposal", null, 4, ["Ask who signs before the price is named", "Send the plan of the rollout together with the offer.", "Book the follow-up in the meeting itself"])],
                Notes = facts.History.Length < 3 ? null : [new NoteItem(new EntryId("m-1"), "Ask how the move to Leipzig went", Writer.Manager, At("2026-11-17T11:00:00Z")), new NoteItem(new EntryId("m-2"), "Wants to lead the partner programme", Writer.EarlierManager, At("2026-09-02T11:00:00Z"))],
            },
        };
    }
}
