using System.Diagnostics;
using System.Text;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Queue;

/// <summary>
/// Service Bus in one process: the same routes, retries and dead letters. Nothing of it outlives the process, and nothing has to:
/// the ledger knows what is unfinished, and the planner sends it again.
/// </summary>
internal sealed class InProcessQueue(TimeProvider clock) : IMessageQueue
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Received, (DateTimeOffset Due, long Order)> _waiting = new();
    private readonly List<Outgoing> _later = [];
    private readonly HashSet<RunId> _busy = [];
    private long _order;
    private int _handled;

    /// <summary>Takes out what the steps scheduled of one kind for later than now, to be sent at once. Nobody waits for those.</summary>
    public IReadOnlyList<Outgoing> TakeLater<T>()
        where T : Message
    {
        lock (_lock)
        {
            Outgoing[] taken = [.. _later.Where(outgoing => outgoing.Message is T).Select(outgoing => outgoing with { NotBefore = null, After = TimeSpan.Zero })];
            _later.RemoveAll(outgoing => outgoing.Message is T);
            return taken;
        }
    }

    public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (Outgoing outgoing in messages)
            {
                if (outgoing.DueAt(clock.GetUtcNow()) > clock.GetUtcNow())
                {
                    _later.Add(outgoing with { Trace = outgoing.TraceToSend });
                    continue;
                }

                // Bytes, as on the wire: what cannot be written and read back must not work here either.
                byte[] body = MessageJson.Write(outgoing.Message);
                foreach (Subscription subscription in Routes.Of(outgoing.Message))
                {
                    Enqueue(new Received(subscription, outgoing.Message.Run, outgoing.Message.Id, body, new Arrival(1, outgoing.TraceToSend)), TimeSpan.Zero);
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Handles messages until none is left but those for later. Failed ones are retried on schedule, which may take minutes.</summary>
    /// <param name="progress">Told how many were handled, whenever one is; null: nobody watches.</param>
    /// <param name="parallel">How many are handled at once; messages of one run are handled one by one, like a session's.</param>
    public async Task DrainAsync(ReceiveStep step, DeadLetterStep deadLetters, int parallel, IProgress<int>? progress, CancellationToken cancellation)
    {
        List<Task> working = [];
        while (true)
        {
            if (cancellation.IsCancellationRequested)
            {
                // What is under way ends first: a mail that is out has to be written down before the process goes.
                await Task.WhenAll(working);
                cancellation.ThrowIfCancellationRequested();
            }

            _handled += working.RemoveAll(task => task.IsCompletedSuccessfully);
            progress?.Report(_handled);
            Task? failed = working.Find(task => task.IsFaulted || task.IsCanceled);
            if (failed is not null)
            {
                await Task.WhenAll(working);
            }

            TimeSpan? wait = null;
            if (working.Count < parallel && TryTake(out Received? next, out wait))
            {
                working.Add(Task.Run(() => HandleAsync(next!, step, deadLetters, cancellation), cancellation));
            }
            else if (working.Count > 0)
            {
                await Task.WhenAny(working);
            }
            else if (wait is { } pause)
            {
                await Task.Delay(pause, cancellation);
            }
            else
            {
                return;
            }
        }
    }

    private async Task HandleAsync(Received received, ReceiveStep step, DeadLetterStep deadLetters, CancellationToken cancellation)
    {
        try
        {
            await step.RunAsync(received.Subscription, new Taken(received, this, deadLetters, clock), cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _busy.Remove(received.Run);
            }
        }
    }

    private void Enqueue(Received received, TimeSpan delay)
    {
        lock (_lock)
        {
            _waiting.Enqueue(received, (TimeProvider.System.GetUtcNow() + delay, _order++));
        }
    }

    /// <param name="wait">How long until the next one is due; null when there is none at all.</param>
    private bool TryTake(out Received? next, out TimeSpan? wait)
    {
        lock (_lock)
        {
            (next, wait) = (null, null);
            List<(Received Received, (DateTimeOffset Due, long Order) Priority)> skipped = [];
            while (next is null && _waiting.TryDequeue(out Received? candidate, out (DateTimeOffset Due, long Order) priority))
            {
                TimeSpan left = priority.Due - TimeProvider.System.GetUtcNow();
                if (left > TimeSpan.Zero)
                {
                    wait = left;
                    skipped.Add((candidate, priority));
                    break;
                }

                if (_busy.Add(candidate.Run))
                {
                    next = candidate;
                }
                else
                {
                    skipped.Add((candidate, priority));
                }
            }

            foreach ((Received received, (DateTimeOffset Due, long Order) priority) in skipped)
            {
                _waiting.Enqueue(received, priority);
            }

            return next is not null;
        }
    }

    private sealed record Received(Subscription Subscription, RunId Run, string MessageId, byte[] Body, Arrival Arrival);

    /// <summary>Off the queue since it was taken, so that there is nothing left to complete.</summary>
    private sealed class Taken(Received received, InProcessQueue queue, DeadLetterStep deadLetters, TimeProvider clock) : IReceivedMessage
    {
        public int Attempt => received.Arrival.Attempt;

        public ActivityContext? Trace => received.Arrival.Trace;

        public Message Read() => MessageJson.Read<Message>(received.Body);

        public Task CompleteAsync() => Task.CompletedTask;

        public Task AbandonAsync()
        {
            queue.Enqueue(received, TimeSpan.Zero);
            return Task.CompletedTask;
        }

        /// <summary>To the one subscription that failed, and by the same parent: its attempts stand side by side.</summary>
        public Task SendAgainAsync(Message message, TimeSpan delay, CancellationToken cancellation)
        {
            queue.Enqueue(received with { MessageId = message.Id, Body = MessageJson.Write(message), Arrival = received.Arrival with { Attempt = Attempt + 1 } }, delay);
            return Task.CompletedTask;
        }

        public Task DeadLetterAsync(string reason) => deadLetters.RecordAsync(
            new DeadLetter($"{received.Subscription}:{received.MessageId}", received.Subscription, Encoding.UTF8.GetString(received.Body), reason, Attempt, clock.GetUtcNow()),
            CancellationToken.None);
    }
}
