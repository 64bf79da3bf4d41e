using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Tests.Builders;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>Mia's team: rob, whose brief it is, and ana, ben, cem and dot.</summary>
public sealed class Lessons_of_other_one_on_ones
{
    private static readonly string[] Everybody = ["Mia Berg", "Rob Stone", "Ana Lima", "Ben Ó Briain", "Cem Yıldız", "Dot Li", "Zoë Kraus-Meyer", "Mohammed Al-Sayed"];

    private static readonly ImmutableArray<DealItem> Agenda = [new DealItem(Deal("1", "Mine", "Mine Ltd", "Proposal", Usd(1), null), [Long(Deal("1", "Mine", "Mine Ltd", "Proposal", Usd(1), null))], null)];

    [Fact]
    public void Come_from_three_reps_at_least()
    {
        Assert.Empty(Told(("ana", "One"), ("ben", "Two")));
        Assert.Empty(Told(("ana", "One"), ("ben", "Two"), ("ben", "Three"), ("ana", "Four")));
        TeamLesson lesson = Assert.Single(Told(("ana", "One"), ("ben", "Two"), ("cem", "Three"), ("dot", "Four")));
        Assert.Equal(("Proposal", 4), (lesson.Stage, lesson.Reps));
        Assert.Equal(3, lesson.Texts.Length);
    }

    [Fact]
    public void Count_only_where_their_tags_are_the_same_and_fit_a_deal_of_the_agenda()
    {
        Assert.Empty(Told("Negotiation", ("ana", "One"), ("ben", "Two"), ("cem", "Three")));
        Assert.Empty(Told(null, ("ana", "One"), ("ben", "Two"), ("cem", "Three")));
        Assert.Single(Told("PROPOSAL", ("ana", "One"), ("ben", "Two"), ("cem", "Three")));
        Assert.Empty(For(Agenda, Of("ana", "One", "Proposal"), Of("ben", "Two", "Proposal"), Of("cem", "Three", "Proposal", AnalysisPart.StageOutliers)));
        Assert.Empty(For(Agenda, Of("ana", "One", null, AnalysisPart.Stalls), Of("ben", "Two", null, AnalysisPart.Stalls), Of("cem", "Three", null, AnalysisPart.Stalls)));
        Assert.Equal(AnalysisPart.StageOutliers, Assert.Single(For(Agenda, Of("ana", "One", null, AnalysisPart.StageOutliers), Of("ben", "Two", null, AnalysisPart.StageOutliers), Of("cem", "Three", null, AnalysisPart.StageOutliers))).About);
    }

    [Fact]
    public void Are_those_that_still_hold()
    {
        JournalEntry dropped = Of("cem", "Three", "Proposal") with { State = EntryState.Dropped, ClosedAt = AsOf };
        Assert.Empty(For(Agenda, Of("ana", "One", "Proposal"), Of("ben", "Two", "Proposal"), dropped));
    }

    [Theory]
    [InlineData("Ask Ana for her deck")]
    [InlineData("ask ANA's team")]
    [InlineData("Anas Liste hilft")]
    [InlineData("Ａｎａ knows")]
    [InlineData("A\u200Bn\u00ADa knows")]
    [InlineData("Briain would know")]
    [InlineData("Ó BRIÁIN would know")]
    [InlineData("Yildiz would know")]
    [InlineData("Dot Li said so")]
    [InlineData("Talk to Zoe")]
    [InlineData("Talk to Meyer")]
    [InlineData("Talk to al sayed")]
    [InlineData("Аna knows")] // a Cyrillic A
    [InlineData("Спросите Ану")] // nobody's name is written so, and so none could be found
    [InlineData("اسأل محمد")]
    [InlineData("問安娜")]
    [InlineData("Northwind needs a pilot")]
    [InlineData("NÖRTHWIND's buyers are slow")]
    [InlineData("As with big bang renewal: start early")]
    [InlineData("Mine is like that")]
    public void With_a_name_in_them_are_left_out(string text)
    {
        Assert.Empty(Told(("ana", "One"), ("ben", "Two"), ("cem", text)));
        TeamLesson lesson = Assert.Single(Told(("ana", "One"), ("ben", "Two"), ("dot", "Three"), ("cem", text)));
        Assert.Equal(3, lesson.Reps);
        Assert.DoesNotContain(text, lesson.Texts);
    }

    [Theory]
    [InlineData("A rollout needs a sponsor")] // a word of several customers' deals
    [InlineData("Robust pricing wins")]
    [InlineData("Annual plans close faster; 3 of 4 do!")]
    [InlineData("Über den Preis zuletzt sprechen")]
    public void Without_one_are_told(string text) =>
        Assert.Contains(text, Assert.Single(Told(("ana", "One"), ("ben", "Two"), ("cem", text))).Texts);

    [Fact]
    public void In_another_script_are_searched_where_all_names_are_written_in_it()
    {
        string[] names = ["山田 太郎", "王伟", "安娜"];
        NameGuard guard = new(names, names, [new DealName(null, "富士商事")]);
        Assert.True(guard.Reveals("王伟的经验"));
        Assert.True(guard.Reveals("見積は山田太郎に聞く"));
        Assert.True(guard.Reveals("富士商事は遅い"));
        Assert.False(guard.Reveals("見積は早く送る"));
        Assert.True(guard.Reveals("Ask early"));
    }

    [Fact]
    public async Task Stand_in_the_managers_half_alone()
    {
        BriefPair pair = Samples.Full with { Manager = Samples.Full.Manager with { Lessons = Told(("ana", "Ask for the signing process."), ("ben", "Two"), ("cem", "Three"), ("dot", "Four")) } };
        string manager = (await RenderAsync(pair, Audience.Manager)).Text;
        Assert.Contains("From your other one-on-ones\nProposal, from 4 of your reps:\n- Ask for the signing process.\n", manager, StringComparison.Ordinal);
        RenderedBrief rep = await RenderAsync(pair, Audience.Rep);
        Assert.DoesNotContain("signing process.", rep.Text + rep.Html + BriefJson.Of(pair, Audience.Rep), StringComparison.Ordinal);
    }

    private static ImmutableArray<TeamLesson> Told(params (string Rep, string Text)[] lessons) => Told("Proposal", lessons);

    private static ImmutableArray<TeamLesson> Told(string? stage, params (string Rep, string Text)[] lessons) => For(Agenda, [.. lessons.Select(one => Of(one.Rep, one.Text, stage))]);

    private static JournalEntry Of(string rep, string text, string? stage, AnalysisPart? about = null) =>
        Notes.Entry(new Lesson { Text = text, Stage = stage, About = about }, "l1", rep: new PersonId(rep));

    private static ImmutableArray<TeamLesson> For(ImmutableArray<DealItem> agenda, params JournalEntry[] lessons) => TeamLessons.For(
        agenda,
        new TeamMaterial(
            [.. lessons.GroupBy(entry => entry.Rep).Select(rep => new TeamMate(rep.Key, [.. rep], [new DealName(rep.Key.Value == "ana" ? "Northwind rollout" : "Contoso rollout", null), new DealName("Big Bang renewal", "Umbrella"), new DealName("Big deal", "Bang & Co"), new DealName("Renewal", "Fabrikam")]))],
            [.. Everybody.Take(6)],
            [.. Everybody]),
        [new DealName("Mine", "Mine Ltd")]);
}
