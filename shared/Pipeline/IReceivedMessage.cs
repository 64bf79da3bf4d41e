using System.Diagnostics;

namespace OneOnOne.Pipeline;

/// <summary>
/// A message as a queue handed it over. It is ours while its lock holds; whoever lets the lock lapse may find that somebody else got
/// the message, and that settling it fails.
/// </summary>
public interface IReceivedMessage
{
    /// <summary>1 for the first delivery. A lost lock or a process that died does not count.</summary>
    int Attempt { get; }

    /// <summary>The span that sent it; null where none came with it.</summary>
    ActivityContext? Trace { get; }

    /// <exception cref="PoisonMessageException">It is none of ours.</exception>
    Message Read();

    /// <summary>Takes it off the queue.</summary>
    Task CompleteAsync();

    /// <summary>Gives it back, at the same attempt.</summary>
    Task AbandonAsync();

    /// <summary>Sends a further attempt at it. The message itself stays where it is.</summary>
    /// <param name="message">What is asked for this time.</param>
    Task SendAgainAsync(Message message, TimeSpan delay, CancellationToken cancellation);

    /// <summary>Gives it up.</summary>
    /// <param name="reason">A code, and a field or a type; never content.</param>
    Task DeadLetterAsync(string reason);
}
