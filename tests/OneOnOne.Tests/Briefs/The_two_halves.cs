using System.Text.Json;
using OneOnOne.Briefs;
using OneOnOne.Journal;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class The_two_halves
{
    private static readonly string[] Private = ["CANARY-ONE", "CANARY-TWO", "CANARY-NOTE", "CANARY-PLAN", "CANARY-FATE", "CANARY-LESSON"];

    private static readonly BriefPair Marked = Samples.Full with
    {
        Manager = new ManagerHalf([.. Private[..2]])
        {
            Notes = [new NoteItem(new EntryId("m-1"), Private[2], Writer.Manager, Samples.Full.Facts.AsOf)],
            Plan = new PlanItem(new EntryId("m-2"), Private[3], Samples.Full.Facts.AsOf),
            Patterns = Samples.Journal.Manager.Patterns! with { Fates = [new DealFate(new OneOnOne.Crm.OpportunityId("1"), Private[4], Fate.Same)] },
            Lessons = [new TeamLesson("Proposal", null, 3, [Private[5]])],
        },
    };

    [Fact]
    public async Task Keep_the_managers_words_out_of_everything_the_rep_gets()
    {
        RenderedBrief rep = await RenderAsync(Marked, Audience.Rep);
        string everything = rep.Subject + rep.Html + rep.Text + BriefJson.Of(Marked, Audience.Rep) + await PageAsync(Marked, Audience.Rep);
        Assert.All(Private, word => Assert.DoesNotContain(word, everything, StringComparison.Ordinal));
        Assert.DoesNotContain("for=manager", everything, StringComparison.Ordinal);

        RenderedBrief manager = await RenderAsync(Marked, Audience.Manager);
        Assert.All(Private, word => Assert.Contains(word, manager.Html, StringComparison.Ordinal));
        Assert.All(Private, word => Assert.Contains(word, manager.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Give_the_reps_view_no_way_to_the_managers_half()
    {
        HashSet<Type> reached = [];
        Reach(typeof(RepView), reached);
        Assert.Contains(typeof(RepHalf), reached);
        Assert.Contains(typeof(BriefFacts), reached);
        Assert.DoesNotContain(typeof(ManagerHalf), reached);
        Assert.DoesNotContain(typeof(BriefPair), reached);
    }

    [Theory]
    [InlineData("Full")]
    [InlineData("Journal")]
    public void Carry_the_same_facts_to_the_digit(string name)
    {
        JsonElement manager = JsonDocument.Parse(BriefJson.Of(Samples.Named(name), Audience.Manager)).RootElement;
        JsonElement rep = JsonDocument.Parse(BriefJson.Of(Samples.Named(name), Audience.Rep)).RootElement;
        Assert.Equal(manager.GetProperty("facts").GetRawText(), rep.GetProperty("facts").GetRawText());
        Assert.Equal(["schema", "audience", "facts", "own"], rep.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["selfChecks", "prepare"], rep.GetProperty("own").EnumerateObject().Select(property => property.Name));
        Assert.Equal(name == "Journal", rep.GetProperty("facts").TryGetProperty("journal", out _));
        Assert.Equal("stall", rep.GetProperty("facts").GetProperty("findings")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Of_a_rep_on_a_plan_and_of_the_same_rep_on_none_are_one_to_the_byte()
    {
        Assert.Equal(await RenderAsync(Samples.Journal, Audience.Rep), await RenderAsync(Samples.Plan, Audience.Rep));
        Assert.Equal(BriefJson.Of(Samples.Journal, Audience.Rep), BriefJson.Of(Samples.Plan, Audience.Rep));
        Assert.Equal(await PageAsync(Samples.Journal, Audience.Rep), await PageAsync(Samples.Plan, Audience.Rep));
        Assert.NotEqual(await RenderAsync(Samples.Journal, Audience.Manager), await RenderAsync(Samples.Plan, Audience.Manager));
    }

    [Fact]
    public async Task Count_the_same_where_the_numbers_of_weeks_come_in()
    {
        string manager = (await RenderAsync(Samples.Journal, Audience.Manager)).Text;
        string rep = (await RenderAsync(Samples.Journal, Audience.Rep)).Text;
        Assert.Contains("Commitments kept over the last 12 one-on-ones: Dana 5 of 6 and you 5 of 5.", Flat(manager), StringComparison.Ordinal);
        Assert.Contains("Commitments kept over the last 12 one-on-ones: you 5 of 6 and Priya 5 of 5.", Flat(rep), StringComparison.Ordinal);
        const string Fast = "Where it was fast: Proposal 3 days (usually 14) and Qualification 4.2 days (usually 6.1).";
        Assert.Contains(Fast, Flat(manager), StringComparison.Ordinal);
        Assert.Contains(Fast, Flat(rep), StringComparison.Ordinal);
    }

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Put_the_meeting_on_each_readers_own_clock()
    {
        Assert.Contains("Tue 24 Nov 2026, 09:00 Europe/London, 45 minutes", (await RenderAsync(Samples.Full, Audience.Manager)).Text, StringComparison.Ordinal);
        Assert.Contains("Tue 24 Nov 2026, 10:00 Europe/Berlin, 45 minutes", (await RenderAsync(Samples.Full, Audience.Rep)).Text, StringComparison.Ordinal);
    }

    private static void Reach(Type type, HashSet<Type> reached)
    {
        if (type.IsGenericType || type.IsArray)
        {
            foreach (Type argument in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
            {
                Reach(argument, reached);
            }
        }
        else if (type.Namespace?.StartsWith("OneOnOne", StringComparison.Ordinal) == true && reached.Add(type))
        {
            foreach (System.Reflection.PropertyInfo property in type.GetProperties())
            {
                Reach(property.PropertyType, reached);
            }
        }
    }
}
