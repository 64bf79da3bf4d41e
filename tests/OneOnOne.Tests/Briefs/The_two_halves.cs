using System.Text.Json;
using OneOnOne.Briefs;
using OneOnOne.Journal;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

public sealed class The_two_halves
{
    private static readonly string[] Private = ["CANARY-ONE", "CANARY-TWO", "CANARY-NOTE", "CANARY-PLAN"];

    private static readonly BriefPair Marked = Samples.Full with
    {
        Manager = new ManagerHalf([.. Private[..2]])
        {
            Notes = [new NoteItem(new EntryId("m-1"), Private[2], Writer.Manager, Samples.Full.Facts.AsOf)],
            Plan = new PlanItem(new EntryId("m-2"), Private[3], Samples.Full.Facts.AsOf),
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
