namespace OneOnOne.Tests.Simulation;

/// <summary>One call of one worker's: a message, a tick of a timer, a post of the webhook, a person's command.</summary>
internal sealed class SimActor(string name, SimWorker worker)
{
    public static AsyncLocal<SimActor?> Current { get; } = new();

    public string Name => name;

    public SimWorker Worker => worker;

    /// <summary>The message that it handles, if that is what it does.</summary>
    public SimMessage? Message { get; init; }

    public bool IsPerson { get; init; }

    public bool Ended { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>How many of its calls are waiting.</summary>
    public int Waiting { get; set; }

    /// <summary>A dead process does nothing any more: its calls are never answered.</summary>
    public bool Lives => !Ended && !worker.Dead;

    /// <summary>Alerts that it gave out and has not written down the cause of yet, by brief.</summary>
    public Dictionary<string, int> Alerts { get; } = new(StringComparer.Ordinal);

    /// <summary>The brief that it may post, once.</summary>
    public string? Intent { get; set; }

    /// <summary>How many snapshots were published when it looked whom it writes to.</summary>
    public int LookedUpAt { get; set; }

    public Action<SimActor> Then { get; init; } = _ => { };
}

/// <summary>A call of a port that waits for its turn.</summary>
internal sealed class SimCall(SimActor actor, string port, string label, double turn, Func<Task<object?>> perform)
{
    public SimActor Actor => actor;

    public string Port => port;

    /// <summary>What is called, of which brief or run, and the how manieth time.</summary>
    public string Label => label;

    public double Turn { get; set; } = turn;

    public Func<Task<object?>> Perform => perform;

    /// <summary>When it was called, by the caller's clock.</summary>
    public DateTimeOffset Told { get; } = actor.Worker.Clock.GetUtcNow();

    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Performed, while its answer is still on the way.</summary>
    public (object? Result, Exception? Failure)? Done { get; set; }

    /// <summary>Whose transaction it belongs to; null: of none, or it only reads.</summary>
    public object? Writer { get; init; }

    public bool Writes { get; init; }

    public object?[] Arguments { get; init; } = [];

    public TaskCompletionSource<object?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
