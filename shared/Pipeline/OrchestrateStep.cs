using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>Waits for a run's three parts or its deadline, composes the pair once and plans its two deliveries.</summary>
public sealed class OrchestrateStep(IBookStore books, IRunStore runs, IJournal journal, IMessageQueue queue, TimeProvider clock, AnalysisSettings settings, Telemetry telemetry)
{
    public async Task RunAsync(Message message, CancellationToken cancellation)
    {
        RunState state = await runs.ReadAsync(message.Run, cancellation) ?? throw new PoisonMessageException("unknown-run", "run");
        switch (RunFold.Decide(state, message, clock.GetUtcNow()))
        {
            case RunDecision.AnalyzeAgain:
                await AnalyzeAgainAsync(state, cancellation);
                break;
            case RunDecision.Compose:
                await ComposeAsync(state, message, cancellation);
                break;
            case RunDecision.Deliver:
                await DeliverAsync(state.Run.Value, message.Round, cancellation);
                break;
            default:
                break;
        }
    }

    private async Task AnalyzeAgainAsync(RunState state, CancellationToken cancellation)
    {
        // Sent before it is recorded: a round that was recorded and never asked for would leave the run waiting for its deadline.
        Run run = state.Run.Value with { Round = state.Run.Value.Round + 1 };
        await queue.SendAsync([new Outgoing(new AnalyzeRep(run.Id, Analyses.All) { Round = run.Round })], cancellation);
        if (!await runs.TryReplaceAsync(state.Run with { Value = run }, cancellation))
        {
            throw new ConcurrencyException();
        }
    }

    private async Task ComposeAsync(RunState state, Message message, CancellationToken cancellation)
    {
        Run run = state.Run.Value;
        RepBook? book = await books.ReadBookAsync(run.Rep, run.Manager, cancellation);
        string snapshot = book?.Version ?? PartResult.NoSnapshot;

        // Metrics, findings and the data's date come from one version of the book: what saw another is done again, or named as missing.
        ImmutableArray<PartResult> parts = [.. (await runs.ReadPartsAsync(run.Id, cancellation)).Where(part => part.SnapshotId == snapshot)];
        ImmutableArray<AnalysisPart> missing = [.. Analyses.All.Except(parts.Select(part => part.Part))];
        if (!missing.IsEmpty && !RunFold.IsLast(run, message, clock.GetUtcNow()))
        {
            if (RunFold.Disagree(run, message) is RunDecision.AnalyzeAgain)
            {
                await AnalyzeAgainAsync(state, cancellation);
            }

            return;
        }

        Person manager = await books.FindPersonAsync(run.Manager, cancellation) ?? new Person(run.Manager, run.Manager.Value);
        Person rep = await books.FindPersonAsync(run.Rep, cancellation) ?? new Person(run.Rep, run.Rep.Value);
        AnalysisContext context = settings.ContextFor(run.AsOf, run.LastMeetingAt, run.Manager, run.TimeZone, run.Country);
        BriefPair pair = BriefComposer.Compose(new BriefMaterial
        {
            Manager = manager,
            Rep = rep,
            Book = book,
            Parts = parts,
            Missing = missing,
            Before = run.LastRun is { } last ? await runs.ReadPairAsync(last, cancellation) : null,
            Meeting = new MeetingFacts(run.StartsAt, run.Minutes, run.LastMeetingAt, run.MovedBecause, run.AssumedMeeting) { On = run.On, LastOn = run.LastRun?.On },
            Journal = [.. (await journal.ReadAsync(run.Rep, context.Since, cancellation)).Select(entry => entry.Value)],
            Context = context,
            Company = settings.Company,
        });
        Run composed = run with { ComposedAt = clock.GetUtcNow(), Missing = missing };
        ImmutableArray<Delivery> deliveries =
        [
            new Delivery { Run = run.Id, Audience = Audience.Manager, To = run.Manager, StartsAt = run.StartsAt },
            new Delivery { Run = run.Id, Audience = Audience.Rep, To = run.Rep, StartsAt = run.StartsAt },
        ];
        if (!await runs.TryComposeAsync(state.Run with { Value = composed }, pair, deliveries, cancellation))
        {
            throw new ConcurrencyException();
        }

        telemetry.Composed();
        await DeliverAsync(composed, 0, cancellation);
    }

    private Task DeliverAsync(Run run, int round, CancellationToken cancellation) => queue.SendAsync(
        [new Outgoing(new DeliverBrief(run.Id, Audience.Manager) { Round = round }), new Outgoing(new DeliverBrief(run.Id, Audience.Rep) { Round = round })],
        cancellation);
}

/// <summary>Somebody else changed the record first. The message comes again and finds the new state.</summary>
public sealed class ConcurrencyException(string message) : Exception(message)
{
    public ConcurrencyException()
        : this("The record changed since it was read.")
    {
    }
}
