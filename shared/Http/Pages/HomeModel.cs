using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Crm;

namespace OneOnOne.Http.Pages;

/// <summary>What the first page shows.</summary>
/// <param name="HasData">False before the first snapshot.</param>
public sealed record HomeModel(bool HasData, ImmutableArray<HomeTeam> Teams);

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

    /// <summary>What changed since the brief of the last one-on-one; absent where there is none to compare with.</summary>
    public SinceLastTime? Since { get; init; }

    /// <summary>Whether the manager's half is the viewer's to read.</summary>
    [JsonIgnore]
    public bool ForManager { get; init; } = true;
}

/// <param name="Came">Deals with findings now and none then.</param>
/// <param name="Went">The other way round.</param>
public sealed record SinceLastTime(int Came, int Went);
