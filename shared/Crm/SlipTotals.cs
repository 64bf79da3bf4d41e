namespace OneOnOne.Crm;

/// <summary>
/// How often somebody pushed close dates, and what became of pushed deals. The time that it happened in is kept as sums that do not grow
/// by themselves: days of spells that are over, and the number of those that last with the sum of their first days.
/// </summary>
/// <param name="Pushes">Made while the deal was theirs.</param>
/// <param name="Days">Deal-days of spells that are over.</param>
/// <param name="Open">Spells that last.</param>
/// <param name="OpenSince">Sum of their first days, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Won">Closed deals by the number of their pushes, whoever made them.</param>
public readonly record struct SlipTotals(int Pushes, long Days, int Open, long OpenSince, PushedDeals Won, PushedDeals Lost) : IComparable<SlipTotals>
{
    public long DaysUntil(DateTimeOffset now) => Math.Max(0, Days + ((long)Open * OpenSpell.Day(now)) - OpenSince);

    public static SlipTotals Sum(IEnumerable<SlipTotals> parts) => parts.Aggregate(default(SlipTotals), (one, other) => new SlipTotals(
        one.Pushes + other.Pushes,
        one.Days + other.Days,
        one.Open + other.Open,
        one.OpenSince + other.OpenSince,
        one.Won.Plus(other.Won),
        one.Lost.Plus(other.Lost)));

    public int CompareTo(SlipTotals other) =>
        (Pushes, Days, Open, OpenSince, Won, Lost).CompareTo((other.Pushes, other.Days, other.Open, other.OpenSince, other.Won, other.Lost));
}

/// <summary>Closed deals by how often their close date was pushed.</summary>
/// <param name="Thrice">Three times or more.</param>
public readonly record struct PushedDeals(int Never, int Once, int Twice, int Thrice) : IComparable<PushedDeals>
{
    public int AtLeast(int pushes) => Thrice + (pushes <= 2 ? Twice : 0) + (pushes <= 1 ? Once : 0) + (pushes <= 0 ? Never : 0);

    internal static PushedDeals One(int pushes) => pushes switch { 0 => new(1, 0, 0, 0), 1 => new(0, 1, 0, 0), 2 => new(0, 0, 1, 0), _ => new(0, 0, 0, 1) };

    public PushedDeals Plus(PushedDeals other) => new(Never + other.Never, Once + other.Once, Twice + other.Twice, Thrice + other.Thrice);

    public int CompareTo(PushedDeals other) => (Never, Once, Twice, Thrice).CompareTo((other.Never, other.Once, other.Twice, other.Thrice));
}
