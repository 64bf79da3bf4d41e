using System.Text;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Quotas;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Links;
using OneOnOne.Tests.Http.Forms;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>Everything that a brief can have at once, each as long as it may be, in a mail with links as long as those of a real app.</summary>
public sealed class Mail_at_its_fullest
{
    private const int Promised = 90_000; // Gmail clips at 102 kB.

    private static readonly DateTimeOffset Since = At("2026-11-17T09:00:00Z");

    [Theory]
    [InlineData("en", "A name as long as names of deals and customers ever get, and then some ", Audience.Manager)]
    [InlineData("en", "A name as long as names of deals and customers ever get, and then some ", Audience.Rep)]
    [InlineData("de", "Donaudampfschifffahrtsgesellschaft für Prüfgeräte & Söhne ", Audience.Manager)]
    [InlineData("de", "Donaudampfschifffahrtsgesellschaft für Prüfgeräte & Söhne ", Audience.Rep)]
    [InlineData("en", "شركة الخليج للتجارة ", Audience.Manager)]
    [InlineData("de", "شركة الخليج للتجارة ", Audience.Rep)]
    [InlineData("de", "漢字漢字漢字漢字漢字漢字", Audience.Manager)]
    [InlineData("en", "漢字漢字漢字漢字漢字漢字", Audience.Rep)]
    public async Task Is_not_clipped(string language, string word, Audience audience)
    {
        BriefPair pair = Fullest(language, string.Concat(Enumerable.Repeat(word, 50))[..500]);
        BriefPair onPlan = pair with { Manager = pair.Manager with { Plan = new PlanItem(new EntryId("f-" + new string('a', 24)), pair.Facts.Journal!.Topics[0].Text, Since) } };
        foreach (BriefPair one in new[] { pair, onPlan })
        {
            Assert.InRange(Encoding.UTF8.GetByteCount((await MailAsync(one, audience)).Html), 50_000, Promised);
        }
    }

    /// <summary>Nothing is cut without a word: lists count on, and the brief owns up to having been shortened. Numbers stay as they are.</summary>
    [Fact]
    public async Task Says_that_it_was_shortened_and_keeps_every_deal_with_its_numbers_and_question()
    {
        BriefPair pair = Fullest("en", string.Concat(Enumerable.Repeat("A very long name ", 50))[..500]);
        string mail = Flat((await MailAsync(pair, Audience.Rep)).Text);
        string whole = Flat(TextBrief.Of(SheetBuilder.Of(BriefView.Of(pair, Audience.Rep))));
        Assert.Contains("Shortened to fit a mail: long names end in …", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("Shortened to fit", whole, StringComparison.Ordinal);
        foreach (string said in new[] { "Close date pushed 4 times, 73 days in all", "47 days in A very long name", "> Check yourself" })
        {
            Assert.Equal(whole.Split(said).Length, mail.Split(said).Length);
        }

        Assert.Contains("And 20 more; they are in the findings export.", whole, StringComparison.Ordinal);
        Assert.Matches("And 2[5-9] more; they are in the findings export.", mail);
    }

    [Fact]
    public async Task An_ordinary_mail_is_not_shortened() =>
        Assert.DoesNotContain("Shortened", (await MailAsync(Samples.Journal, Audience.Manager)).Text, StringComparison.Ordinal);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task<RenderedBrief> MailAsync(BriefPair pair, Audience audience) => Renderer().RenderAsync(
        pair,
        audience,
        new BriefLinks(new LinkTokens(FormsApp.Links), "https://func-oneonone-of-the-company-k7w2m5q.azurewebsites.net", pair.Facts.Reader(audience).Id, pair.Facts.Rep.Id, "mail", AsOf.AddDays(7)));

    private static BriefPair Fullest(string language, string text)
    {
        OpportunityRef[] deals = [.. Enumerable.Range(0, 30).Select(i => Deal(Id("deal", i), text, i + text, i + text, Usd(1_000_000 - i), "2026-11-12", "https://crm.example/" + new string('x', 200)))];
        BriefFacts facts = Facts.With([.. deals.Select(deal => ((int?)0, new Finding[] { Stalled(deal), Slip(deal), Outlier(deal) }))]) with
        {
            Manager = new Party(new PersonId(Id("manager", 1)), text, "America/Argentina/ComodRivadavia") { Language = language },
            Rep = new Party(new PersonId(Id("rep", 1)), text, "America/Argentina/ComodRivadavia") { Language = language },
            Meeting = new MeetingFacts(At("2026-11-24T09:00:00Z"), 60, Since, text, Assumed: true) { On = Day("2026-11-24"), LastOn = Day("2026-11-17") },
            Context = Context(deals, text),
            History = Samples.Journal.Facts.History,
            PushHabit = Samples.Slips.Facts.PushHabit,
            Unchanged = [.. deals.Skip(20).Select(deal => new DealItem(deal, [Stalled(deal), Slip(deal), Outlier(deal)], 1))],
            Cleared = [.. deals],
            StageTimes = [.. Enumerable.Range(0, 12).Select(i => new StageTimes(i + text, 13, 13.2, 30.7, 6, 38.4))],
            Notes = [.. Enum.GetValues<DataIssue>().Select(issue => new DataNote(issue, 12) { Since = Day("2026-11-01") })],
            HolidaysOf = "United Kingdom (England and Wales)",
            Journal = Journal(deals, text),
        };
        BriefPair pair = Pair(facts);
        return pair with
        {
            Manager = pair.Manager with
            {
                Patterns = Samples.Journal.Manager.Patterns! with { Fates = [.. deals.Take(5).Select((deal, i) => new DealFate(deal.Id, text, i < 3 ? Fate.Same : Fate.Worse))] },
                Lessons = [.. Enumerable.Range(0, 2).Select(i => new TeamLesson(i + text, AnalysisPart.Slips, 3, [text, text, text]))],
                Notes = [.. Enumerable.Repeat(new NoteItem(new EntryId("f-" + new string('a', 24)), text, Writer.EarlierManager, AsOf), 50)],
            },
        };
    }

    private static Slip Slip(OpportunityRef deal) => Slipping(deal) with
    {
        Pulls = 3,
        PulledDays = 12,
        OwnPushes = 3,
        Graced = [.. Enum.GetValues<Grace>().Select(grace => new GracedChange(new CloseDateChange(Since, Day("2026-06-30"), Day("2026-09-30")), grace))],
        Serial = true,
        OpenDays = 172,
        LeftThePeriod = true,
        OverdueDays = 10,
        ThresholdCount = 3,
        Alike = new PushedOutcomes(3, BenchmarkRung.Rep, 14, 2, 0.17),
    };

    private static StageOutlier Outlier(OpportunityRef deal) => Long(deal) with { OwnedSince = Since };

    private static BriefContext Context(OpportunityRef[] deals, string text)
    {
        ClosedOpportunity[] closed = [.. deals.Select(deal => new ClosedOpportunity(deal.Id, text, text, Usd(86_000), Outcome.Won, Since, Since))];
        QuotaAttainment quota = Samples.Full.Facts.Context.Quotas[0];
        return Samples.Full.Facts.Context with
        {
            OpenCount = 400,
            Quotas = [quota, quota],
            Movement = new Movement(Since)
            {
                New = [.. deals],
                Moved = [.. deals.SelectMany(deal => Enum.GetValues<StageDirection>().Select(way => new StageMove(deal, text, text, way)))],
                Won = [.. closed],
                Lost = [.. closed],
                Unmoved = 300,
                FastWins = [.. closed.Take(3).Select(win => new FastWin(win, 5, 20, 13) { Stays = [new FastStay(text, 1, 9), new FastStay("2" + text, 1, 9)] })],
            },
        };
    }

    private static JournalFacts Journal(OpportunityRef[] deals, string text)
    {
        EntryId id = new("f-" + new string('a', 24));
        return new JournalFacts
        {
            Commitments = [.. Enumerable.Repeat(new CommitmentItem(id, Side.Rep, text, Day("2026-11-20"), true, deals[0], AsOf, 9), 100)],
            Done = [.. Enumerable.Repeat(new DoneItem(id, Side.Rep, text, AsOf), 100)],
            Initiatives = [.. Enumerable.Repeat(new InitiativeItem(id, text, text, AsOf), 100)],
            Topics = [.. Enumerable.Repeat(new TopicItem(id, text, Writer.EarlierManager), 100)],
            Reasons = [.. deals.Select(deal => new ReasonItem(id, deal, text, Writer.EarlierManager, AsOf, []))],
            Lessons = [.. Enumerable.Repeat(new LessonItem(id, text, text, AnalysisPart.Slips, AsOf), 3)],
            Held = new HeldItem(id, Day("2026-11-17"), HeldOutcome.Moved, text, Writer.EarlierManager),
            Snoozed = [.. deals.Select(deal => new SnoozedItem(id, deal, [Stalled(deal)], Whole: false, Day("2026-12-12"), Writer.EarlierManager, text))],
        };
    }

    /// <summary>As long as a GUID.</summary>
    private static string Id(string what, int n) => $"{what}-{n}".PadRight(36, '0');
}
