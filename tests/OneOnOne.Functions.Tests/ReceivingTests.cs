using System.Collections.Immutable;
using Azure.Messaging.ServiceBus;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Functions.Tests;

public sealed class ReceivingTests : IAsyncLifetime
{
    private const int Messages = 1_000;
    private const int Attempts = 7;

    private static readonly ImmutableArray<AnalysisPart> AllParts = [.. Enum.GetValues<AnalysisPart>()];

    private readonly TestApp _app = new();

    public static TheoryData<string, string> Poison => new()
    {
        { "{", "unreadable" },
        { "", "unreadable" },
        { "null", "unreadable" },
        { """{"type":"Nonsense","schema":1,"run":"r"}""", "unreadable" },
        { $$"""{"type":"AnalyzeRep","schema":2,"run":"{{TestApp.RunId}}","parts":["Slips"]}""", "unknown-schema" },
        { """{"type":"AnalyzeRep","schema":1,"run":"","parts":["Slips"]}""", "missing" },
        { """{"type":"AnalyzeRep","schema":1,"run":"nobody-planned-this","parts":["Slips"]}""", "unknown-run" },
        { $$"""{"type":"DeliverBrief","schema":1,"run":"{{TestApp.RunId}}","audience":"Rep"}""", "wrong-type" },
        { new string('x', MessageJson.LargestBytes + 1), "too-large" },
    };

    public Task InitializeAsync() => _app.PlanAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Poison))]
    [Promise("R7", "each kind of poison: a dead letter at its first delivery, with its code")]
    public async Task R7_Poison_is_a_dead_letter_on_its_first_delivery_and_says_why(string body, string code)
    {
        await _app.HandleAsync(Subscription.AnalyzeSlips, Received.Of(body));

        Assert.Equal([$"dead some-id {code}"], _app.World);
        Assert.Equal(1, _app.Actions.Dead.Single().ApplicationProperties["attempts"]);
    }

    [Fact]
    public async Task A_reason_never_quotes_what_the_message_said()
    {
        await _app.HandleAsync(Subscription.AnalyzeSlips, Received.Of("""{"type":"AnalyzeRep","schema":1,"run":"r","Canary Bird":"x","parts":[{"Canary Bird":1}]}"""));
        await _app.HandleAsync(Subscription.AnalyzeSlips, Received.Of("""{"type":"AnalyzeRep","schema":1,"run":"r","Canary Bird":[tru]}"""));
        await _app.HandleAsync(Subscription.AnalyzeSlips, Received.Of("""{"type":"Canary Bird","schema":1,"run":"r"}"""));

        await _app.HandleAsync(Subscription.AnalyzeSlips, Received.Of("""{"type":"AnalyzeRep","schema":1,"run":"r","parts":["Canary Bird"]}"""));

        Assert.Equal(["$.parts[0]", "body", "body", "$.parts[0]"], _app.Actions.Dead.Select(dead => dead.DeadLetterErrorDescription));
        Assert.DoesNotContain(_app.Actions.Dead, dead => $"{dead.DeadLetterReason} {dead.DeadLetterErrorDescription}".Contains("Canary", StringComparison.Ordinal));
        Assert.DoesNotContain(_app.Log.Lines, line => line.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_done_is_completed()
    {
        await _app.HandleAsync(Subscription.AnalyzeStalls, First(new AnalyzeRep(TestApp.RunId, AllParts)));

        Assert.Equal(["sent ready:2026-03-02-0123456789abcdef:Stalls:none:0#1", $"completed analyze:{TestApp.RunId}:0:Stalls+Slips+StageOutliers#1"], _app.World);
    }

    [Fact]
    public async Task A_part_that_is_not_asked_for_is_completed_without_doing_anything()
    {
        await _app.HandleAsync(Subscription.AnalyzeStalls, First(new AnalyzeRep(TestApp.RunId, [AnalysisPart.Slips])));

        Assert.Equal([$"completed analyze:{TestApp.RunId}:0:Slips#1"], _app.World);
    }

    [Fact]
    [Promise("R7", Attempts, "attempts of what fails, and then a dead letter with the count")]
    public async Task R7_A_transient_failure_is_tried_again_by_the_schedule_and_is_a_dead_letter_after_it()
    {
        _app.Break(new IOException("Canary Bird"));
        ServiceBusReceivedMessage message = First(new AnalyzeRep(TestApp.RunId, AllParts));
        List<TimeSpan> waits = [];
        const int TooOften = 20; // An attempt that is not counted would go on for ever.
        for (int i = 0; i < TooOften && _app.Actions.Dead.Count == 0; i++)
        {
            int before = _app.Bus.Sent.Count;
            await _app.HandleAsync(Subscription.AnalyzeSlips, message);
            foreach (Sent copy in _app.Bus.Sent.Skip(before))
            {
                waits.Add(copy.Message.ScheduledEnqueueTime - _app.Clock.Now);
                message = Received.Of(copy.Message);
            }
        }

        Assert.Equal(RetrySchedule.Default.Delays, waits);
        Assert.Equal([1, 5, 10, 60, 120, 120], waits.Select(wait => wait.TotalSeconds));
        ServiceBusReceivedMessage dead = _app.Actions.Dead.Single();
        Assert.Equal(("retries-exhausted", "IOException"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(Attempts, 1 + RetrySchedule.Default.Delays.Length);
        Assert.Equal(Attempts, dead.ApplicationProperties["attempts"]);
        Assert.DoesNotContain(_app.Log.Lines, line => line.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_machine_whose_clock_is_slow_is_not_handed_at_once_what_it_asks_for_later()
    {
        DateTimeOffset enqueued = _app.Clock.Now + TimeSpan.FromHours(1);
        _app.Break(new IOException());

        await _app.HandleAsync(Subscription.AnalyzeStalls, Received.Of(Envelope.Wrap(new Outgoing(new AnalyzeRep(TestApp.RunId, AllParts)), 1), enqueued));

        Assert.Equal(enqueued + RetrySchedule.Default.Delays[0], Assert.Single(_app.Bus.Sent).Message.ScheduledEnqueueTime);
    }

    [Theory]
    [InlineData(Subscription.AnalyzeStalls, AnalysisPart.Stalls)]
    [InlineData(Subscription.AnalyzeSlips, AnalysisPart.Slips)]
    [InlineData(Subscription.AnalyzeStageOutliers, AnalysisPart.StageOutliers)]
    public async Task A_retry_asks_for_the_failed_part_alone_because_the_topic_hands_it_to_all_three(Subscription failing, AnalysisPart part)
    {
        _app.Break(new IOException());
        await _app.HandleAsync(failing, First(new AnalyzeRep(TestApp.RunId, AllParts)));

        Sent copy = Assert.Single(_app.Bus.Sent);
        Assert.Equal("analyze-rep", copy.Entity);
        Assert.Equal(part, Assert.Single(MessageJson.Read<AnalyzeRep>(copy.Message.Body.ToArray()).Parts));
        Assert.Equal(($"analyze:{TestApp.RunId}:0:{part}#2", 2), (copy.Message.MessageId, copy.Message.ApplicationProperties[Envelope.Attempt]));
    }

    [Fact]
    public async Task A_retry_is_sent_before_the_original_is_completed()
    {
        _app.Break(new IOException());
        await _app.HandleAsync(Subscription.AnalyzeStalls, First(new AnalyzeRep(TestApp.RunId, [AnalysisPart.Stalls])));

        Assert.Equal([$"sent analyze:{TestApp.RunId}:0:Stalls#2", $"completed analyze:{TestApp.RunId}:0:Stalls#1"], _app.World);
    }

    [Fact]
    public async Task A_retry_that_cannot_be_sent_leaves_the_original_where_it_is()
    {
        _app.Break(new IOException());
        _app.Bus.Fails = new ServiceBusException(isTransient: true, "down");

        await Assert.ThrowsAsync<ServiceBusException>(() => _app.HandleAsync(Subscription.AnalyzeStalls, First(new AnalyzeRep(TestApp.RunId, AllParts))));
        Assert.Empty(_app.World);
    }

    [Fact]
    public async Task A_retry_of_a_session_message_stays_in_its_session()
    {
        // A run whose three parts are in: composing it needs the books.
        foreach (AnalysisPart part in AllParts)
        {
            await _app.Runs.SavePartAsync(TestApp.RunId, new PartResult(part, "none", [], []), CancellationToken.None);
        }

        _app.Break(new IOException());
        await _app.HandleAsync(Subscription.OrchestrateBrief, First(new FindingsReady(TestApp.RunId, AnalysisPart.Slips, "none")));

        Sent copy = Assert.Single(_app.Bus.Sent);
        Assert.Equal(("orchestrate-brief", TestApp.RunId.Value), (copy.Entity, copy.Message.SessionId));
    }

    [Fact]
    public async Task Shutting_down_gives_the_message_back_without_using_up_an_attempt()
    {
        using CancellationTokenSource stopping = new();
        await stopping.CancelAsync();
        await _app.HandleAsync(Subscription.AnalyzeStalls, First(new AnalyzeRep(TestApp.RunId, AllParts)), stopping.Token);

        Assert.Equal([$"abandoned analyze:{TestApp.RunId}:0:Stalls+Slips+StageOutliers#1"], _app.World);
    }

    [Fact]
    [Promise("R7", Messages, "messages, one of them poison: the others are done")]
    public async Task R7_One_poisonous_message_among_many_harms_none_of_its_neighbours()
    {
        for (int i = 0; i < Messages; i++)
        {
            await _app.HandleAsync(Subscription.AnalyzeStalls, i == Messages / 2 ? Received.Of("{") : First(new AnalyzeRep(TestApp.RunId, AllParts) { Round = i }));
        }

        Assert.Equal(Messages - 1, _app.World.Count(what => what.StartsWith("completed", StringComparison.Ordinal)));
        Assert.Single(_app.Actions.Dead);
    }

    [Theory]
    [InlineData("seven")]
    [InlineData(-3)]
    [InlineData(3L)]
    public async Task An_attempt_that_is_no_count_is_the_first_one(object attempt)
    {
        _app.Break(new IOException());
        ServiceBusMessage odd = Envelope.Wrap(new Outgoing(new DeliverBrief(TestApp.RunId, Audience.Rep)), 1);
        odd.ApplicationProperties[Envelope.Attempt] = attempt;

        Assert.Equal(1, Envelope.AttemptOf(Received.Of(odd)));
        await _app.HandleAsync(Subscription.DeliverBrief, Received.Of(odd));
        Assert.Equal("unknown-delivery", Assert.Single(_app.Actions.Dead).DeadLetterReason);
    }

    private static ServiceBusReceivedMessage First(Message message) => Received.Of(Envelope.Wrap(new Outgoing(message), 1));
}
