using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Crm;
using OneOnOne.Http.Teams;

namespace OneOnOne.Http.Pages;

/// <summary>What the first page shows.</summary>
/// <param name="DataAsOf">Null before the first snapshot.</param>
/// <param name="TimeZone">IANA zone of whoever reads.</param>
public sealed record HomeModel(DateTimeOffset? DataAsOf, string TimeZone, ImmutableArray<HomeTeam> Teams)
{
    /// <summary>Whether what is for admins alone is linked to.</summary>
    public bool ForAdmin { get; init; }
}

/// <param name="ManagerName">Null for the reps of whom the CRM names no manager.</param>
public sealed record HomeTeam(string? ManagerName, ImmutableArray<HomeRep> Reps)
{
    /// <summary>Where the team's own page is the viewer's to see; null elsewhere.</summary>
    public PersonId? Manager { get; init; }
}

/// <summary>One rep in a list of reps.</summary>
/// <param name="Open">Open opportunities.</param>
/// <param name="AtStake">Of the opportunities with findings, one sum for each currency.</param>
/// <param name="Next">The next one-on-one; null where none is planned.</param>
public sealed record HomeRep(PersonId Id, string Name, int Open, int Stalls, int Slips, int Outliers, ImmutableArray<Money> AtStake, DateTimeOffset? Next)
{
    /// <summary>Whether the stalls could be counted at all: an export without activities has none to count.</summary>
    public bool StallsKnown { get; init; } = true;

    /// <summary>Whether the manager's half is the viewer's to read.</summary>
    [JsonIgnore]
    public bool ForManager { get; init; } = true;
}

/// <param name="TimeZone">IANA zone of whoever reads.</param>
public sealed record TeamModel(TeamReport Team, string TimeZone);
