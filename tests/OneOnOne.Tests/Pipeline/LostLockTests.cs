using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>
/// A handler is slower than its message's lock, so that somebody else gets the message while it is still at work; at each point of a
/// delivery, within the ledger's lease and long after it. Nobody can ask the provider.
/// </summary>
public sealed class LostLockTests
{
    private const int Deliveries = 100;

    private static readonly CancellationToken None = CancellationToken.None;

    private enum At
    {
        Claiming,
        Intending,
        Posting,
        Recording,
    }

    [Fact]
    [Promise("R9", Deliveries, "deliveries whose handler outlives its lock, at each of four points, within the lease and after it")]
    public async Task R9_A_handler_that_outlives_its_lock_sends_nothing_twice()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = [.. Enumerable.Range(0, Deliveries / 2).Select(i => $"r{i:00}")] });
        world.Mail.CanTell = false;
        PipelineTimeline queue = new(world.Clock) { Comes = (_, message) => message is not DeliverBrief };
        Interruption interruption = new();
        world.Mail.Answer = _ => Wait(interruption.PassAsync(At.Posting));
        DeliverStep second = Start(world, queue, null).GetRequiredService<DeliverStep>();
        ServiceProvider process = Start(world, queue, interruption);
        await process.GetRequiredService<PlanStep>().RunAsync(None);
        await queue.RunAsync(process.GetRequiredService<MessageHandler>(), world.Clock.Now.AddMinutes(1));

        int overtaken = 0;
        DeliverBrief[] messages = [.. (await world.RunsAsync()).SelectMany(run => run.Deliveries).Select(delivery => new DeliverBrief(delivery.Run, delivery.Audience))];
        Assert.Equal(Deliveries, messages.Length);
        foreach ((DeliverBrief message, int i) in messages.Select((message, i) => (message, i)))
        {
            TimeSpan late = i / 4 % 2 == 0 ? world.Settings.Delivery.Lease / 4 : world.Settings.Delivery.Lease * 2;
            interruption.Next = ((At)(i % 4), OvertakeAsync);
            try
            {
                await process.GetRequiredService<DeliverStep>().RunAsync(message, None);
            }
            catch (ConcurrencyException)
            {
                overtaken++; // And its message comes again.
            }

            Assert.Null(interruption.Next);

            async Task OvertakeAsync()
            {
                world.Clock.Now += late;
                await second.RunAsync(message, None);
            }
        }

        // Whoever was overtaken gets the message again. What was accepted they have written down, although somebody took it for lost.
        Assert.InRange(overtaken, Deliveries / 8, Deliveries * 3 / 4);
        foreach (DeliverBrief message in messages)
        {
            await second.RunAsync(message with { Round = 5 }, None);
        }

        Assert.Equal(world.Mail.Keys.Distinct(StringComparer.Ordinal), world.Mail.Keys);
        Delivery[] ledger = [.. (await world.RunsAsync()).SelectMany(run => run.Deliveries)];
        Assert.All(ledger, delivery => Assert.Equal((DeliveryState.Sent, delivery.BriefKey), (delivery.State, delivery.MessageId)));
        Assert.Equal(ledger.Select(delivery => delivery.BriefKey).Order(StringComparer.Ordinal), world.Mail.Keys);
    }

    private static ServiceProvider Start(PipelineWorld world, PipelineTimeline queue, Interruption? interruption)
    {
        world.Change = _ => { };
        world.ShareWith(queue);
        world.Change += services =>
        {
            ServiceDescriptor real = services.Last(one => one.ServiceType == typeof(IRunStore));
            services.AddSingleton<IRunStore>(new SlowLedger((IRunStore)real.ImplementationInstance!, interruption ?? new Interruption()));
        };
        return world.Start();
    }

    private static PostResult? Wait(Task task)
    {
        task.GetAwaiter().GetResult();
        return null;
    }

    private sealed class Interruption
    {
        public (At At, Func<Task> Do)? Next { get; set; }

        public async Task PassAsync(At at)
        {
            if (Next is { } next && next.At == at)
            {
                Next = null;
                await next.Do();
            }
        }
    }

    private sealed class SlowLedger(IRunStore store, Interruption interruption) : PipelineRunStore(store)
    {
        public override async Task<Versioned<Delivery>?> TryReplaceAsync(Versioned<Delivery> delivery, CancellationToken cancellation)
        {
            At? at = delivery.Value.State switch
            {
                DeliveryState.Claimed => At.Claiming,
                DeliveryState.Posting => At.Intending,
                DeliveryState.Sent => At.Recording,
                _ => null,
            };
            if (at is { } point)
            {
                await interruption.PassAsync(point);
            }

            return await base.TryReplaceAsync(delivery, cancellation);
        }
    }
}
