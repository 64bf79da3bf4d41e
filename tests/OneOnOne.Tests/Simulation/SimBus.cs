using System.Diagnostics;
using System.Globalization;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Simulation;

/// <summary>A message in one subscription.</summary>
internal sealed record SimMessage(Subscription Subscription, string Id, RunId Run, byte[] Body, int Attempt, DateTimeOffset Due)
{
    /// <summary>Where it stands, for names.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Subscription} {Id}#{Attempt}");

    public int Deliveries { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>Rises with each delivery: whoever settles with an older one has lost the lock.</summary>
    public int Lock { get; set; }

    /// <summary>Where it is drawn among all that may happen; again for each delivery.</summary>
    public double Turn { get; set; }

    public required long Number { get; init; }
}

/// <summary>
/// Service Bus: at least once, under locks that lapse, sessions, messages for later, duplicates, delays, dead letters. What is only
/// an optimisation (locks, sessions, duplicate detection) a profile switches off.
/// </summary>
internal sealed class SimBus(SimWorld sim)
{
    private const int MostDeliveries = 10;

    private static readonly TimeSpan LockFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LapsedAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RenewedFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(2);

    private readonly List<SimMessage> _messages = [];
    private readonly Dictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);
    private long _number;

    public bool IsEmpty => _messages.Count == 0;

    public IEnumerable<SimMessage> Deliverable => _messages.Where(one => one.Due <= sim.Now && one.LockedUntil <= sim.Now && !IsBusy(one));

    public IReadOnlyList<SimMessage> Messages => _messages;

    /// <summary>How often a message was delivered that had been delivered before.</summary>
    public int Redelivered { get; private set; }

    /// <summary>When something here changes by itself; null: never.</summary>
    public DateTimeOffset? Next => _messages.Select(one => one.Due > one.LockedUntil ? one.Due : one.LockedUntil).Where(at => at > sim.Now).Order().Select(at => (DateTimeOffset?)at).FirstOrDefault();

    /// <summary>As Service Bus, by its own clock.</summary>
    public void Send(Outgoing outgoing, int attempt = 1, Subscription? only = null)
    {
        (Message message, DateTimeOffset? due) = (outgoing.Message, outgoing.DueAt(sim.Now));
        byte[] body = MessageJson.Write(message);
        foreach (Subscription subscription in only is { } one ? [one] : Routes.Of(message))
        {
            SimMessage sent = new(subscription, message.Id, message.Run, body, attempt, due > sim.Now ? due.Value : sim.Now) { Number = ++_number };
            if (sim.Profile.DuplicateDetection && _known.TryGetValue(sent.Name, out DateTimeOffset at) && at > sim.Now - Remembered)
            {
                sim.Step($"known: {sent.Name}");
                continue;
            }

            _known[sent.Name] = sim.Now;
            string where = sim.Plan.Again(sent.Name);
            TimeSpan delay = sim.Disturb("Delay", where, sim.Profile.BusFaults) ? sim.Plan.Between("delay " + where, TimeSpan.FromSeconds(10), sim.Profile.LongestDelay) : TimeSpan.Zero;
            Add(sent with { Due = sent.Due + delay });
            if (sim.Disturb("Duplicate", where, sim.Profile.BusFaults))
            {
                Add(sent with { Due = sent.Due + sim.Plan.Between("duplicate " + where, TimeSpan.Zero, sim.Profile.Lead / 2), Number = ++_number });
            }
        }
    }

    /// <returns>Null when it was delivered too often.</returns>
    public SimReceived? Take(SimMessage message)
    {
        if (++message.Deliveries > MostDeliveries)
        {
            _messages.Remove(message);
            sim.Bury(message, "MaxDeliveryCountExceeded", message.Deliveries - 1);
            return null;
        }

        Redelivered += message.Deliveries > 1 ? 1 : 0;
        string where = sim.Plan.Again("delivery of " + message.Name);
        bool lapses = sim.Disturb("Lapse", where, sim.Profile.Locks ? sim.Profile.BusFaults / 2 : 0.25);
        message.LockedUntil = sim.Now + (lapses ? LapsedAfter : LockFor);
        message.Lock++;
        message.Turn = Draw(message);
        return new SimReceived(this, message, message.Lock) { RenewedUntil = lapses ? default : sim.Now + RenewedFor };
    }

    public void Renew(SimReceived received)
    {
        if (received.Message.Lock == received.Lock && received.RenewedUntil > sim.Now && received.Message.LockedUntil > sim.Now)
        {
            received.Message.LockedUntil = sim.Now + LockFor;
        }
    }

    /// <summary>Takes it off, if it is still the caller's.</summary>
    public void Settle(SimReceived received)
    {
        Hold(received);
        _messages.Remove(received.Message);
    }

    public void Abandon(SimReceived received)
    {
        Hold(received);
        received.Message.LockedUntil = sim.Now;
    }

    public void Kill(SimReceived received, string reason)
    {
        Settle(received);
        sim.Bury(received.Message, reason, received.Message.Attempt);
    }

    public void SendAgain(SimReceived received, Message message, TimeSpan delay) =>
        Send(new Outgoing(message) { After = delay }, received.Message.Attempt + 1);

    private void Hold(SimReceived received)
    {
        if (received.Message.Lock != received.Lock || received.Message.LockedUntil <= sim.Now)
        {
            throw new IOException("The lock is lost.");
        }
    }

    /// <summary>A session's messages come one by one, as long as the session's lock holds.</summary>
    private bool IsBusy(SimMessage message) => sim.Profile.Sessions && message.Subscription == Subscription.OrchestrateBrief
        && _messages.Any(other => other.Subscription == message.Subscription && other.Run == message.Run && other.LockedUntil > sim.Now);

    private void Add(SimMessage message)
    {
        message.Turn = Draw(message);
        _messages.Add(message);
    }

    private double Draw(SimMessage message) => sim.Turn("deliver " + message.Name);
}

/// <summary>A delivery: a message under the lock that it was handed over with.</summary>
internal sealed class SimReceived(SimBus bus, SimMessage message, int number) : IReceivedMessage
{
    public SimMessage Message => message;

    public int Lock => number;

    public DateTimeOffset RenewedUntil { get; init; }

    public string Name => message.Name;

    public int Attempt => message.Attempt;

    public ActivityContext? Trace => null;

    public Message Read() => MessageJson.Read<Message>(message.Body);

    public Task CompleteAsync()
    {
        bus.Settle(this);
        return Task.CompletedTask;
    }

    public Task AbandonAsync()
    {
        bus.Abandon(this);
        return Task.CompletedTask;
    }

    public Task SendAgainAsync(Message again, TimeSpan delay, CancellationToken cancellation)
    {
        bus.SendAgain(this, again, delay);
        return Task.CompletedTask;
    }

    public Task DeadLetterAsync(string reason)
    {
        bus.Kill(this, reason);
        return Task.CompletedTask;
    }
}

/// <summary>What a worker sends through.</summary>
internal sealed class SimQueue(SimBus bus) : IMessageQueue
{
    public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
    {
        foreach (Outgoing outgoing in messages)
        {
            bus.Send(outgoing);
        }

        return Task.CompletedTask;
    }
}
