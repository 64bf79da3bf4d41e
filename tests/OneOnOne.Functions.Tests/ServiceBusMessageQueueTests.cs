using System.Collections.Immutable;
using System.Globalization;
using Azure.Messaging.ServiceBus;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Tests;

public sealed class ServiceBusMessageQueueTests
{
    private static readonly RunId Run = TestApp.RunId;
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly FakeBus _bus = new([]);

    private readonly ServiceBusMessageQueue _queue;

    public ServiceBusMessageQueueTests() => _queue = new ServiceBusMessageQueue(_bus, new EntityNames("topic", "runs", "mails"), new BusClock(new FakeClock(Now)));

    [Theory]
    [InlineData(null, 0, null)]
    [InlineData(null, 5, "09:05")]
    [InlineData("09:30", 5, "09:30")]
    [InlineData("09:01", 5, "09:05")]
    public async Task A_message_waits_for_its_instant_and_for_its_while(string? at, int minutes, string? due)
    {
        await _queue.SendAsync([new Outgoing(new DeadlineReached(Run), Today(at)) { After = TimeSpan.FromMinutes(minutes) }], CancellationToken.None);

        Assert.Equal(Today(due) ?? default, Assert.Single(_bus.Sent).Message.ScheduledEnqueueTime);
    }

    [Fact]
    public async Task Each_message_goes_to_its_own_place_and_a_runs_messages_to_its_session()
    {
        await _queue.SendAsync(
            [
                new Outgoing(new AnalyzeRep(Run, [AnalysisPart.Slips])),
                new Outgoing(new FindingsReady(Run, AnalysisPart.Slips, "s1")),
                new Outgoing(new DeadlineReached(Run), Later),
                new Outgoing(new DeliverBrief(Run, Audience.Manager) { Round = 3 }),
            ],
            CancellationToken.None);

        Assert.Equal(
            [
                ("topic", "AnalyzeRep", $"analyze:{Run}:0:Slips#1", null),
                ("runs", "FindingsReady", $"ready:{Run}:Slips:s1:0#1", Run.Value),
                ("runs", "DeadlineReached", $"deadline:{Run}:0#1", Run.Value),
                ("mails", "DeliverBrief", $"deliver:{Run}:Manager:3#1", (string?)null),
            ],
            _bus.Sent.Select(sent => (sent.Entity, sent.Message.Subject, sent.Message.MessageId, (string?)sent.Message.SessionId)));
        Assert.All(_bus.Sent, sent => Assert.Equal(("application/json", Run.Value), (sent.Message.ContentType, sent.Message.CorrelationId)));
        Assert.Equal([default, default, Later, default], _bus.Sent.Select(sent => sent.Message.ScheduledEnqueueTime));
        Assert.Equal(3, _bus.Batches);
    }

    [Fact]
    public async Task A_full_batch_is_sent_and_the_rest_goes_into_the_next()
    {
        _bus.PerBatch = 3;
        await _queue.SendAsync([.. Enumerable.Range(0, 7).Select(round => new Outgoing(new DeliverBrief(Run, Audience.Rep) { Round = round }))], CancellationToken.None);

        Assert.Equal(3, _bus.Batches);
        Assert.Equal(Enumerable.Range(0, 7), _bus.Sent.Select(sent => MessageJson.Read<DeliverBrief>(sent.Message.Body.ToArray()).Round));
    }

    [Fact]
    public async Task A_message_that_fits_no_batch_is_an_error_that_names_it()
    {
        _bus.PerBatch = 0;
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _queue.SendAsync([new Outgoing(new DeadlineReached(Run))], CancellationToken.None));

        Assert.Equal($"The message deadline:{Run}:0#1 is larger than a batch may be.", failure.Message);
    }

    [Fact]
    public async Task Messages_of_several_sessions_never_share_a_batch()
    {
        RunId other = new("2026-03-03-0000000000000000");
        await _queue.SendAsync(
            [new Outgoing(new DeadlineReached(Run)), new Outgoing(new DeadlineReached(other)), new Outgoing(new DeadlineReached(Run) { Round = 1 })],
            CancellationToken.None);

        Assert.Equal(2, _bus.Batches);
        Assert.Equal([Run.Value, Run.Value, other.Value], _bus.Sent.Select(sent => sent.Message.SessionId));
    }

    [Fact]
    public async Task Nothing_to_send_sends_nothing()
    {
        await _queue.SendAsync([], CancellationToken.None);

        Assert.Equal(0, _bus.Batches);
    }

    [Fact]
    public void The_longest_id_that_the_app_makes_fits_into_a_message_id()
    {
        const int Longest = 128; // Service Bus refuses longer ones.
        ImmutableArray<AnalysisPart> all = [.. Enum.GetValues<AnalysisPart>()];
        const string Snapshot = "20260301T090000Z-01234567";
        Message[] messages =
        [
            new AnalyzeRep(Run, all) { Round = int.MaxValue },
            new FindingsReady(Run, AnalysisPart.StageOutliers, Snapshot) { Round = int.MaxValue },
            new DeliverBrief(Run, Audience.Manager) { Round = int.MaxValue },
        ];

        Assert.All(messages, message => Assert.InRange(Envelope.Wrap(new Outgoing(message), int.MaxValue).MessageId.Length, 1, Longest));
    }

    [Fact]
    public void The_same_message_and_attempt_have_the_same_id_and_bytes()
    {
        ServiceBusMessage one = Envelope.Wrap(new Outgoing(new AnalyzeRep(Run, [AnalysisPart.Slips])), 2);
        ServiceBusMessage other = Envelope.Wrap(new Outgoing(new AnalyzeRep(Run, [AnalysisPart.Slips])), 2);

        Assert.Equal((one.MessageId, one.Body.ToString()), (other.MessageId, other.Body.ToString()));
        Assert.EndsWith("#2", one.MessageId, StringComparison.Ordinal);
    }

    private static DateTimeOffset? Today(string? time) => time is null ? null : new DateTimeOffset(Now.Date + TimeSpan.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
