using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Pipeline;

public sealed class JournalInRunsTests
{
    [Fact]
    public async Task What_was_written_down_is_mailed_to_the_two_and_to_nobody_else()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        await world.Start().GetRequiredService<IJournal>().TryCreateAsync(Notes.Entry(Notes.Commitment("Send CANARY"), written: Notes.ByManager(PipelineCompany.Monday)), CancellationToken.None);
        await world.RunAsync();
        Mail[] with = [.. world.Mail.Accepted.Where(mail => mail.Text.Contains("CANARY", StringComparison.Ordinal))];
        Assert.Equal(["mia@example.com", "rob@example.com"], with.Select(mail => mail.To.Address).Order(StringComparer.Ordinal));
        Assert.All(with, mail => Assert.Contains("CANARY", mail.Html, StringComparison.Ordinal));
        Assert.Equal(4, world.Mail.Accepted.Length);
        Assert.Single(with, mail => mail.Text.Contains("- You: Send CANARY.", StringComparison.Ordinal));
        Assert.Single(with, mail => mail.Text.Contains("- rob: Send CANARY.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_the_managers_alone_is_mailed_to_the_manager_alone()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        IJournal journal = world.Start().GetRequiredService<IJournal>();
        await journal.TryCreateAsync(Notes.Entry(new Note { Text = "CANARY" }, "m-1", Notes.ByManager(PipelineCompany.Monday)), CancellationToken.None);
        await journal.TryCreateAsync(Notes.Entry(new Plan { Text = "CANARY" }, "m-2", Notes.ByManager(PipelineCompany.Monday)), CancellationToken.None);
        await journal.TryCreateAsync(Notes.Entry(Notes.Held(new DateOnly(2026, 2, 24)), "h1", Notes.ByRep(PipelineCompany.Monday)), CancellationToken.None);
        await world.RunAsync();
        Mail with = Assert.Single(world.Mail.Accepted, mail => (mail.Text + mail.Html + mail.Subject).Contains("CANARY", StringComparison.Ordinal));
        Assert.Equal("mia@example.com", with.To.Address);
        Assert.Equal(2, world.Mail.Accepted.Count(mail => mail.Text.Contains("The last one-on-one was cancelled: At a customer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_next_brief_counts_on_from_the_one_before()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        await world.Start().GetRequiredService<IJournal>().TryCreateAsync(Notes.Entry(Notes.Commitment(), written: Notes.ByRep(PipelineCompany.Monday)), CancellationToken.None);
        foreach (string carried in new[] { "Send the plan.", "Send the plan. Carried over once, since Mon 2 Mar.", "Send the plan. Carried over twice, since Mon 2 Mar." })
        {
            await world.RunAsync();
            Assert.Contains($"- You: {carried}\n", world.Mail.Accepted[^1].To.Address == "rob@example.com" ? world.Mail.Accepted[^1].Text : world.Mail.Accepted[^2].Text, StringComparison.Ordinal);
            world.Clock.Now = world.Clock.Now.AddDays(7);
        }
    }

    [Fact]
    public async Task A_run_costs_one_request_to_the_journal_and_analyses_none()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        PipelineFaults watch = new();
        await world.RunAsync(watch);
        Assert.Equal("IJournal.ReadAsync(rob)#1", Assert.Single(watch.Points, point => point.StartsWith("IJournal", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_snooze_changes_what_is_talked_about_and_nothing_that_was_found()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        await world.Start().GetRequiredService<IJournal>().TryCreateAsync(Notes.Entry(Notes.Snooze("rob-1", new DateOnly(2026, 4, 1))), CancellationToken.None);
        await world.RunAsync();
        IRunStore runs = world.Start().GetRequiredService<IRunStore>();
        RunId run = Assert.Single(await world.RunsAsync()).Run.Id;
        Assert.Contains((await runs.ReadPartsAsync(run, CancellationToken.None)).SelectMany(part => part.Findings), finding => finding.Opportunity.Id.Value == "rob-1");
        OneOnOne.Briefs.BriefPair pair = (await runs.ReadPairAsync(run, CancellationToken.None))!;
        Assert.DoesNotContain(pair.Facts.Findings, finding => finding.Opportunity.Id.Value == "rob-1");
        Assert.Equal("rob-1", Assert.Single(pair.Facts.Journal!.Snoozed).Opportunity.Id.Value);
    }
}
