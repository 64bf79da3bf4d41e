using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>A message's body, read and handed to every step: handled, or poison with a code and a field that quote nothing.</summary>
internal sealed class MessageTarget : FuzzTarget
{
    private readonly CanaryLog _log = new();
    private PipelineWorld _world = null!;
    private MessageHandler _handler = null!;
    private string _run = "";

    public override int Usual => 600;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        """{"type":"AnalyzeRep","schema":1,"run":"RUN","parts":["Stalls","Slips","StageOutliers"],"round":2}"""u8.ToArray(),
        """{"type":"FindingsReady","schema":1,"run":"RUN","part":"StageOutliers","snapshotId":"20260302T060000Z-0123abcd","round":1}"""u8.ToArray(),
        """{"type":"DeadlineReached","schema":1,"run":"RUN","round":0}"""u8.ToArray(),
        """{"type":"DeliverBrief","schema":1,"run":"RUN","audience":"Rep","round":0}"""u8.ToArray(),
    ];

    public override async Task StartAsync()
    {
        _world = await PipelineWorld.WithAsync(new PipelineCompany());
        await _world.RunAsync();
        _run = (await _world.RunsAsync())[0].Run.Id.Value;
        _world.Change = services => services.AddSingleton<IMessageQueue>(new Nowhere()).AddSingleton<ILoggerProvider>(_log);
        _handler = _world.Start().GetRequiredService<MessageHandler>();
    }

    public override async Task CheckAsync(byte[] input)
    {
        byte[] body = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(input).Replace("RUN", _run, StringComparison.Ordinal));
        Message message;
        try
        {
            message = MessageJson.Read<Message>(body);
        }
        catch (PoisonMessageException e)
        {
            Quotes(e);
            return;
        }

        byte[] written = MessageJson.Write(message);
        Assert.Equal(written, MessageJson.Write(MessageJson.Read<Message>(written)));
        Assert.DoesNotContain(message.Id, char.IsControl);
        Assert.InRange(message.Id.Length, 1, 256);
        foreach (Subscription subscription in Enum.GetValues<Subscription>())
        {
            try
            {
                await _handler.HandleAsync(subscription, message, new Arrival(1, null), CancellationToken.None);
            }
            catch (PoisonMessageException e)
            {
                Quotes(e);
            }
        }

        _log.Check();
    }

    public override async ValueTask DisposeAsync() => await _world.DisposeAsync();

    private static void Quotes(PoisonMessageException e)
    {
        Assert.DoesNotContain(Hostile.Canary, e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"^[a-z-]+: [$A-Za-z0-9.\[\]]+\z", e.Message);
    }

    private sealed class Nowhere : IMessageQueue
    {
        public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation) => Task.CompletedTask;
    }
}
