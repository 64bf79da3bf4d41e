using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Builders;

/// <summary>
/// A queue in made-up time: a message comes when it is due, all that are due at one instant come at once, and the clock goes by them.
/// What fails comes again a second later.
/// </summary>
internal sealed class PipelineTimeline(PipelineClock clock, int atOnce = 8) : IMessageQueue
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(Subscription To, byte[] Body), (DateTimeOffset Due, long Order)> _waiting = new();
    private long _order;

    /// <summary>Whether a message reaches anybody.</summary>
    public Func<Subscription, Message, bool> Comes { get; set; } = (_, _) => true;

    public List<Outgoing> Sent { get; } = [];

    public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (Outgoing outgoing in messages)
            {
                Sent.Add(outgoing);
                foreach (Subscription to in Routes.Of(outgoing.Message).Where(to => Comes(to, outgoing.Message)))
                {
                    Enqueue(to, MessageJson.Write(outgoing.Message), outgoing.DueAt(clock.Now) ?? clock.Now);
                }
            }
        }

        return Task.CompletedTask;
    }

    public async Task RunAsync(MessageHandler handler, DateTimeOffset until)
    {
        while (_waiting.TryPeek(out _, out (DateTimeOffset Due, long Order) next) && next.Due <= until)
        {
            clock.Now = next.Due > clock.Now ? next.Due : clock.Now;
            await Parallel.ForEachAsync(TakeDue(), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (one, cancellation) =>
            {
                try
                {
                    await handler.HandleAsync(one.To, MessageJson.Read<Message>(one.Body), new Arrival(1, null), cancellation);
                }
                catch (ConcurrencyException)
                {
                    lock (_lock)
                    {
                        Enqueue(one.To, one.Body, clock.Now.AddSeconds(1));
                    }
                }
            });
        }

        clock.Now = until;
    }

    private List<(Subscription To, byte[] Body)> TakeDue()
    {
        lock (_lock)
        {
            List<(Subscription To, byte[] Body)> due = [];
            while (_waiting.TryPeek(out _, out (DateTimeOffset Due, long Order) next) && next.Due <= clock.Now)
            {
                due.Add(_waiting.Dequeue());
            }

            return due;
        }
    }

    private void Enqueue(Subscription to, byte[] body, DateTimeOffset due) => _waiting.Enqueue((to, body), (due, _order++));
}
