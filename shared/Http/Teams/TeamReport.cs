using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Http.Pages;

namespace OneOnOne.Http.Teams;

/// <summary>A manager's present team, rep by rep: those with open deals.</summary>
/// <param name="DataAsOf">The newest snapshot's instant.</param>
/// <param name="AsOf">The instant that ages are measured at.</param>
public sealed record TeamReport(PersonId Manager, string Name, DateTimeOffset DataAsOf, DateTimeOffset AsOf, ImmutableArray<HomeRep> Reps);
