using System.Collections.Immutable;
using System.Diagnostics;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Pipeline;

/// <summary>
/// Makes a run for each one-on-one that comes up, and wakes runs that stand still. It may run twice, at the same time or late:
/// a run's id derives from its occurrence, and every message that it sends may be sent again. After an outage only what lies ahead is
/// planned; what began in the meantime stands in the ledger as missed.
/// </summary>
public sealed class PlanStep(IBookStore books, IRunStore runs, IMessageQueue queue, TimeProvider clock, PlanSettings settings, CompanySettings company, Telemetry telemetry)
{
    private readonly ChangeNotices _changes = new(runs, queue);

    public async Task<PlanReport> RunAsync(CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        RecentRuns recent = await RecentRuns.ReadAsync(runs, settings, now, cancellation);
        List<MeetingSeries> all = await SeriesAsync(cancellation);
        Occurrence[] near = [.. all.SelectMany(series => Occurrences.Between(series, now - settings.LookBack, now + settings.Lead))];

        // First what is behind: it is found by the last plan, and a new one would hide it.
        PlanReport report = await MissAsync(all, recent, now, cancellation);
        HashSet<RunId> named = [.. near.Select(RunId.Of)];
        foreach (RunSummary left in recent.Runs.Values.Where(one => !named.Contains(one.Run.Id)))
        {
            await FollowAwayAsync(left, all, now, cancellation);
            report += left.IsFinished ? default : await EndAsync(left.Run, now, cancellation);
        }

        foreach (Occurrence occurrence in near)
        {
            report += await PlanAsync(occurrence, recent, now, cancellation);
        }

        return report;
    }

    /// <summary>One-on-ones that began while nothing was planned: the ledger names them, and nothing is sent late.</summary>
    private async Task<PlanReport> MissAsync(List<MeetingSeries> all, RecentRuns recent, DateTimeOffset now, CancellationToken cancellation)
    {
        int missed = 0;
        if (recent.PlannedLast is { } last)
        {
            foreach (Occurrence occurrence in all.SelectMany(series => Occurrences.Between(series, last.AddTicks(1), now.AddTicks(1))).Where(one => !recent.Runs.ContainsKey(RunId.Of(one))))
            {
                missed += await runs.TryCreateAsync(RunOf(occurrence, occurrence.StartsAt) with { PlannedAt = now, MissedAt = now }, cancellation) ? 1 : 0;
            }
        }

        return new PlanReport(0, 0, 0) { Missed = missed };
    }

    /// <summary>A run whose one-on-one is over, was cancelled, or is nobody's any more: it is brought to its end, which is that nothing more is sent.</summary>
    private async Task<PlanReport> EndAsync(Run run, DateTimeOffset now, CancellationToken cancellation) =>
        new(0, 1, StandsStill(run, now) && await runs.ReadAsync(run.Id, cancellation) is { } state && await WakeAsync(state, now, cancellation) ? 1 : 0);

    /// <summary>What is out for a one-on-one that lies ahead, and is no longer near: it was cancelled, or moved to a later week. Whoever was told otherwise has to know now.</summary>
    private async Task FollowAwayAsync(RunSummary left, List<MeetingSeries> all, DateTimeOffset now, CancellationToken cancellation)
    {
        Run run = left.Run;
        if (run is not { MissedAt: null, Notice: null, ComposedAt: not null } || run.StartsAt <= now || all.Find(one => one.Id == run.MeetingId && one.Manager == run.Manager && one.Rep == run.Rep) is not { } series)
        {
            return;
        }

        if (Occurrences.On(series, run.On) is { } occurrence)
        {
            // Told at an earlier tick, as the list says already: nothing need be read for it.
            if ((run.StartsAt != occurrence.StartsAt || run.Cancelled) && await runs.ReadAsync(run.Id, cancellation) is { } state)
            {
                await FollowAsync(state, occurrence, now, cancellation);
            }
        }
        else if (!run.Cancelled && Occurrences.Cancellation(series, run.On) is { } cause && await _changes.ReadAsync(run.Id, cancellation) is { UnderWay: false, Out.IsEmpty: false } && await runs.ReadAsync(run.Id, cancellation) is { } known)
        {
            await _changes.TellAsync(known.Run, startsAt: null, cause, now, cancellation);
        }
    }

    private bool StandsStill(Run run, DateTimeOffset now) => now - run.PlannedAt >= settings.StandStill;

    private async Task<PlanReport> PlanAsync(Occurrence occurrence, RecentRuns recent, DateTimeOffset now, CancellationToken cancellation)
    {
        bool isMissed = recent.Runs.TryGetValue(RunId.Of(occurrence), out RunSummary? known) && known.Run.MissedAt is not null;
        if (known is { IsFinished: true } && known.Run.StartsAt == occurrence.StartsAt && !known.Run.Cancelled && !(isMissed && occurrence.StartsAt > now))
        {
            return new PlanReport(0, 1, 0);
        }

        RunState? state = await runs.ReadAsync(RunId.Of(occurrence), cancellation);
        if (state is { Run.Value.MissedAt: null })
        {
            state = await FollowAsync(state, occurrence, now, cancellation);
            bool woken = StandsStill(state.Run.Value, now) && await WakeAsync(state, now, cancellation);
            return new PlanReport(0, 1, woken ? 1 : 0);
        }

        if (occurrence.StartsAt <= now)
        {
            return default;
        }

        // Missed, and yet it lies ahead: it was moved, or whoever called it missed had a clock that is fast.
        Person? rep = await books.FindPersonAsync(occurrence.Series.Rep, cancellation);
        Run run = RunOf(occurrence, now) with { Country = rep?.Country };
        if (!await (state is null ? runs.TryCreateAsync(run, cancellation) : runs.TryReplaceAsync(state.Run with { Value = run }, cancellation)))
        {
            return new PlanReport(0, 1, 0);
        }

        telemetry.Planned();
        using Activity? span = telemetry.StartRun("plan", run.Id);
        await queue.SendAsync([new Outgoing(new AnalyzeRep(run.Id, Analyses.All)), new Outgoing(new DeadlineReached(run.Id), run.DeadlineAt)], cancellation);
        return new PlanReport(1, 0, 0);
    }

    /// <summary>A one-on-one that was moved after its run was planned: what is not out yet goes by the new time, and who has their half is told.</summary>
    private async Task<RunState> FollowAsync(RunState state, Occurrence occurrence, DateTimeOffset now, CancellationToken cancellation)
    {
        Run run = state.Run.Value;
        if (run.StartsAt == occurrence.StartsAt && !run.Cancelled)
        {
            return state;
        }

        ChangeNotices.Halves halves = await _changes.ReadAsync(run.Id, cancellation);
        if (halves.UnderWay)
        {
            return state; // The next planner follows.
        }

        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            if (await runs.ReadDeliveryAsync(run.Id, audience, cancellation) is { Value.IsTerminal: false } delivery)
            {
                await runs.TryReplaceAsync(delivery with { Value = delivery.Value with { StartsAt = occurrence.StartsAt } }, cancellation);
            }
        }

        // The run last, for it is what tells that there is nothing left to follow. A write that somebody else wins is left to the next planner.
        Versioned<Run> followed = state.Run with { Value = At(run, occurrence) with { StartsAt = run.StartsAt } };
        await (halves.Out.IsEmpty
            ? runs.TryReplaceAsync(state.Run with { Value = At(run, occurrence) }, cancellation)
            : _changes.TellAsync(followed, occurrence.StartsAt, followed.Value.MovedBecause ?? "", now, cancellation));
        return await runs.ReadAsync(run.Id, cancellation) ?? state;
    }

    private static Run At(Run run, Occurrence occurrence) => run with
    {
        StartsAt = occurrence.StartsAt,
        TimeZone = occurrence.Series.TimeZone,
        Minutes = occurrence.Series.Minutes,
        MovedBecause = occurrence.Moved is { } moved ? moved.Cause ?? "" : null,
        DeadlineAt = run.DeadlineAt < occurrence.StartsAt ? run.DeadlineAt : occurrence.StartsAt.AddTicks(-1),
    };

    /// <summary>A crash between two writes, or a message that never came: sends what must still happen.</summary>
    private async Task<bool> WakeAsync(RunState state, DateTimeOffset now, CancellationToken cancellation)
    {
        Run run = state.Run.Value;
        if (run is { Notice: not null, ComposedAt: null })
        {
            await _changes.SendAsync(run.Id, cancellation);
            return true;
        }

        int round = run.Round + Round(run, now); // Never an earlier round's: what asks again must not look like an answer from before.
        List<Outgoing> messages = [];
        if (run.ComposedAt is null)
        {
            ImmutableArray<AnalysisPart> missing = [.. Analyses.All.Where(part => !state.Parts.ContainsKey(part))];
            messages.Add(new Outgoing(missing.IsEmpty
                ? new FindingsReady(run.Id, Analyses.All[^1], state.Parts[Analyses.All[^1]]) { Round = round }
                : new AnalyzeRep(run.Id, missing) { Round = round }));
            messages.Add(new Outgoing(new DeadlineReached(run.Id) { Round = round }, run.DeadlineAt > now ? run.DeadlineAt : null));
        }
        else
        {
            foreach (Audience audience in Enum.GetValues<Audience>())
            {
                if (await runs.ReadDeliveryAsync(run.Id, audience, cancellation) is { Value.IsTerminal: false } delivery && !Waits(delivery.Value, now))
                {
                    messages.Add(new Outgoing(new DeliverBrief(run.Id, audience) { Round = round }));
                }
            }
        }

        if (messages.Count == 0)
        {
            return false;
        }

        telemetry.Woken();
        using Activity? span = telemetry.StartRun("wake", run.Id);
        await queue.SendAsync(messages, cancellation);
        return true;
    }

    /// <summary>
    /// The message that looks again at that instant is on its way. One more would go on beside it, and one more of each tick: a brief that
    /// has to wait for hours would soon be looked at a hundred times an hour. If that message was lost, this ends with the waiting.
    /// </summary>
    private bool Waits(Delivery delivery, DateTimeOffset now) =>
        settings.StandStill > TimeSpan.Zero && (delivery.NotBefore > now || delivery.LeaseUntil > now || delivery.UnknownSince > now);

    /// <summary>One round of waking per stand-still interval, so that two planners at once send the same messages.</summary>
    private int Round(Run run, DateTimeOffset now) => settings.StandStill <= TimeSpan.Zero
        ? (int)(now - run.PlannedAt).TotalSeconds + 1
        : (int)((now - run.PlannedAt) / settings.StandStill);

    private async Task<List<MeetingSeries>> SeriesAsync(CancellationToken cancellation)
    {
        List<MeetingSeries> all = [];
        foreach (Team team in await books.TeamsAsync(cancellation))
        {
            all.AddRange(team.Meetings);
            foreach (PersonId rep in team.Reps.Where(rep => settings.Assumed is not null && team.Meetings.All(series => series.Rep != rep)))
            {
                if (await books.AssumeAsync(settings.Assumed!, team.Manager, rep, company, cancellation) is { } series)
                {
                    all.Add(series);
                }
            }
        }

        return all;
    }

    private Run RunOf(Occurrence occurrence, DateTimeOffset now)
    {
        Occurrence? last = Occurrences.Previous(occurrence.Series, now);
        DateTimeOffset deadline = now + settings.AnalysisDeadline;
        return new Run
        {
            Id = RunId.Of(occurrence),
            MeetingId = occurrence.Series.Id,
            Manager = occurrence.Series.Manager,
            Rep = occurrence.Series.Rep,
            On = occurrence.On,
            StartsAt = occurrence.StartsAt,
            TimeZone = occurrence.Series.TimeZone,
            Minutes = occurrence.Series.Minutes,
            AssumedMeeting = occurrence.Series.Assumed,
            MovedBecause = occurrence.Moved is { } moved ? moved.Cause ?? "" : null,
            LastMeetingAt = last?.StartsAt,
            LastRun = last is null ? null : RunId.Of(last),
            AsOf = now,
            PlannedAt = now,
            DeadlineAt = deadline < occurrence.StartsAt ? deadline : occurrence.StartsAt.AddTicks(-1),
        };
    }
}

/// <param name="Planned">Runs created.</param>
/// <param name="Known">Runs that were there.</param>
/// <param name="Woken">Known ones that stood still and were sent what was missing.</param>
public readonly record struct PlanReport(int Planned, int Known, int Woken)
{
    /// <summary>One-on-ones that began while nothing was planned, and have no brief.</summary>
    public int Missed { get; init; }

    public static PlanReport operator +(PlanReport one, PlanReport other) =>
        new(one.Planned + other.Planned, one.Known + other.Known, one.Woken + other.Woken) { Missed = one.Missed + other.Missed };

    public static PlanReport Add(PlanReport left, PlanReport right) => left + right;
}
