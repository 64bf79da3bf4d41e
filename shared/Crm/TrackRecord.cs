using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>
/// What lies behind a rep, a team or the company, and what they can be judged by. Records add up: a team's is the sum of its reps'.
/// Nothing in it grows older by itself, so that it is written only when something happened.
/// </summary>
public sealed record TrackRecord(ImmutableSortedDictionary<string, StageVisits> Stages)
{
    /// <summary>By stage name, in ordinal order: read back from JSON, the order would else be the machine's culture's.</summary>
    public ImmutableSortedDictionary<string, StageVisits> Stages { get; init; } = Stages.WithComparers(StringComparer.Ordinal);

    /// <summary>The closed deals of each rep in it, without names: how much reps differ decides how far one is believed on few deals.</summary>
    [AddedLater]
    public ImmutableArray<RepTotals> Reps { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Pushes of each rep in it, without names; the company's is one sum, since it is read with every analysis. None in records of earlier releases.</summary>
    [AddedLater]
    public ImmutableArray<SlipTotals> Slips { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>By stage: what closed deals looked like week by week, and what came of it. At most as many cells as there are signals to show.</summary>
    [AddedLater]
    public ImmutableSortedDictionary<string, ImmutableArray<SignalCell>> Signals { get; init => field = (value ?? NoSignals).WithComparers(StringComparer.Ordinal); } = NoSignals;

    /// <summary>By currency. The company's record has none: its reps are held against their team, and every analysis reads it.</summary>
    [AddedLater]
    public ImmutableSortedDictionary<string, Bookings> Bookings { get; init => field = (value ?? NoBookings).WithComparers(StringComparer.Ordinal); } = NoBookings;

    private static ImmutableSortedDictionary<string, ImmutableArray<SignalCell>> NoSignals { get; } = ImmutableSortedDictionary.Create<string, ImmutableArray<SignalCell>>(StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, Bookings> NoBookings { get; } = ImmutableSortedDictionary.Create<string, Bookings>(StringComparer.Ordinal);

    public static TrackRecord Empty { get; } = new(ImmutableSortedDictionary.Create<string, StageVisits>(StringComparer.Ordinal));

    public StageVisits Of(string stage) => Stages.TryGetValue(stage, out StageVisits? visits) ? visits : StageVisits.None;

    public static TrackRecord OfTeam(IEnumerable<TrackRecord> reps)
    {
        TrackRecord[] all = [.. reps];
        return new TrackRecord(
            all.SelectMany(record => record.Stages)
                .GroupBy(stage => stage.Key, stage => stage.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(group => group.Key, group => StageVisits.Merge([.. group], Durations.Limit), StringComparer.Ordinal))
        {
            Reps = [.. all.SelectMany(record => record.Reps).Order()],
            Slips = [.. all.SelectMany(record => record.Slips).Order()],
            Signals = all.SelectMany(record => record.Signals)
                .GroupBy(stage => stage.Key, stage => stage.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(group => group.Key, group => Sum(group.SelectMany(cells => cells)), StringComparer.Ordinal),
            Bookings = all.SelectMany(record => record.Bookings)
                .GroupBy(currency => currency.Key, currency => currency.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(group => group.Key, Crm.Bookings.Sum, StringComparer.Ordinal),
        };
    }

    private static ImmutableArray<SignalCell> Sum(IEnumerable<SignalCell> cells) =>
    [
        .. cells.GroupBy(cell => cell.Code).OrderBy(same => same.Key)
            .Select(same => new SignalCell(same.Key, same.Sum(cell => cell.Weeks), same.Sum(cell => cell.Lost), same.Sum(cell => cell.Pushed))),
    ];
}

/// <summary>What one rep has closed.</summary>
public readonly record struct RepTotals(int Won, int Lost) : IComparable<RepTotals>
{
    public int CompareTo(RepTotals other) => (Won, Lost).CompareTo((other.Won, other.Lost));
}
