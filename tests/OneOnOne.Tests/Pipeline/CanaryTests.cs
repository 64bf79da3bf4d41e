using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Meetings;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>
/// S9: a company in which every text, id and address of the CRM carries one word, a pipeline in which everything goes wrong once, and
/// then a search for that word wherever operators look.
/// </summary>
public sealed class CanaryTests
{
    /// <summary>No part of a name in this file: those stand in logged stack traces.</summary>
    private const string Word = "canarybird";

    private static readonly PersonId Manager = new("canarybird-boss");
    private static readonly PersonId Rep = new("canarybird-rep");

    [Fact]
    [Promise("S9", "one word in every field of the CRM, and each step failing once")]
    public async Task S9_Nothing_that_the_CRM_says_reaches_a_log_a_span_a_count_a_message_or_a_dead_letter()
    {
        using PipelineSpans spans = new();
        using PipelineMeters meters = new(process: null);
        await using PipelineWorld world = new();
        Recorder messages = new();
        world.Change = services =>
        {
            services.AddSingleton<IRunStore>(new FailingStore((IRunStore)services.Last(one => one.ServiceType == typeof(IRunStore)).ImplementationInstance!));
            ServiceDescriptor queue = services.Last(one => one.ServiceType == typeof(IMessageQueue));
            services.AddSingleton(provider => messages.Around((IMessageQueue)queue.ImplementationFactory!(provider)));
        };
        world.Mail.CanTell = false;
        world.Mail.Answer = mail => mail.BriefKey.EndsWith("-rep", StringComparison.Ordinal) ? throw new IOException(Word) : null;

        await world.Start().GetRequiredService<IngestStep>().RunAsync(Company(), new Discard(), null, CancellationToken.None);
        await world.RunAsync();
        Assert.Contains(world.Mail.Accepted, mail => mail.Subject.Contains(Word, StringComparison.OrdinalIgnoreCase) && mail.Text.Contains(Word, StringComparison.OrdinalIgnoreCase) && mail.To.Address.Contains(Word, StringComparison.Ordinal));
        world.Clock.Now += world.Settings.Delivery.ReconcileFor;
        await world.RunAsync();
        RunSummary run = (await world.RunsAsync()).Single();
        Assert.Equal([DeliveryState.Sent, DeliveryState.Held], run.Deliveries.Select(delivery => delivery.State));
        await using (EventApp app = await EventApp.StartAsync(world))
        {
            await app.PostAsync(EventApp.Event($"{run.Run.Id}-rep", "bounce", world.Clock.Now, $$""","reason":"550 {{Word}}@example.com is unknown","status":"{{Word}}" """));
            await app.PostAsync($"{{\"{Word}\":1}}", world.Clock.Now);
            await app.PostAsync($"[{Word}]", "1", Word);
        }

        DeadLetter[] dead = await world.DeadLettersAsync();
        string[] logged = [.. world.Log.Entries.Where(Exported).Select(entry => entry.All)];
        string[] told = [.. spans.Ended.Where(span => span.TraceId == Telemetry.TraceOf(run.Run.Id).TraceId || span.OperationName == "ingest").Select(Told)];
        string[] given = [.. dead.Select(letter => $"{letter.Id} {letter.Reason} {letter.Body}")];

        // Each sink has something to say, else the search would find nothing in nothing.
        Assert.Single(world.Log.Of("DeliveryHeld"));
        Assert.Single(world.Log.Of("DeliveryFailedLater"));
        Assert.NotEmpty(world.Log.Of("DeadLetter"));
        Assert.Contains(told, text => text.Contains("IOException", StringComparison.Ordinal));
        Assert.NotEmpty(messages.Sent);
        Assert.NotEmpty(given);
        Assert.Contains("deadletters", meters.Sums(), StringComparison.Ordinal);
        foreach (string text in logged.Concat(told).Concat(given).Concat(messages.Sent).Append(meters.Sums()))
        {
            Assert.DoesNotContain(Word, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>What both shells let through: all of ours, and of others what is a warning at least.</summary>
    private static bool Exported(PipelineLog.Entry entry) => entry.Category.StartsWith("OneOnOne.", StringComparison.Ordinal) || entry.Level >= LogLevel.Warning;

    private static string Told(Activity span) =>
        $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)} {string.Join(' ', span.Events.SelectMany(one => one.Tags))} {span.TraceStateString}";

    private static MemorySource Company()
    {
        DateTimeOffset now = PipelineCompany.Monday;
        RowPosition at = new("some.csv", 2);
        OpportunityId deal = new("canarybird-deal");
        PersonRow Person(PersonId id, PersonId? manager) => new(at, id) { Name = $"Canarybird {id}", Email = $"{id}@canarybird.example", Manager = manager, TimeZone = "UTC", Active = true };
        return new MemorySource(
            "canaries",
            now,
            [
                Person(Manager, null),
                Person(Rep, Manager),
                new OpportunityRow(at, deal, Rep, "Canarybird stage", Outcome.Open)
                {
                    Name = "Canarybird deal", Account = "Canarybird account", Product = "Canarybird product", Amount = new Money(1000, "EUR"), CreatedAt = now.AddDays(-90),
                    CloseDate = new DateOnly(2026, 2, 1), NextStep = "Call Canarybird", Url = "https://canarybird.example/deal",
                },
                new ActivityRow(at, deal, Rep, OneOnOne.Crm.ActivityKind.Call, now.AddDays(-50), true, "canarybird-call"),
                new QuotaRow(at, Rep, new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), new Money(9000, "EUR")),
                new MeetingRow(at, "canarybird-meeting", Manager, Rep, Cadence.Weekly, new DateOnly(2026, 1, 6), new TimeOnly(10, 0), "UTC", 45),
                new MeetingExceptionRow(at, "canarybird-meeting", DateOnly.FromDateTime(PipelineCompany.Meeting.UtcDateTime), PipelineCompany.Meeting.UtcDateTime.AddHours(1), "Canarybird is ill"),
            ])
        {
            Bad = [new QuarantinedRow(Section.Activities, "some.csv", 3, "at", QuarantineCode.BadDate, Redaction.Of("Canarybird")) { Id = "canarybird-bad" }],
        };
    }

    private sealed class Discard : IQuarantine
    {
        public void Add(QuarantinedRow row)
        {
        }
    }

    private sealed class Recorder
    {
        public List<string> Sent { get; } = [];

        public IMessageQueue Around(IMessageQueue queue) => new Queue(queue, Sent);

        private sealed class Queue(IMessageQueue queue, List<string> sent) : IMessageQueue
        {
            public Task SendAsync(IReadOnlyList<Outgoing> messages, CancellationToken cancellation)
            {
                lock (sent)
                {
                    sent.AddRange(messages.Select(one => $"{one.Message.Id} {Encoding.UTF8.GetString(MessageJson.Write(one.Message))} {one.TraceToSend}"));
                }

                return queue.SendAsync(messages, cancellation);
            }
        }
    }

    private sealed class FailingStore(IRunStore store) : PipelineRunStore(store)
    {
        public override Task SavePartAsync(RunId run, PartResult part, CancellationToken cancellation) =>
            part.Part == AnalysisPart.Stalls ? throw new IOException($"{Rep} of {Word} could not be saved") : base.SavePartAsync(run, part, cancellation);
    }
}
