using OneOnOne.Local.Queue;
using OneOnOne.Pipeline;

namespace OneOnOne.Bench.Pipeline;

/// <summary>
/// Lets through what one step is sent, so that steps can be measured one by one. What that step sends on is lost, and nothing is lost by
/// it: the planner of the next process finds in the ledger what is unfinished, and sends it again.
/// </summary>
internal sealed class OneStage<T>(InProcessQueue queue) : IMessageQueue
    where T : Message
{
    private int _passed;

    public int Passed => _passed;

    public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
    {
        Outgoing[] own = [.. messages.Where(outgoing => outgoing.Message is T)];
        Interlocked.Add(ref _passed, own.Length);
        return queue.SendAsync(own, cancellation);
    }
}
