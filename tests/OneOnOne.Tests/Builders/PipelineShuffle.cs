using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Builders;

/// <summary>A queue that delivers everything several times and in any order, what is scheduled for later too once the rest is done.</summary>
internal sealed class PipelineShuffle(int seed) : IMessageQueue
{
    private const int MostDeliveries = 20;

    private readonly Random _random = new(seed);
    private readonly List<(Subscription To, byte[] Body)> _waiting = [];
    private readonly List<Outgoing> _later = [];
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    public int Delivered { get; private set; }

    public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
    {
        foreach (Outgoing outgoing in messages)
        {
            if (outgoing.DueAt(default) is not null)
            {
                _later.Add(outgoing);
            }
            else if (_sent.Add(outgoing.Message.Id)) // Copies are made here; copies of copies would never end.
            {
                Enqueue(outgoing.Message);
            }
        }

        return Task.CompletedTask;
    }

    public async Task DeliverAsync(MessageHandler handler)
    {
        while (_waiting.Count + _later.Count > 0)
        {
            if (_waiting.Count == 0)
            {
                Outgoing[] due = [.. _later.Where(outgoing => outgoing.Message is DeadlineReached)];
                _later.Clear();
                Array.ForEach(due, outgoing => Enqueue(outgoing.Message));
                continue;
            }

            int next = _random.Next(_waiting.Count);
            (Subscription to, byte[] body) = _waiting[next];
            _waiting.RemoveAt(next);
            await handler.HandleAsync(to, MessageJson.Read<Message>(body), new Arrival(1, null), CancellationToken.None);
            Delivered++;
        }
    }

    private void Enqueue(Message message)
    {
        foreach (Subscription to in Routes.Of(message))
        {
            int copies = _random.Next(1, MostDeliveries + 1);
            for (int i = 0; i < copies; i++)
            {
                _waiting.Add((to, MessageJson.Write(message)));
            }
        }
    }
}
