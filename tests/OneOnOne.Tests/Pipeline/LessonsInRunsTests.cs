using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Pipeline;

/// <summary>Mia's one-on-ones with a whole team: what her other reps noted comes to her, and to nobody else.</summary>
public sealed class LessonsInRunsTests
{
    private static readonly string[] Team = ["rob", "ria", "sam", "tom", "una"];

    [Fact]
    public async Task What_three_others_noted_reaches_the_manager_alone_and_no_name_of_theirs_does()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = Team });
        IJournal journal = world.Start().GetRequiredService<IJournal>();
        await NoteAsync(journal, ("ria", "CANARY ask early"), ("sam", "CANARY ask una"), ("tom", "CANARY ask twice"), ("una", "CANARY ask the buyer"));
        await world.RunAsync();
        Mail[] with = [.. world.Mail.Accepted.Where(mail => mail.Text.Contains("From your other one-on-ones", StringComparison.Ordinal)).OrderBy(mail => mail.Subject, StringComparer.Ordinal)];

        // Rob's and sam's: each of the others has but two whose lessons may be told, since sam's names una.
        Assert.Equal(["mia@example.com", "mia@example.com"], with.Select(mail => mail.To.Address));
        Assert.Equal(["One-on-one with rob Rep", "One-on-one with sam Rep"], with.Select(mail => mail.Subject.Split(',')[0]));
        Assert.All(with, mail => Assert.Contains("Stalled deals, from 3 of your reps:\n", mail.Text, StringComparison.Ordinal));
        Assert.All(["CANARY ask early.", "CANARY ask twice.", "CANARY ask the buyer."], text => Assert.All(with, mail => Assert.Contains("- " + text, mail.Text, StringComparison.Ordinal)));
        Assert.DoesNotContain("CANARY ask una", with[0].Text + with[0].Html, StringComparison.Ordinal); // In sam's own brief it is sam's own lesson.
    }

    [Theory]
    [InlineData(2, 0)] // Nothing can come of two journals, so no deals are read for their names.
    [InlineData(3, 6)] // Rob's and una's briefs may tell three lessons each.
    public async Task A_run_reads_one_journal_of_each_team_mate_and_deals_only_where_a_lesson_may_be_told(int lessons, int books)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = Team });
        await NoteAsync(world.Start().GetRequiredService<IJournal>(), [.. new[] { "ria", "sam", "tom" }.Take(lessons).Select(rep => (rep, "Ask early"))]);
        PipelineFaults watch = new();
        await world.RunAsync(watch);
        Assert.Equal(Team.Length * Team.Length, watch.Points.Count(point => point.StartsWith("IJournal", StringComparison.Ordinal)));
        Assert.Equal(books, watch.Points.Count(point => point.StartsWith("IBookStore.ReadAllAsync", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_small_team_costs_no_journal_but_the_reps_own()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob", "ria", "sam"] });
        PipelineFaults watch = new();
        await world.RunAsync(watch);
        Assert.Equal(3, watch.Points.Count(point => point.StartsWith("IJournal", StringComparison.Ordinal)));
    }

    private static async Task NoteAsync(IJournal journal, params (string Rep, string Text)[] lessons)
    {
        foreach ((string rep, string text) in lessons)
        {
            await journal.TryCreateAsync(Notes.Entry(new Lesson { Text = text, About = AnalysisPart.Stalls }, "l1", rep: new PersonId(rep)), CancellationToken.None);
        }
    }
}
