using System.Diagnostics;

namespace OneOnOne.Functions.Messaging;

/// <summary>
/// The trace context on a message, under the names that Service Bus's own library and the Functions host use. The library leaves a
/// message alone that has one, so that a run's messages keep the run's.
/// </summary>
internal static class TraceHeaders
{
    public const string Parent = "traceparent";
    public const string State = "tracestate";

    /// <summary>The older name of the parent, which the host still looks for.</summary>
    public const string DiagnosticId = "Diagnostic-Id";

    public static void Write(IDictionary<string, object> properties, ActivityContext trace)
    {
        string parent = $"00-{trace.TraceId}-{trace.SpanId}-{(trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";
        properties[Parent] = parent;
        properties[DiagnosticId] = parent;
        if (!string.IsNullOrEmpty(trace.TraceState))
        {
            properties[State] = trace.TraceState;
        }
    }

    /// <returns>Null when there is none, or none that can be read.</returns>
    public static ActivityContext? Read(IReadOnlyDictionary<string, object> properties) =>
        ActivityContext.TryParse(Text(properties, Parent) ?? Text(properties, DiagnosticId), Text(properties, State), isRemote: true, out ActivityContext trace) ? trace : null;

    private static string? Text(IReadOnlyDictionary<string, object> properties, string name) => properties.TryGetValue(name, out object? value) ? value as string : null;
}
