using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneOnOne.Analysis;

namespace OneOnOne.Pipeline;

/// <summary>
/// What the product tells about its own work: spans that show a run from its plan to its two mails, and counts. Both name runs,
/// parts and outcomes; nobody's name, id, address or deal may stand in them. docs/telemetry.md lists them.
/// </summary>
public sealed class Telemetry : IDisposable
{
    /// <summary>The name of the activity source and of the meter, for whoever listens.</summary>
    public const string Name = "OneOnOne";

    private readonly ActivitySource _source = new(Name);
    private readonly Counter<long> _rows;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _findings;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _lead;
    private readonly Counter<long> _deadLetters;

    public Telemetry(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _rows = meter.CreateCounter<long>("oneonone.ingest.rows", "{row}", "Rows of snapshots, by outcome: loaded or quarantined.");
        _writes = meter.CreateCounter<long>("oneonone.ingest.writes", "{document}", "Documents that ingests have written or removed.");
        _findings = meter.CreateCounter<long>("oneonone.findings", "{finding}", "Findings of runs, by part.");
        _runs = meter.CreateCounter<long>("oneonone.runs", "{run}", "Runs, by outcome: planned, woken after standing still, or composed.");
        _deliveries = meter.CreateCounter<long>("oneonone.deliveries", "{delivery}", "Deliveries, by outcome: sent, refused, deferred, unknown, held or expired.");
        _lead = meter.CreateHistogram("oneonone.delivery.lead", "s", "Time from a brief's sending to its one-on-one.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = LeadBuckets });
        _deadLetters = meter.CreateCounter<long>("oneonone.deadletters", "{message}", "Messages that were given up, by the subscription that they died in.");
    }

    /// <summary>A quarter of an hour to two weeks, which is the longest lead that can be set; in seconds.</summary>
    private static double[] LeadBuckets => [.. new[] { 0.25, 1, 2, 4, 8, 12, 16, 20, 24, 36, 48, 96, 168, 336 }.Select(hours => TimeSpan.FromHours(hours).TotalSeconds)];

    /// <summary>
    /// A run's trace. Its id derives from the run's, so that a planner that wakes the run, a dead letter that is sent again days
    /// later and a message that lost its context all continue the one trace, and nothing has to be stored for it.
    /// </summary>
    public static ActivityContext TraceOf(RunId run)
    {
        const int TraceBytes = 16;
        const int SpanBytes = 8;
        ReadOnlySpan<byte> hash = SHA256.HashData(Encoding.UTF8.GetBytes("trace of " + run.Value));
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash[..TraceBytes]), ActivitySpanId.CreateFromBytes(hash.Slice(TraceBytes, SpanBytes)), ActivityTraceFlags.Recorded, traceState: null, isRemote: true);
    }

    /// <summary>A run's beginning, or its beginning again: "plan", "wake", "replay".</summary>
    internal Activity? StartRun(string name, RunId run) => Start(name, ActivityKind.Producer, run, TraceOf(run));

    /// <summary>One attempt at one message, as a child of whatever sent it. Messages of one session are handled one by one, so each has a span of its own.</summary>
    internal Activity? StartHandling(Subscription subscription, Message message, Arrival arrival)
    {
        Activity? span = Start(subscription.ToString(), ActivityKind.Consumer, message.Run, arrival.Trace ?? TraceOf(message.Run));
        span?.SetTag("oneonone.attempt", arrival.Attempt);
        span?.SetTag("oneonone.part", message switch
        {
            AnalyzeRep => subscription.ToString()["Analyze".Length..],
            FindingsReady ready => ready.Part.ToString(),
            DeliverBrief brief => brief.Audience.ToString(),
            _ => null,
        });
        return span;
    }

    internal Activity? StartPost(RunId run) => _source.StartActivity("post", ActivityKind.Client)?.SetTag("oneonone.run", run.Value);

    internal Activity? StartIngest() => _source.StartActivity("ingest");

    internal void Ingested(IngestReport report)
    {
        bool published = report.Outcome == IngestOutcome.Published;
        _rows.Add(published ? report.Counts.Sum(count => count.Loaded) : 0, Outcome("loaded"));
        _rows.Add(report.Counts.Sum(count => count.Quarantined), Outcome("quarantined"));
        _writes.Add(report.Writes);
    }

    internal void Found(AnalysisPart part, int findings) => _findings.Add(findings, new KeyValuePair<string, object?>("part", part.ToString()));

    internal void Planned() => _runs.Add(1, Outcome("planned"));

    internal void Woken() => _runs.Add(1, Outcome("woken"));

    internal void Composed() => _runs.Add(1, Outcome("composed"));

    /// <summary>Counts a state that was just written, if it is one that tells what became of a mail.</summary>
    internal void Recorded(Delivery delivery)
    {
        if (delivery.State is not (DeliveryState.Planned or DeliveryState.Claimed or DeliveryState.Posting))
        {
            _deliveries.Add(1, Outcome(delivery.State.ToString().ToLower(CultureInfo.InvariantCulture)));
        }
    }

    internal void Sent(TimeSpan lead) => _lead.Record(lead.TotalSeconds);

    internal void GivenUp(Subscription subscription) => _deadLetters.Add(1, new KeyValuePair<string, object?>("subscription", subscription.ToString()));

    public void Dispose() => _source.Dispose();

    /// <summary>What runs around it is of another trace (a timer's call, a request, a function's invocation), and is pointed at.</summary>
    private Activity? Start(string name, ActivityKind kind, RunId run, ActivityContext parent)
    {
        ActivityLink[] links = Activity.Current is { } around && around.TraceId != parent.TraceId ? [new ActivityLink(around.Context)] : [];
        return _source.StartActivity(name, kind, parent, tags: [new("oneonone.run", run.Value)], links);
    }

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);
}

/// <summary>How a message came.</summary>
/// <param name="Attempt">1 for the first delivery.</param>
/// <param name="Trace">The span that sent it; null where none came with it.</param>
public sealed record Arrival(int Attempt, ActivityContext? Trace);

internal static class SpanOutcome
{
    public static void End(this Activity? span, string outcome) => span?.SetTag("oneonone.outcome", outcome.ToLower(CultureInfo.InvariantCulture));

    /// <summary>The failure's type alone: its text may quote names and addresses.</summary>
    public static void Fail(this Activity? span, Exception failure)
    {
        span.End("failed");
        span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
    }
}
