using System.Collections.Concurrent;

namespace OneOnOne.Tests.Simulation;

/// <summary>Runs whatever the steps do on one thread, so that nothing happens but what was chosen.</summary>
internal sealed class SimPump : TaskScheduler, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<Task> _ready = [];

    /// <summary>Runs until everybody waits. Work that hops to another thread (rendering may) is waited for.</summary>
    public void Run(Func<bool> everybodyWaits)
    {
        while (true)
        {
            while (_ready.TryTake(out Task? next))
            {
                TryExecuteTask(next);
            }

            if (everybodyWaits())
            {
                return;
            }

            if (!_ready.TryTake(out Task? late, Patience))
            {
                throw new InvalidOperationException("Somebody neither waits at a port nor ends: they wait for something that the simulation does not know.");
            }

            TryExecuteTask(late);
        }
    }

    public void Dispose() => _ready.Dispose();

    protected override void QueueTask(Task task) => _ready.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
