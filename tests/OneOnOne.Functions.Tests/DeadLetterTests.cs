using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Functions.Messaging;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Functions.Tests;

public sealed class DeadLetterTests : IAsyncLifetime
{
    private readonly TestApp _app = new();

    public Task InitializeAsync() => _app.PlanAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    [Promise("R8", "a dead letter of Service Bus, sent again twice")]
    public async Task R8_A_dead_letter_is_recorded_with_its_reason_and_sent_again_twice_it_has_one_effect()
    {
        _app.Break(new IOException());
        ServiceBusReceivedMessage message = Received.Of(Envelope.Wrap(new Outgoing(new AnalyzeRep(TestApp.RunId, [AnalysisPart.Stalls])), 7));
        await _app.HandleAsync(Subscription.AnalyzeStalls, message);
        await _app.HandleDeadAsync(Subscription.AnalyzeStalls, _app.Actions.Dead.Single());

        DeadLetter letter = Assert.Single(await _app.Runs.DeadLettersAsync(CancellationToken.None));
        Assert.Equal(("retries-exhausted: IOException", 7, Subscription.AnalyzeStalls, _app.Clock.Now), (letter.Reason, letter.Attempts, letter.Subscription, letter.At));
        Assert.Equal($"AnalyzeStalls:analyze:{TestApp.RunId}:0:Stalls", letter.Id);

        _app.Mend();
        DeadLetterStep step = _app.Host.Services.GetRequiredService<DeadLetterStep>();
        await step.ReplayAsync(letter, _app.Clock.Now, CancellationToken.None);
        await step.ReplayAsync(letter, _app.Clock.Now, CancellationToken.None);
        Assert.Equal(2, _app.Bus.Sent.Count);
        Assert.Single(_app.Bus.Sent.Select(sent => sent.Message.MessageId).Distinct());
        foreach (Sent sent in _app.Bus.Sent.ToArray())
        {
            await _app.HandleAsync(Subscription.AnalyzeStalls, Received.Of(sent.Message));
        }

        RunState? state = await _app.Runs.ReadAsync(TestApp.RunId, CancellationToken.None);
        Assert.Equal([AnalysisPart.Stalls], state!.Parts.Keys);
        Assert.Single(_app.Bus.Sent.Where(sent => sent.Entity == "orchestrate-brief").Select(sent => sent.Message.MessageId).Distinct());
        Assert.Equal(_app.Clock.Now, Assert.Single(await _app.Runs.DeadLettersAsync(CancellationToken.None)).ReplayedAt);
    }

    [Fact]
    public async Task The_same_death_twice_is_one_record()
    {
        await _app.HandleAsync(Subscription.DeliverBrief, Received.Of("{"));
        await _app.HandleDeadAsync(Subscription.DeliverBrief, _app.Actions.Dead.Single());
        await _app.HandleDeadAsync(Subscription.DeliverBrief, _app.Actions.Dead.Single());

        DeadLetter letter = Assert.Single(await _app.Runs.DeadLettersAsync(CancellationToken.None));
        Assert.Equal(("DeliverBrief:sequence-42", "{", 1), (letter.Id, letter.Body, letter.Attempts));
        Assert.StartsWith("unreadable: ", letter.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxDeliveryCountExceeded", "MaxDeliveryCountExceeded")]
    [InlineData("Ask Canary Bird about it", "unknown-reason")]
    [InlineData(null, "unknown-reason")]
    public async Task A_reason_that_others_wrote_passes_only_as_a_code(string? reason, string recorded)
    {
        Dictionary<string, object> properties = new() { ["DeadLetterErrorDescription"] = "Canary Bird" };
        if (reason is not null)
        {
            properties["DeadLetterReason"] = reason;
        }

        await _app.HandleDeadAsync(Subscription.OrchestrateBrief, Received.Of(BinaryData.FromString("x"), "Canary Bird", null, properties));

        DeadLetter letter = Assert.Single(await _app.Runs.DeadLettersAsync(CancellationToken.None));
        Assert.Equal((recorded, 1), (letter.Reason, letter.Attempts));
        Assert.DoesNotContain(_app.Log.Lines, line => line.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_kept_in_Base64()
    {
        await _app.HandleDeadAsync(Subscription.DeliverBrief, Received.Of(BinaryData.FromBytes(new byte[] { 0xff, 0xfe }), "id", null, new Dictionary<string, object>()));

        Assert.Equal("//4=", Assert.Single(await _app.Runs.DeadLettersAsync(CancellationToken.None)).Body);
    }

    [Fact]
    public async Task A_body_that_is_no_run_of_bytes_is_poison_and_recorded_without_it()
    {
        AmqpAnnotatedMessage odd = new(AmqpMessageBody.FromValue("text")) { Properties = { MessageId = new AmqpMessageId("odd") } };
        ServiceBusReceivedMessage message = ServiceBusReceivedMessage.FromAmqpMessage(odd, BinaryData.FromBytes(new byte[16]));

        Assert.Equal("unreadable", Assert.Throws<PoisonMessageException>(() => Envelope.Unwrap(message)).Code);
        await _app.HandleDeadAsync(Subscription.DeliverBrief, message);
        Assert.Equal("", Assert.Single(await _app.Runs.DeadLettersAsync(CancellationToken.None)).Body);
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_recorded_is_left_alone_rather_than_thrown_back_at_once()
    {
        ServiceBusReceivedMessage dead = Received.Of(BinaryData.FromString("x"), "id", null, new Dictionary<string, object>());
        DeadLetterStep broken = new(null!, null!, null!, null!);
        DeadLetterRecorder recorder = new(broken, _app.Clock, _app.Host.Services.GetRequiredService<Microsoft.Extensions.Logging.ILogger<DeadLetterRecorder>>());

        await recorder.RecordAsync(Subscription.DeliverBrief, dead, _app.Actions, CancellationToken.None);

        Assert.Empty(_app.World);
        Assert.Contains(_app.Log.Lines, line => line.StartsWith("Error: A dead letter of DeliverBrief could not be recorded", StringComparison.Ordinal));
    }
}
