using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Briefs;

/// <summary>What the manager's other reps noted, and every name that must not come along.</summary>
/// <param name="Mates">Without the rep whom the brief is for.</param>
/// <param name="Team">The names of the manager and of everybody who reports to them.</param>
/// <param name="People">The names of everybody of the company.</param>
public sealed record TeamMaterial(ImmutableArray<TeamMate> Mates, ImmutableArray<string> Team, ImmutableArray<string> People);

/// <param name="Lessons">Those in force.</param>
/// <param name="Deals">Every deal of theirs, closed ones too.</param>
public sealed record TeamMate(PersonId Id, ImmutableArray<JournalEntry> Lessons, ImmutableArray<DealName> Deals);

/// <summary>How a deal may be spoken of.</summary>
public readonly record struct DealName(string? Name, string? Account);
