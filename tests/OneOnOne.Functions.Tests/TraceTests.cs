using System.Diagnostics;
using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneOnOne.Analysis;
using OneOnOne.Functions.Ingest;
using OneOnOne.Functions.Mail;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Pipeline;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OneOnOne.Functions.Tests;

public sealed class TraceTests
{
    private const string Connection = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://localhost:1/";

    /// <summary>No other test's, so that its spans are this class's.</summary>
    private static readonly RunId Run = new("2026-03-02-00000000000000aa");

    [Fact]
    public async Task A_message_carries_its_senders_span_and_whoever_receives_it_continues_it()
    {
        using SpanSink spans = new();
        await using TestApp app = new();
        await app.PlanAsync(Run);
        await app.HandleAsync(Subscription.AnalyzeStalls, Received.Of(Envelope.Wrap(new Outgoing(new AnalyzeRep(Run, [AnalysisPart.Stalls])) { Trace = Telemetry.TraceOf(Run) }, 1)));

        Activity analyze = spans.Of(Telemetry.TraceOf(Run).TraceId).Single(span => span.OperationName == nameof(Subscription.AnalyzeStalls));
        ServiceBusMessage sent = Assert.Single(app.Bus.Sent).Message;
        Assert.Equal((Telemetry.TraceOf(Run).SpanId, ActivityKind.Consumer), (analyze.ParentSpanId, analyze.Kind));
        Assert.Equal(
            [("Diagnostic-Id", (object)analyze.Id!), ("attempt", 1), ("traceparent", analyze.Id!)],
            sent.ApplicationProperties.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value)));

        await app.HandleAsync(Subscription.OrchestrateBrief, Received.Of(sent));
        Activity orchestrate = spans.Of(analyze.TraceId).Single(span => span.OperationName == nameof(Subscription.OrchestrateBrief) && span.ParentSpanId == analyze.SpanId);
        Assert.Equal(
            ["oneonone.attempt=1", "oneonone.outcome=done", "oneonone.part=Stalls", $"oneonone.run={Run}"],
            orchestrate.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Attempts_at_one_message_stand_side_by_side_and_the_functions_own_call_is_pointed_at()
    {
        RunId run = new("2026-03-02-00000000000000ab");
        using SpanSink spans = new();
        await using TestApp app = new();
        await app.PlanAsync(run);
        app.Break(new IOException("Canary Bird <canary@example.com>"));
        using (Activity invocation = new Activity("the host's").Start())
        {
            await app.HandleAsync(Subscription.AnalyzeSlips, Received.Of(Envelope.Wrap(new Outgoing(new AnalyzeRep(run, [AnalysisPart.Slips])) { Trace = Telemetry.TraceOf(run) }, 1)));
            Assert.Same(invocation, Activity.Current);
            app.Mend();
            await app.HandleAsync(Subscription.AnalyzeSlips, Received.Of(app.Bus.Sent.Single().Message));
            Activity[] attempts = [.. spans.Of(Telemetry.TraceOf(run).TraceId)];
            Assert.Equal([(1, "failed"), (2, "done")], attempts.Select(span => ((int)span.GetTagItem("oneonone.attempt")!, (string)span.GetTagItem("oneonone.outcome")!)));
            Assert.All(attempts, span => Assert.Equal(Telemetry.TraceOf(run).SpanId, span.ParentSpanId));
            Assert.All(attempts, span => Assert.Equal(invocation.SpanId, Assert.Single(span.Links).Context.SpanId));
            Assert.Equal((ActivityStatusCode.Error, "IOException"), (attempts[0].Status, attempts[0].StatusDescription));
            Assert.Empty(attempts.SelectMany(span => span.Events));
        }
    }

    [Fact]
    public async Task Neither_a_message_nor_a_span_says_anything_of_the_CRM_while_the_whole_app_runs_and_fails()
    {
        using SpanSink spans = new();
        bool bad = true;
        await using TestApp app = new(services => services
            .AddSingleton<OpenSnapshotSource>((settings, stop) => SmallCompany.Opened(bad)(settings, stop))
            .AddSingleton(SendGridWire.Client("SG.key", new FakeWire(() => throw new IOException("Canary Bird")))));
        app.Clock.Now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None); // Refused.
        bad = false;
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);
        await app.Make<PlanBriefs>().RunAsync(new TimerInfo(), CancellationToken.None);
        await app.PumpAsync(1, until: app.Clock.Now);
        app.Break(new IOException("Canary Bird"));
        await app.HandleAsync(Subscription.AnalyzeSlips, Received.Of(app.Bus.Sent[0].Message));
        app.Mend();

        RunId run = MessageJson.Read<Message>(app.Bus.Sent[0].Message.Body.ToArray()).Run;
        string[] told =
        [
            .. app.Bus.Sent.Select(sent => sent.Message).Select(sent =>
                $"{sent.MessageId} {sent.Subject} {sent.SessionId} {sent.CorrelationId} {sent.To} {sent.ReplyTo} {string.Join(' ', sent.ApplicationProperties)} {sent.Body}"),
            .. spans.Of(Telemetry.TraceOf(run).TraceId).Select(span => $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(one => one.Tags))}"),
            .. app.Log.Lines,
        ];
        Assert.Contains(told, text => text.StartsWith("post ", StringComparison.Ordinal));
        Assert.Contains(told, text => text.StartsWith("Warning: Quarantined people.csv row 3", StringComparison.Ordinal));
        Assert.Contains(told, text => text.StartsWith("AnalyzeSlips IOException", StringComparison.Ordinal));
        foreach (string word in new[] { "Canary", "Ada", "Zoë", "@example.com", "P1", "P2", "D1" })
        {
            Assert.All(told, text => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("Diagnostic-Id", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "0af7651916cd43dd8448eb211c80319c")]
    [InlineData("traceparent", "Canary Bird", null)]
    [InlineData("traceparent", 7, null)]
    [InlineData("other", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null)]
    public void A_context_is_read_under_both_names_and_nonsense_is_none(string name, object value, string? trace) =>
        Assert.Equal(trace, TraceHeaders.Read(new Dictionary<string, object> { [name] = value })?.TraceId.ToString());

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        Dictionary<string, object> properties = [];
        ActivityContext trace = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "vendor=1", isRemote: true);
        TraceHeaders.Write(properties, trace);

        Assert.Equal(trace, TraceHeaders.Read(properties));
    }

    [Fact]
    public async Task A_message_that_lost_its_context_still_belongs_to_its_runs_trace()
    {
        RunId run = new("2026-03-02-00000000000000ac");
        using SpanSink spans = new();
        await using TestApp app = new();
        await app.PlanAsync(run);
        await app.HandleAsync(Subscription.AnalyzeSlips, Received.Of($$"""{"type":"AnalyzeRep","schema":1,"run":"{{run}}","parts":["Slips"],"round":0}"""));

        Assert.Equal(nameof(Subscription.AnalyzeSlips), Assert.Single(spans.Of(Telemetry.TraceOf(run).TraceId)).OperationName);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000001", typeof(ManagedIdentityCredential))]
    [InlineData("", typeof(DefaultAzureCredential))]
    public async Task With_a_connection_string_everything_goes_to_Application_Insights_as_an_identity(string clientId, Type credential)
    {
        await using TestApp app = new(settings: new Dictionary<string, string?> { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = Connection, ["AZURE_CLIENT_ID"] = clientId });
        AzureMonitorExporterOptions exporter = app.Host.Services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value;

        Assert.Equal((Connection, 1f, null), (exporter.ConnectionString, exporter.SamplingRatio, exporter.TracesPerSecond));
        Assert.IsType(credential, (TokenCredential)exporter.Credential);
        foreach (IHostedService service in app.Host.Services.GetServices<IHostedService>().Where(service => service.GetType().Namespace?.StartsWith(nameof(OpenTelemetry), StringComparison.Ordinal) == true))
        {
            await service.StartAsync(CancellationToken.None); // Offline, as here.
        }

        Assert.NotNull(app.Host.Services.GetService<TracerProvider>());
        Assert.NotNull(app.Host.Services.GetService<MeterProvider>());
        LoggerFilterRule[] rules = [.. app.Host.Services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.Rules.Where(rule => rule.ProviderName == typeof(OpenTelemetryLoggerProvider).FullName)];
        Assert.Equal([(null, LogLevel.Warning), ("OneOnOne", LogLevel.Information)], rules.Select(rule => (rule.CategoryName, rule.LogLevel)));
    }

    [Fact]
    public async Task Without_one_nothing_is_built_that_could_contact_anybody()
    {
        await using TestApp app = new();

        Assert.Null(app.Host.Services.GetService<TracerProvider>());
        Assert.Null(app.Host.Services.GetService<MeterProvider>());
        Assert.Null(app.Host.Services.GetService<LoggerProvider>());
    }

    [Fact]
    public void What_is_no_connection_string_stops_the_start_and_is_not_quoted() => Assert.Equal(
        "The setting APPLICATIONINSIGHTS_CONNECTION_STRING is no connection string of Application Insights: it has no InstrumentationKey.",
        Assert.Throws<UserErrorException>(() => new TestApp(settings: new Dictionary<string, string?> { ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "canary" })).Message);
}
