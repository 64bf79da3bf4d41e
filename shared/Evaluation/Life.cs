using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Evaluation;

/// <summary>It went into a stage, or closed.</summary>
/// <param name="Known">False: it was there already when it was first seen.</param>
internal readonly record struct Move(DateTimeOffset At, string Stage, bool Known, Outcome Outcome);

/// <summary>What was booked for later when a snapshot was taken.</summary>
internal readonly record struct Booking(DateTimeOffset SeenAt, ImmutableArray<DateTimeOffset> At);

/// <summary>What happened to an opportunity, each thing with the instant from which it was on record, ascending.</summary>
/// <param name="Done">Completed activities.</param>
/// <param name="Dates">Close dates as they stood.</param>
/// <param name="GoneAt">When a snapshot first lacked it for good.</param>
internal sealed record Story(
    ImmutableArray<Move> Moves,
    ImmutableArray<ActivityDay> Done,
    ImmutableArray<Booking> Booked,
    ImmutableArray<(DateTimeOffset From, DateOnly? Date)> Dates,
    ImmutableArray<CloseDateChange> Changes,
    ImmutableArray<(DateTimeOffset From, PersonId Owner)> Owners,
    DateTimeOffset? GoneAt);

/// <summary>What became of an open deal within a horizon.</summary>
/// <param name="Pushed">Its close date, before it closed.</param>
/// <param name="Known">False: it vanished from the CRM before it came to an end.</param>
public readonly record struct Fate(bool Won, bool Lost, bool Pushed, bool Known)
{
    public bool Trouble => Lost || Pushed;
}

/// <summary>
/// One opportunity's life on record. <see cref="At"/> gives it as a snapshot of any instant would have: nothing that happened later
/// shows, and no amount, for exports tell only the present one.
/// </summary>
public sealed class Life
{
    /// <summary>Snapshots are taken weekly or more often; what an older one showed as booked says nothing any more.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromDays(8);

    private readonly Opportunity _whole;
    private readonly Story _story;
    private (int Move, int Date, int Change, int Owner, int Day, int Booking) _last = (-1, -1, -1, -1, -1, -1);
    private Opportunity? _then;

    internal Life(Opportunity whole, Story story) => (_whole, _story) = (whole, story);

    public OpportunityId Id => _whole.Id;

    /// <summary>The first instant at which it is on record; null where nothing says when it began.</summary>
    internal DateTimeOffset? BeganAt => _story.Moves.IsEmpty ? null : _story.Moves[0].At;

    internal DateTimeOffset? FirstClosedAt
    {
        get
        {
            int closing = _story.Moves.IndexOf(_story.Moves.FirstOrDefault(move => move.Outcome != Outcome.Open));
            return closing < 0 ? null : _story.Moves[closing].At;
        }
    }

    internal bool IsOpenAt(DateTimeOffset instant) =>
        Upto(_story.Moves, instant, static one => one.At) is >= 0 and var move && _story.Moves[move].Outcome == Outcome.Open && !(_story.GoneAt <= instant);

    /// <param name="instant">Midnight UTC: what was done is on record by the day.</param>
    /// <returns>Null where it is not on record yet, or no longer and was open.</returns>
    public Opportunity? At(DateTimeOffset instant)
    {
        int move = Upto(_story.Moves, instant, static one => one.At);
        if (move < 0 || (_story.GoneAt <= instant && _story.Moves[move].Outcome == Outcome.Open))
        {
            return null;
        }

        DateOnly today = DateOnly.FromDateTime(instant.UtcDateTime);
        int booking = Upto(_story.Booked, instant, static one => one.SeenAt);
        var now = (
            move,
            Upto(_story.Dates, instant, static one => one.From),
            Upto(_story.Changes, instant, static one => one.At),
            Upto(_story.Owners, instant, static one => one.From),
            UptoDay(_story.Done, today),
            booking >= 0 && _story.Booked[booking].SeenAt >= instant - Fresh ? booking : -1);
        if (_then is null || now != _last)
        {
            (_last, _then) = (now, Cut(now, instant));
        }

        return _then;
    }

    /// <summary>What happened after <paramref name="from"/>, up to <paramref name="to"/>.</summary>
    public Fate FateOf(DateTimeOffset from, DateTimeOffset to)
    {
        Outcome outcome = Outcome.Open;
        DateTimeOffset end = to;
        foreach (Move move in _story.Moves)
        {
            if (move.At > from && move.At <= to && move.Outcome != Outcome.Open)
            {
                (outcome, end) = (move.Outcome, move.At);
                break;
            }
        }

        // The change that closing itself makes is no push.
        DateTimeOffset lastPush = outcome == Outcome.Open ? to : new DateTimeOffset(end.UtcDateTime.Date, TimeSpan.Zero).AddTicks(-1);
        bool pushed = _story.Changes.Any(change => change.IsPush && change.At > from && change.At <= lastPush);
        return new Fate(outcome == Outcome.Won, outcome == Outcome.Lost, pushed, Known: outcome != Outcome.Open || _story.GoneAt is null || _story.GoneAt > to);
    }

    private Opportunity Cut((int Move, int Date, int Change, int Owner, int Day, int Booking) upto, DateTimeOffset instant)
    {
        DateTimeOffset[] instants =
        [
            .. _story.Moves.Take(upto.Move + 1).Select(move => move.At)
                .Concat(_story.Dates.Take(upto.Date + 1).Select(date => date.From))
                .Concat(_story.Owners.Take(upto.Owner + 1).Select(owner => owner.From))
                .Where(at => at >= _story.Moves[0].At).Distinct().Order(),
        ];
        bool isOpen = _story.Moves[upto.Move].Outcome == Outcome.Open;
        ImmutableArray<ActivityDay> days = _story.Done.AsSpan(0, upto.Day + 1).ToImmutableArray();
        return new Opportunity
        {
            Id = Id,
            Owner = _story.Owners[upto.Owner].Owner,
            Details = new OpportunityDetails
            {
                CreatedAt = _whole.Details.CreatedAt is { } created && created <= instant ? created : null,
                ClosedAt = isOpen ? null : _story.Moves[upto.Move].At,
                Booked = upto.Booking < 0 ? [] : _story.Booked[upto.Booking].At,
            },
            Observed = [.. instants.Select(at => new Observation(at, StateAt(at)))],
            StageEntries = [.. _story.Moves.Take(upto.Move + 1).Where(move => move.Known && move.Outcome == Outcome.Open).Select(move => new StageEntry(move.Stage, move.At))],
            CloseDateChanges = _story.Changes[..(upto.Change + 1)],
            Activities = days.IsEmpty ? days : days.RemoveRange(0, ActivityDays.FirstKept(days.AsSpan())),
            LastActivity = days.IsEmpty ? null : new LastActivity(NoonOf(days[^1].On), days[^1].Kind),
        };
    }

    private ObservedState StateAt(DateTimeOffset at)
    {
        Move move = _story.Moves[Upto(_story.Moves, at, static one => one.At)];
        int date = Upto(_story.Dates, at, static one => one.From);
        return new ObservedState(_story.Owners[Upto(_story.Owners, at, static one => one.From)].Owner, move.Stage, move.Outcome, date < 0 ? null : _story.Dates[date].Date, null);
    }

    private static DateTimeOffset NoonOf(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    /// <returns>The index of the last of them by then; -1: none.</returns>
    private static int Upto<T>(ImmutableArray<T> ascending, DateTimeOffset instant, Func<T, DateTimeOffset> at)
    {
        int below = 0;
        int above = ascending.Length;
        while (below < above)
        {
            int middle = (below + above) / 2;
            (below, above) = at(ascending[middle]) <= instant ? (middle + 1, above) : (below, middle);
        }

        return below - 1;
    }

    /// <returns>The index of the last day before <paramref name="today"/>; -1: none.</returns>
    internal static int UptoDay(ImmutableArray<ActivityDay> days, DateOnly today)
    {
        int below = 0;
        int above = days.Length;
        while (below < above)
        {
            int middle = (below + above) / 2;
            (below, above) = days[middle].On < today ? (middle + 1, above) : (below, middle);
        }

        return below - 1;
    }
}
