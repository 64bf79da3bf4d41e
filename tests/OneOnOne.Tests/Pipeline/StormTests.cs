using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>The provider takes nothing for a while and says when to come back.</summary>
public sealed class StormTests
{
    private const int Minutes = 10;
    private const int Briefs = 60;
    private const int AtOnce = 8;
    private const int Hours = 6;

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(Minutes * 60)]
    [Promise("R19", Minutes, "minutes of 429 for", Briefs, "briefs, handled", AtOnce, "at once; resets after 20 s, 60 s and the whole of it")]
    public async Task R19_Nothing_is_posted_before_the_providers_time_and_then_one_mail_tries(int reset)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = [.. Enumerable.Range(0, Briefs / 2).Select(i => $"r{i:00}")] });
        PipelineTimeline queue = new(world.Clock);
        world.ShareWith(queue);
        ServiceProvider process = world.Start();
        DateTimeOffset start = world.Clock.Now;
        DateTimeOffset end = start.AddMinutes(Minutes);
        DateTimeOffset notBefore = start;
        List<DateTimeOffset> refused = [];
        List<DateTimeOffset> accepted = [];
        world.Mail.Answer = _ =>
        {
            lock (refused)
            {
                DateTimeOffset now = world.Clock.Now;
                Assert.True(now >= notBefore || now == refused[^1], $"Posted at {now:T}, and not before {notBefore:T}.");
                if (now >= end)
                {
                    accepted.Add(now);
                    return null;
                }

                refused.Add(now);
                notBefore = now.AddSeconds(reset);
                return new PostResult(PostOutcome.Deferred, "http-429", RetryAfter: TimeSpan.FromSeconds(reset));
            }
        };
        await process.GetRequiredService<PlanStep>().RunAsync(CancellationToken.None);
        await queue.RunAsync(process.GetRequiredService<MessageHandler>(), end.AddHours(1));

        // Those that were on their way when the first was told; after that one for each time that the provider named.
        Assert.InRange(refused.Count(at => at == start), 1, AtOnce);
        DateTimeOffset[] later = [.. refused.Where(at => at > start)];
        Assert.Equal(later.Distinct(), later);
        Assert.Equal((Minutes * 60 / reset) - 1, later.Length);
        Assert.Equal(Briefs, world.Mail.Keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Briefs, world.Mail.Accepted.Length);
        Assert.All((await world.RunsAsync()).SelectMany(run => run.Deliveries), delivery => Assert.Equal((DeliveryState.Sent, 1), (delivery.State, delivery.Attempt)));
        Assert.All(accepted, at => Assert.InRange(at, end, end.AddMinutes(5)));
    }

    [Fact]
    [Promise("R19", "the next process keeps to it")]
    public async Task R19_A_new_process_keeps_to_the_providers_time_for_every_brief_that_was_held_back()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        int posts = 0;
        world.Mail.Answer = _ => Interlocked.Increment(ref posts) > 0 ? new PostResult(PostOutcome.Deferred, "http-429", RetryAfter: TimeSpan.FromMinutes(Minutes)) : null;
        await world.RunAsync();
        int told = posts;
        world.Clock.Now += TimeSpan.FromMinutes(Minutes) - TimeSpan.FromTicks(1);
        await world.RunAsync();
        Assert.Equal(told, posts);
        world.Mail.Answer = _ => null;
        world.Clock.Now += TimeSpan.FromTicks(1);
        await world.RunAsync();
        Assert.Equal(AllSent, await world.StatesAsync());
        Assert.All((await world.RunsAsync()).SelectMany(run => run.Deliveries), delivery => Assert.Equal(1, delivery.Attempt));
    }

    /// <summary>Were it woken meanwhile, each waking would go on beside those before it, and the last hour would see most of them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_brief_that_waits_for_hours_is_looked_at_no_more_often_for_the_planner_which_wakes_it_when_its_message_was_lost(bool lost)
    {
        (int alone, string[] left) = await WaitedAsync(lost, planner: false);
        (int messages, string[] states) = await WaitedAsync(lost, planner: true);
        Assert.Equal(alone, messages);
        Assert.Equal(!lost, left.SequenceEqual(AllSent));
        Assert.Equal(AllSent, states);
    }

    [Fact]
    public void After_a_pause_one_may_try_and_the_others_wait_for_what_comes_of_it()
    {
        DateTimeOffset now = PipelineRecords.Now;
        DeliverySettings settings = new();
        ProviderPause pause = new(settings);
        Assert.Null(pause.Enter(now));
        pause.After(Busy(60), now);
        pause.After(new PostResult(PostOutcome.Accepted), now); // Was on its way before.
        pause.After(Busy(20), now); // So was this: the longer time counts.
        Assert.Equal(now.AddSeconds(60), pause.Until(now));
        Assert.Equal(now.AddSeconds(60), pause.Enter(now.AddSeconds(59)));

        now = now.AddSeconds(60);
        Assert.Null(pause.Until(now));
        Assert.Null(pause.Enter(now));
        Assert.Equal(now + settings.DeferFor, pause.Enter(now));
        pause.After(new PostResult(PostOutcome.Unknown, "answer-lost"), now);
        Assert.Equal(now + settings.DeferFor, pause.Until(now));
        now += settings.Lease;
        Assert.Null(pause.Enter(now)); // Nothing was heard of the first that tried.
        pause.After(Busy(5), now);
        Assert.Equal(now.AddSeconds(5), pause.Until(now));

        now = now.AddSeconds(5);
        Assert.Null(pause.Enter(now));
        pause.After(new PostResult(PostOutcome.Refused, "http-400"), now); // An answer all the same.
        Assert.Equal((null, null), (pause.Enter(now), pause.Enter(now)));
        pause.After(new PostResult(PostOutcome.Deferred, "http-503"), now); // Names no time.
        Assert.Null(pause.Enter(now));
    }

    private static string[] AllSent => ["ria Manager Sent", "ria Rep Sent", "rob Manager Sent", "rob Rep Sent"];

    /// <summary>All that is sent while the provider wants nothing for hours, and what came of it an hour later.</summary>
    private static async Task<(int Messages, string[] States)> WaitedAsync(bool lost, bool planner)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        DateTimeOffset end = world.Clock.Now.AddHours(Hours);
        PipelineTimeline queue = new(world.Clock, atOnce: 1) { Comes = (_, message) => !lost || message is not DeliverBrief { Round: > 0 } || world.Clock.Now >= end };
        world.ShareWith(queue);
        world.Mail.Answer = _ => world.Clock.Now < end ? new PostResult(PostOutcome.Deferred, "http-429", RetryAfter: end - world.Clock.Now) : null;
        ServiceProvider process = world.Start();
        PlanStep plan = process.GetRequiredService<PlanStep>();
        await plan.RunAsync(CancellationToken.None);
        while (world.Clock.Now < end)
        {
            await queue.RunAsync(process.GetRequiredService<MessageHandler>(), world.Clock.Now.AddMinutes(15));
            await (planner && world.Clock.Now < end ? plan.RunAsync(CancellationToken.None) : Task.CompletedTask);
        }

        int messages = queue.Sent.Count;
        await (planner ? plan.RunAsync(CancellationToken.None) : Task.CompletedTask);
        await queue.RunAsync(process.GetRequiredService<MessageHandler>(), end.AddHours(1));
        return (messages, await world.StatesAsync());
    }

    private static PostResult Busy(int seconds) => new(PostOutcome.Deferred, "http-429", RetryAfter: TimeSpan.FromSeconds(seconds));
}
