using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Pipeline;

/// <summary>R3: the window is visible, and what the provider accepted is found out from its events.</summary>
public sealed class ReconciliationTests
{
    [Theory]
    [InlineData(nameof(UnknownPolicy.Hold))]
    [InlineData(nameof(UnknownPolicy.ResendOnce))]
    public async Task Every_mail_that_the_provider_accepted_ends_as_sent_and_every_unknown_is_told_once(string policy)
    {
        int unknown = 0;
        for (int seed = 1; seed <= 40; seed++)
        {
            await using World world = await World.StartAsync(seed, Enum.Parse<UnknownPolicy>(policy));
            while (await world.StepAsync())
            {
            }

            foreach (Delivery delivery in (await world.RunsAsync()).SelectMany(run => run.Deliveries))
            {
                int accepted = world.Mail.Accepted.Count(key => key == delivery.BriefKey);
                string what = $"seed {seed}, {delivery.BriefKey}: {delivery.State}, accepted {accepted} times";
                Assert.True(delivery.IsTerminal, what);
                Assert.True(accepted == 0 ? delivery.State is DeliveryState.Held or DeliveryState.Expired : delivery.State == DeliveryState.Sent, what);
                Assert.True(accepted <= (delivery.PossibleDuplicate ? 2 : 1), what);
                Assert.Equal((what, world.Mail.Lost.Count(key => key == delivery.BriefKey)), (what, world.Inner.Log.Of("DeliveryUnknown").Count(line => line.Contains(delivery.BriefKey, StringComparison.Ordinal))));
            }

            unknown += world.Mail.Lost.Count;
        }

        Assert.InRange(unknown, 40, 400); // Else nothing was tried.
    }

    [Fact]
    public async Task An_event_that_overtakes_the_lost_answer_waits_in_the_ledger_until_the_poster_asks()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        Provider mail = new(1) { LoseAnswers = true, Accepts = true };
        world.Change = services => services.AddSingleton<IMailGateway>(provider => mail.With(provider));
        mail.Posted = async (services, key) =>
        {
            (RunId run, Audience audience) = Delivery.ParseKey(key)!.Value;
            Assert.Equal(DeliveryState.Posting, (await services.GetRequiredService<IRunStore>().ReadDeliveryAsync(run, audience, CancellationToken.None))!.Value.State);
            await services.GetRequiredService<EventStep>().RecordAsync([new DeliveryEvent(run, audience, DeliveryEventKind.Processed, world.Clock.Now)], CancellationToken.None);
            Assert.Equal(DeliveryState.Posting, (await services.GetRequiredService<IRunStore>().ReadDeliveryAsync(run, audience, CancellationToken.None))!.Value.State);
        };
        await world.RunAsync();
        Assert.Equal(["rob Manager Sent", "rob Rep Sent"], await world.StatesAsync());
        Assert.Equal(2, mail.Accepted.Count);
        Assert.Equal(2, world.Log.Of("DeliveryUnknown").Length);
    }

    [Fact]
    public async Task A_held_brief_that_an_event_comes_for_after_all_is_sent_and_was_told_about()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Mail.CanTell = false;
        world.Mail.Answer = mail => mail.BriefKey.EndsWith("-rep", StringComparison.Ordinal) ? new PostResult(PostOutcome.Unknown, "answer-lost") : null;
        await world.RunAsync();
        world.Clock.Now += world.Settings.Delivery.ReconcileFor;
        await world.RunAsync();
        Assert.Equal(["rob Manager Sent", "rob Rep Held (outcome-unknown)"], await world.StatesAsync());
        RunId run = (await world.RunsAsync()).Single().Run.Id;
        Assert.Equal([$"Error: Brief {run}-rep is held: nobody could say whether it went out"], world.Log.Of("DeliveryHeld"));
        await world.Start().GetRequiredService<EventStep>().RecordAsync([new DeliveryEvent(run, Audience.Rep, DeliveryEventKind.Delivered, world.Clock.Now)], CancellationToken.None);
        Assert.Equal(["rob Manager Sent", "rob Rep Sent"], await world.StatesAsync());
    }

    [Fact]
    public async Task The_list_of_runs_shows_what_the_provider_told()
    {
        using PipelineCommand command = await new PipelineCommand().IngestedAsync();
        await command.DoAsync("run", "--as-of", PipelineCommand.AsOf, "--lead", "168");
        OneOnOne.Local.DataFolder folder = new(command.Data);
        RunId run;
        await using (ServiceProvider services = OneOnOne.Local.Composition.BuildToRead(folder))
        {
            run = (await OneOnOne.Local.Pipelines.RunsAsync(services, CancellationToken.None)).First().Run.Id;
            await services.GetRequiredService<EventStep>().RecordAsync(
                [
                    new DeliveryEvent(run, Audience.Manager, DeliveryEventKind.Bounced, PipelineRecords.Now.AddSeconds(9), "550"),
                    new DeliveryEvent(run, Audience.Manager, DeliveryEventKind.Processed, PipelineRecords.Now),
                    new DeliveryEvent(run, Audience.Rep, DeliveryEventKind.ReportedAsSpam, PipelineRecords.Now),
                ],
                CancellationToken.None);
        }

        Assert.Equal(
            [$"brief {run}-manager, by the mail provider: processed, bounced (550)", $"brief {run}-rep, by the mail provider: reported as spam"],
            (await command.DoAsync("runs")).Split('\n').Where(line => line.StartsWith("brief ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>A small company whose provider loses answers, and whose webhook tells late, twice and in any order.</summary>
    private sealed class World(PipelineWorld inner, Provider mail, Random random) : IAsyncDisposable
    {
        private readonly List<string> _untold = [];
        private int _seen;
        private int _steps;

        public PipelineWorld Inner => inner;

        public Provider Mail => mail;

        public static async Task<World> StartAsync(int seed, UnknownPolicy policy)
        {
            Random random = new(seed);
            Provider mail = new(seed);
            PipelineWorld inner = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
            inner.Settings = inner.Settings with { Delivery = inner.Settings.Delivery with { UnknownPolicy = policy } };
            inner.Change = services => services.AddSingleton<IMailGateway>(provider => mail.With(provider));
            return new World(inner, mail, random);
        }

        public Task<List<RunSummary>> RunsAsync() => inner.RunsAsync();

        /// <returns>False when everything that can happen has happened.</returns>
        public async Task<bool> StepAsync()
        {
            const int Most = 12;
            if (++_steps > Most)
            {
                inner.Clock.Now = PipelineCompany.Meeting; // The provider tells the rest even after the one-on-one began.
                await inner.RunAsync();
                await TellAsync(all: true);
                return false;
            }

            await (random.Next(2) == 0 ? inner.RunAsync() : TellAsync(all: false));
            inner.Clock.Now += TimeSpan.FromMinutes(random.Next(10));
            return true;
        }

        private async Task TellAsync(bool all)
        {
            string[] accepted = [.. mail.Accepted];
            _untold.AddRange(accepted[_seen..]);
            _seen = accepted.Length;
            string[] told = [.. _untold.Where(_ => all || random.Next(3) == 0)];
            _untold.RemoveAll(key => told.Contains(key) && random.Next(2) == 0); // Some are told again.
            DeliveryEvent[] events = [.. told.SelectMany(key => Enumerable.Repeat(Told(key), random.Next(1, 3)))];
            random.Shuffle(events);
            await inner.Start().GetRequiredService<EventStep>().RecordAsync(events, CancellationToken.None);
        }

        private DeliveryEvent Told(string key)
        {
            (RunId run, Audience audience) = Delivery.ParseKey(key)!.Value;
            return new DeliveryEvent(run, audience, Enum.GetValues<DeliveryEventKind>()[random.Next(6)], PipelineRecords.Now.AddSeconds(random.Next(3)));
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    /// <summary>Like SendGrid: it accepts or not, its answer may be lost, and nobody can ask it; only its events tell.</summary>
    private sealed class Provider(int seed)
    {
        /// <summary>Two briefs are sent at once; each has its own, so that a seed always gives the same.</summary>
        private readonly Random[] _dice = [new(seed * 2), new((seed * 2) + 1)];

        public ConcurrentQueue<string> Accepted { get; } = new();

        public ConcurrentQueue<string> Lost { get; } = new();

        public bool LoseAnswers { get; init; }

        public bool Accepts { get; init; }

        public Func<IServiceProvider, string, Task> Posted { get; set; } = (_, _) => Task.CompletedTask;

        public IMailGateway With(IServiceProvider services) => new Gateway(this, services);

        private sealed class Gateway(Provider provider, IServiceProvider services) : IMailGateway
        {
            public async Task<PostResult> PostAsync(Mail mail, CancellationToken cancellation)
            {
                Random dice = provider._dice[(int)Delivery.ParseKey(mail.BriefKey)!.Value.Audience];
                bool accepts = provider.Accepts || dice.Next(3) != 0;
                bool lost = provider.LoseAnswers || !accepts || dice.Next(2) != 0;
                if (accepts)
                {
                    provider.Accepted.Enqueue(mail.BriefKey);
                    await provider.Posted(services, mail.BriefKey);
                }

                if (!lost)
                {
                    return new PostResult(PostOutcome.Accepted, MessageId: mail.BriefKey);
                }

                provider.Lost.Enqueue(mail.BriefKey);
                return new PostResult(PostOutcome.Unknown, "answer-lost");
            }

            public async Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation)
            {
                (RunId run, Audience audience) = Delivery.ParseKey(briefKey)!.Value;
                return (await services.GetRequiredService<IRunStore>().EventsAsync(run, audience, cancellation)).IsEmpty ? Lookup.CannotTell : Lookup.Accepted;
            }
        }
    }
}
