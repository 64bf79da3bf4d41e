using System.Collections.Concurrent;
using System.Diagnostics;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>Listens to the product's spans. Tests run side by side and share run ids, so what is looked at has to be asked for.</summary>
internal sealed class SpanSink : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _spans = new();

    public SpanSink()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Those of one trace, in the order in which they ended.</summary>
    public Activity[] Of(ActivityTraceId trace) => [.. _spans.Where(span => span.TraceId == trace)];

    public void Dispose() => _listener.Dispose();
}
