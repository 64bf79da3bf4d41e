using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Languages;
using OneOnOne.Tests.Fuzzing;
using OneOnOne.Tests.Promises;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class Hostile_CRM_text
{
    private const int Texts = 21;

    public static TheoryData<string> Corpus =>
    [
        "<script>alert(1)</script>",
        "</td></tr></table><h1>owned</h1>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<style>*{display:none}</style>",
        "</style><svg onload=alert(1)>",
        "<!-- comment",
        "]]><![CDATA[",
        "@(1+1) @@ {{7*7}} ${7*7}",
        "expression(alert(1));background:url(https://evil.example)",
        "line one\r\nBcc: all@example.com\r\n\r\nbody",
        "nul\0tab\tvt\u000besc\u001b[31mdel\u007fnel\u0085",
        "ls\u2028ps\u2029end",
        "bidi \u202Egnp.exe\u202C \u2066iso\u2069 \u061C\u200F",
        "zero\u200Bwidth\uFEFFjoin\u2060er\u00AD",
        "\uD800 lone \uDC00 surrogates",
        "🇩🇪 👩‍👩‍👧 ñ ⽇本 ﷽",
        "\U000E0041\U000E0042 tags",
        "javascript:alert(1) data:text/html,x vbscript:x https://evil.example",
        "r\u0430ypal \u03bf\u043e\u006f \uff52\uff4f\uff42 e\u0301\u0301\u0301",
    ];

    [Theory]
    [MemberData(nameof(Corpus))]
    [Promise("S4", Texts, "texts in every field of both halves")]
    public async Task S4_Changes_no_element_and_leaves_one_safe_line(string text)
    {
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            RenderedBrief plain = await RenderAsync(Everywhere("plain text"), audience);
            RenderedBrief brief = await RenderAsync(Everywhere(text), audience);

            Assert.Equal(Html.Shape(plain.Html), Html.Shape(brief.Html));
            Assert.DoesNotContain(Lies.WithoutIsolates(brief.Html), IsLie);
            Assert.DoesNotContain(Lies.WithoutIsolates(brief.Text), IsLie);
            Assert.DoesNotContain(Lies.WithoutIsolates(Html.Parse(brief.Html).DocumentElement.TextContent), IsLie);
            Assert.DoesNotContain(brief.Subject, c => c == '\n' || IsLie(c));
            Assert.InRange(brief.Subject.Length, 1, Safe.LongestSubject);
        }
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    [Promise("S6", Texts, "texts")]
    public void S6_Is_made_safe_once_and_for_all(string text)
    {
        string safe = Safe.Text(text);
        Assert.Equal(safe, Safe.Text(safe));
        Assert.DoesNotContain(safe, c => c == '\n' || IsLie(c));
    }

    [Fact]
    public void There_are_as_many_as_the_promise_says() => Assert.Equal(Texts, Corpus.Count);

    [Fact]
    [Promise("S6", Safe.LongestField, "characters of a field,", Safe.LongestSubject, "of a subject")]
    public void S6_Is_cut_between_characters()
    {
        Assert.Equal(new string('a', 499) + "…", Safe.Text(new string('a', 501)));
        Assert.Equal(new string('a', 500), Safe.Text(new string('a', 500)));
        Assert.Equal("aa…", Safe.Text("aa😀😀", 4));
        Assert.Equal("a…", Safe.Text("ae\u0301e\u0301", 3));
    }

    [Fact]
    public void Falls_back_where_a_name_shows_nothing()
    {
        OpportunityRef deal = Deal("006X", "\u200B\u3164", "\u2800", "Proposal", null, null);
        Assert.Equal("006X", Safe.Title(deal, Language.English));
        Assert.Equal("(no name)", Safe.Title(deal with { Id = new OpportunityId("\u202E") }, Language.English));
    }

    private static bool IsLie(char c) => c != '\n' && Lies.Are(c);

    // Each text stands between letters too, so that no case passes by falling back to an id.
    private static BriefPair Everywhere(string text)
    {
        string hostile = "x " + text + " y";
        OpportunityRef deal = new(new OpportunityId(hostile), hostile, hostile, hostile, new Money(5, "USD"), Day("2026-12-12"), "https://crm.example/1");
        OpportunityRef[] more = [.. Enumerable.Range(0, 7).Select(i => deal with { Id = new OpportunityId(hostile + i) })];
        ClosedOpportunity closed = new(new OpportunityId(hostile), hostile, hostile, null, Outcome.Won, AsOf, AsOf);
        BriefFacts facts = Facts with
        {
            Manager = Facts.Manager with { Name = hostile },
            Rep = Facts.Rep with { Name = hostile },
            Meeting = Facts.Meeting! with { MovedBecause = hostile },
            SnapshotId = hostile,
            StageTimes = [new StageTimes(hostile, 9, 1, 2, 3, 4)],
            Context = Facts.Context with
            {
                OpenCount = 7,
                OpenValue = [new Money(7, "USD")],
                Movement = new Movement(AsOf) { New = [deal], Moved = [new StageMove(deal, hostile, hostile, StageDirection.Back)], Won = [closed], Lost = [closed], FastWins = [new FastWin(closed, 1, 9, 6) { Stays = [new FastStay(hostile, 1, 9)] }] },
            },
        };
        facts = facts.With([.. more.Select(one => ((int?)0, new Finding[] { Stalled(one), Slipping(one), Long(one) }))]) with { Journal = Written(hostile, more[0], deal) };
        BriefPair pair = Pair(facts);
        return pair with
        {
            Manager = new ManagerHalf([.. pair.Manager.Questions.Select(_ => hostile)])
            {
                Patterns = new CoachingPatterns { LastAt = AsOf, Fates = [new DealFate(new OpportunityId("1"), hostile, Fate.Same)], Stalled = Trend.None, Pushed = Trend.None },
                Lessons = [new TeamLesson(hostile, null, 3, [hostile])],
                Notes = [new NoteItem(new EntryId("m-1"), hostile, Writer.Manager, AsOf)],
                Plan = new PlanItem(new EntryId("m-2"), hostile, AsOf),
            },
            Rep = new RepHalf([hostile, hostile, hostile, hostile, hostile], [hostile]),
        };
    }

    private static JournalFacts Written(string hostile, OpportunityRef deal, OpportunityRef snoozed) => new()
    {
        Commitments = [new CommitmentItem(new EntryId("e"), Side.Rep, hostile, Day("2026-11-20"), true, deal, AsOf, 2)],
        Done = [new DoneItem(new EntryId("e"), null, hostile, AsOf)],
        Initiatives = [new InitiativeItem(new EntryId("e"), hostile, hostile, AsOf)],
        Topics = [new TopicItem(new EntryId("e"), hostile, Writer.Manager)],
        Reasons = [new ReasonItem(new EntryId("e"), deal, hostile, Writer.Rep, AsOf, [AnalysisPart.Slips])],
        Lessons = [new LessonItem(new EntryId("e"), hostile, hostile, null, AsOf)],
        Snoozed = [new SnoozedItem(new EntryId("e"), snoozed, [Stalled(snoozed)], true, Day("2026-12-12"), Writer.Rep, hostile)],
    };
}
