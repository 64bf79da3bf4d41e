using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Http.Pages;

/// <summary>What the first page shows.</summary>
/// <param name="DataAsOf">Null before the first snapshot.</param>
/// <param name="TimeZone">IANA zone of whoever reads.</param>
public sealed record HomeModel(DateTimeOffset? DataAsOf, string TimeZone, ImmutableArray<HomeTeam> Teams);

/// <param name="ManagerName">Null for the reps of whom the CRM names no manager.</param>
public sealed record HomeTeam(string? ManagerName, ImmutableArray<HomeRep> Reps);

/// <param name="AtStake">Of the opportunities with findings, one sum for each currency.</param>
/// <param name="Next">The next one-on-one; null where none is planned.</param>
public sealed record HomeRep(PersonId Id, string Name, int Open, int Stalls, int Slips, int Outliers, ImmutableArray<Money> AtStake, DateTimeOffset? Next)
{
    /// <summary>Whether the stalls could be counted at all: an export without activities has none to count.</summary>
    public bool StallsKnown { get; init; } = true;
}
