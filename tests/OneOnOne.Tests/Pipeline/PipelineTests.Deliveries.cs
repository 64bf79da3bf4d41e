using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>What becomes of composed briefs.</summary>
public sealed partial class PipelineTests
{
    [Fact]
    public async Task A_brief_that_was_held_up_until_the_one_on_one_began_expires_and_is_never_sent()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        world.Mail.Answer = _ => new PostResult(PostOutcome.Deferred, "busy", RetryAfter: TimeSpan.FromHours(1));
        await world.RunAsync();
        Assert.All(await world.StatesAsync(), state => Assert.Contains(" Deferred (", state, StringComparison.Ordinal)); // Told by the provider, or by its pause.
        Assert.All((await world.RunsAsync()).SelectMany(run => run.Deliveries), delivery => Assert.Equal(0, delivery.Attempt));
        world.Mail.Answer = _ => null;
        await world.RunAsync();
        Assert.Empty(world.Mail.Accepted);
        world.Clock.Now = PipelineCompany.Meeting;
        await world.RunAsync();
        Assert.All(await world.StatesAsync(), state => Assert.EndsWith("Expired (one-on-one-began)", state, StringComparison.Ordinal));
        Assert.Empty(world.Mail.Accepted);
    }

    [Fact]
    public async Task What_was_deferred_goes_out_by_a_later_run()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        world.Mail.Answer = _ => new PostResult(PostOutcome.Deferred, "busy");
        await world.RunAsync();
        world.Mail.Answer = _ => null;
        world.Clock.Now += world.Settings.Delivery.DeferFor;
        await world.RunAsync();
        Assert.Equal(AllSent, await world.StatesAsync());
    }

    [Fact]
    public async Task A_one_on_one_that_was_moved_after_it_was_planned_keeps_its_run_and_its_unsent_briefs_go_by_the_new_time()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Mail.Answer = mail => mail.BriefKey.EndsWith("-rep", StringComparison.Ordinal) ? new PostResult(PostOutcome.Deferred, "busy") : null;
        await world.RunAsync();
        DateTime wednesday = new(2026, 3, 4, 9, 0, 0);
        await world.IngestAsync(new PipelineCompany { Reps = ["rob"], TakenAt = PipelineCompany.Monday.AddHours(1), Edition = 2, Moves = [PipelineCompany.Moved("rob", wednesday, "on site")] });
        await world.RunAsync();
        world.Clock.Now = PipelineCompany.Meeting.AddHours(1);
        world.Mail.Answer = _ => null;
        await world.RunAsync();
        RunSummary run = (await world.RunsAsync()).Single(one => one.Run.On == new DateOnly(2026, 3, 3) && one.Run.Notice is null);
        Assert.Equal((wednesday, "on site"), (run.Run.StartsAt.UtcDateTime, run.Run.MovedBecause));
        Assert.Equal([DeliveryState.Sent, DeliveryState.Sent], run.Deliveries.Select(delivery => delivery.State));
        Mail late = world.Mail.Accepted.Single(mail => mail.BriefKey == $"{run.Run.Id}-rep");
        Assert.Contains("Wed 4 Mar 2026, ", late.Text, StringComparison.Ordinal);
        Assert.Contains("on site", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_one_on_one_that_was_cancelled_after_it_was_planned_ends_without_another_brief_and_who_has_one_is_told()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Mail.Answer = mail => mail.BriefKey.EndsWith("-rep", StringComparison.Ordinal) ? new PostResult(PostOutcome.Deferred, "busy") : null;
        await world.RunAsync();
        await world.IngestAsync(new PipelineCompany { Reps = ["rob"], TakenAt = PipelineCompany.Monday.AddHours(1), Edition = 2, Moves = [PipelineCompany.Moved("rob", null, "ill")] });
        world.Mail.Answer = _ => null;
        world.Clock.Now += TimeSpan.FromMinutes(30);
        Assert.Equal(new PlanReport(0, 1, 1), await world.RunAsync());
        Assert.Equal(["rob Manager Sent", "rob Manager Sent", "rob Rep Refused (one-on-one-cancelled)"], await world.StatesAsync());
        Assert.StartsWith("Cancelled: ", world.Mail.Accepted[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reps_numbers_go_neither_to_nor_about_a_former_manager()
    {
        PersonId max = new("max");
        foreach (PersonId? now in new PersonId?[] { max, null })
        {
            await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
            world.Mail.Answer = _ => new PostResult(PostOutcome.Deferred, "busy", RetryAfter: TimeSpan.Zero);
            ServiceProvider process = world.Start();
            await OneOnOne.Local.Pipelines.RunOnceAsync(process, None);
            world.Mail.Answer = _ => null;
            await world.IngestAsync(new PipelineCompany
            {
                Reps = ["rob"],
                TakenAt = PipelineCompany.Monday.AddHours(1),
                Edition = 2,
                Person = person => person.Id == PipelineCompany.Rob ? person with { Manager = now } : person,
            });
            RunId run = Assert.Single(await world.RunsAsync()).Run.Id;
            foreach (Audience audience in Enum.GetValues<Audience>())
            {
                await process.GetRequiredService<DeliverStep>().RunAsync(new DeliverBrief(run, audience) { Round = 9 }, None);
            }

            Assert.Equal(["rob Manager Refused (manager-changed)", "rob Rep Refused (manager-changed)"], await world.StatesAsync());
            Assert.Empty(world.Mail.Accepted);
        }
    }

    [Fact]
    public async Task Whoever_left_gets_no_mail_and_the_other_half_goes_out()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"], Person = person => person.Id == PipelineCompany.Rob ? person : person with { Active = false } });
        await world.RunAsync();
        Assert.Equal(["rob Manager Refused (left-the-company)", "rob Rep Sent"], await world.StatesAsync());
    }

    [Fact]
    public async Task The_next_run_tries_again_what_was_given_up()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Change = services => services.AddSingleton(new RetrySchedule([]));
        world.Change += services => Instead<IRunStore>(services, store => new NoPair(store));
        await world.RunAsync();
        Assert.All(await world.DeadLettersAsync(), letter => Assert.Null(letter.ReplayedAt));
        world.Change = _ => { };
        await world.RunAsync();
        Assert.All(await world.DeadLettersAsync(), letter => Assert.NotNull(letter.ReplayedAt));
        Assert.Equal(["rob Manager Sent", "rob Rep Sent"], await world.StatesAsync());
        Assert.Equal(2, world.Mail.Accepted.Length);
    }

    [Theory]
    [InlineData(null, "no-address")]
    [InlineData("rob@example.com, c@evil.example", "bad-address")]
    [InlineData("rob@example.org", "domain-not-allowed")]
    [Promise("S2")]
    public async Task S2_An_address_that_may_not_be_mailed_to_is_refused_and_the_other_half_goes_out(string? address, string code)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany
        {
            Reps = ["rob"],
            Person = person => person.Id == PipelineCompany.Rob ? person with { Email = address } : person,
        });
        world.Settings = world.Settings with { Delivery = new DeliverySettings { AllowedDomains = ["example.com"] } };
        await world.RunAsync();
        Assert.Equal(["rob Manager Sent", $"rob Rep Refused ({code})"], await world.StatesAsync());
        Assert.Equal("mia@example.com", Assert.Single(world.Mail.Accepted).To.Address);
    }

    [Theory]
    [InlineData(PostOutcome.Accepted, PostOutcome.Accepted, "Sent", "Sent")]
    [InlineData(PostOutcome.Accepted, PostOutcome.Refused, "Sent", "Refused (x)")]
    [InlineData(PostOutcome.Accepted, PostOutcome.Deferred, "Sent", "Deferred (x)")]
    [InlineData(PostOutcome.Refused, PostOutcome.Accepted, "Refused (x)", "Sent")]
    [InlineData(PostOutcome.Refused, PostOutcome.Refused, "Refused (x)", "Refused (x)")]
    [InlineData(PostOutcome.Refused, PostOutcome.Deferred, "Refused (x)", "Deferred (x)")]
    [InlineData(PostOutcome.Deferred, PostOutcome.Accepted, "Deferred (x)", "Sent")]
    [InlineData(PostOutcome.Deferred, PostOutcome.Refused, "Deferred (x)", "Refused (x)")]
    [InlineData(PostOutcome.Deferred, PostOutcome.Deferred, "Deferred (x)", "Deferred (x)")]
    [Promise("R21", 3, "x", 3, "outcomes of the two halves, and a rerun")]
    public async Task R21_A_rerun_sends_the_missing_half_only(PostOutcome manager, PostOutcome rep, string managers, string reps)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Mail.Answer = mail => (mail.BriefKey.EndsWith("-rep", StringComparison.Ordinal) ? rep : manager) is var outcome && outcome == PostOutcome.Accepted ? null : new PostResult(outcome, "x");
        await world.RunAsync();
        Assert.Equal([$"rob Manager {managers}", $"rob Rep {reps}"], await world.StatesAsync());
        world.Mail.Answer = _ => null;
        world.Clock.Now += world.Settings.Delivery.DeferFor;
        await world.RunAsync();
        Assert.Equal(
            [$"rob Manager {managers.Replace("Deferred (x)", "Sent", StringComparison.Ordinal)}", $"rob Rep {reps.Replace("Deferred (x)", "Sent", StringComparison.Ordinal)}"],
            await world.StatesAsync());
        Assert.Equal(world.Mail.Keys.Distinct(StringComparer.Ordinal), world.Mail.Keys);
        string?[] figures = [.. world.Mail.Accepted.Select(mail => mail.Text.Split('\n').First(line => line.Contains("ata as of", StringComparison.Ordinal))).Distinct()];
        Assert.InRange(figures.Length, 0, 1);
    }

    [Theory]
    [InlineData(UnknownPolicy.Hold, DeliveryState.Held, 1)]
    [InlineData(UnknownPolicy.ResendOnce, DeliveryState.Held, 2)]
    public async Task A_brief_whose_answer_is_always_lost_is_posted_as_often_as_the_policy_says(UnknownPolicy policy, DeliveryState end, int posts)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Settings = world.Settings with { Delivery = new DeliverySettings { UnknownPolicy = policy } };
        world.Mail.CanTell = false;
        int posted = 0;
        world.Mail.Answer = mail => mail.BriefKey.EndsWith("-rep", StringComparison.Ordinal) && Interlocked.Increment(ref posted) > 0 ? throw new FormatException("CANARY") : null;
        for (int i = 0; i < 4; i++)
        {
            await world.RunAsync();
            world.Clock.Now += world.Settings.Delivery.ReconcileFor;
        }

        Delivery delivery = Assert.Single(await world.RunsAsync()).Deliveries.Single(one => one.Audience == Audience.Rep);
        Assert.Equal((end, posts, policy == UnknownPolicy.ResendOnce), (delivery.State, posted, delivery.PossibleDuplicate));
    }

    [Fact]
    public async Task A_gateway_that_loses_every_answer_and_denies_every_mail_is_not_asked_in_a_circle()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        int posted = 0;
        world.Mail.Answer = _ => Interlocked.Increment(ref posted) > 50 ? throw new InvalidOperationException("Nobody stops.") : new PostResult(PostOutcome.Unknown, "answer-lost");
        await world.RunAsync();
        Assert.InRange(posted, 2, 8); // Once for each message that says to deliver.
    }
}
