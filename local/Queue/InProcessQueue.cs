using System.Text;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Queue;

/// <summary>
/// Service Bus in one process: the same routes, retries and dead letters. Nothing of it outlives the process, and nothing has to:
/// the ledger knows what is unfinished, and the planner sends it again.
/// </summary>
internal sealed class InProcessQueue(TimeProvider clock, RetrySchedule retries) : IMessageQueue
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
            Outgoing[] taken = [.. _later.Where(outgoing => outgoing.Message is T).Select(outgoing => outgoing with { NotBefore = null })];
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
                if (outgoing.NotBefore > clock.GetUtcNow())
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
    public async Task DrainAsync(MessageHandler handler, DeadLetterStep deadLetters, int parallel, IProgress<int>? progress, CancellationToken cancellation)
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
                working.Add(Task.Run(() => HandleAsync(next!, handler, deadLetters, cancellation), cancellation));
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

    private async Task HandleAsync(Received received, MessageHandler handler, DeadLetterStep deadLetters, CancellationToken cancellation)
    {
        try
        {
            await handler.HandleAsync(received.Subscription, MessageJson.Read<Message>(received.Body), received.Arrival, cancellation);
        }
        catch (Exception e) when ((e is not OperationCanceledException || !cancellation.IsCancellationRequested) && Trouble.Explain(e) is null)
        {
            // A full disk or a database that cannot be written is no message's fault: that ends the run, which says so.
            await FailAsync(received, e, deadLetters, cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _busy.Remove(received.Run);
            }
        }
    }

    private async Task FailAsync(Received received, Exception failure, DeadLetterStep deadLetters, CancellationToken cancellation)
    {
        switch (retries.After(failure, received.Arrival.Attempt))
        {
            case Settlement.Retry retry:
                lock (_lock)
                {
                    // By the same parent: its attempts stand side by side.
                    Enqueue(received with { Arrival = received.Arrival with { Attempt = received.Arrival.Attempt + 1 } }, retry.Delay);
                }

                break;
            case Settlement.DeadLetter dead:
                await deadLetters.RecordAsync(
                    new DeadLetter($"{received.Subscription}:{received.MessageId}", received.Subscription, Encoding.UTF8.GetString(received.Body), dead.Reason, received.Arrival.Attempt, clock.GetUtcNow()),
                    cancellation);
                break;
            default:
                throw new InvalidOperationException("A settlement without a rule.");
        }
    }

    private void Enqueue(Received received, TimeSpan delay) => _waiting.Enqueue(received, (TimeProvider.System.GetUtcNow() + delay, _order++));

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
}
