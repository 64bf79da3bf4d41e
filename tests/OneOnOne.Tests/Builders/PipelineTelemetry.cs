using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Builders;

/// <summary>Listens to the product's spans. Tests run side by side and their runs share ids, so a test whose spans count takes people of its own.</summary>
internal sealed class PipelineSpans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public PipelineSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>A run's trace as a tree: each span as name, part, attempt, outcome and failure; siblings in the order of their text.</summary>
    public string TreeOf(RunId run)
    {
        ActivityContext trace = Telemetry.TraceOf(run);
        ILookup<ActivitySpanId, Activity> children = _ended.Where(span => span.TraceId == trace.TraceId).ToLookup(span => span.ParentSpanId);
        return Tree(trace.SpanId, "");

        string Tree(ActivitySpanId parent, string indent) =>
            string.Concat(children[parent].Select(span => $"{indent}{Told(span)}\n{Tree(span.SpanId, indent + "  ")}").Order(StringComparer.Ordinal));
    }

    public void Dispose() => _listener.Dispose();

    private static string Told(Activity span)
    {
        string[] tags = [.. new[] { "part", "attempt", "outcome" }.Select(name => $"{span.GetTagItem("oneonone." + name)}").Append(span.StatusDescription ?? "").Where(text => text.Length > 0)];
        return string.Join(' ', tags.Prepend(span.OperationName));
    }
}

/// <summary>Listens to the counts of one process.</summary>
internal sealed class PipelineMeters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> _measured = new();

    /// <param name="process">Null: of every process.</param>
    public PipelineMeters(IServiceProvider? process)
    {
        object? scope = process?.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && (scope is null || ReferenceEquals(instrument.Meter.Scope, scope)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Each instrument with its unit and tags, and what it adds up to; what was only ever zero is left out.</summary>
    public string Sums()
    {
        StringBuilder sums = new();
        foreach (IGrouping<string, (string Name, double Value)> group in _measured.GroupBy(one => one.Name, StringComparer.Ordinal).Where(group => group.Any(one => one.Value != 0)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            sums.Append(CultureInfo.InvariantCulture, $"{group.Key} {group.Sum(one => one.Value)}\n");
        }

        return sums.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string told = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        _measured.Enqueue(($"{instrument.Name}{{{told}}} {instrument.Unit}", value));
    }
}
