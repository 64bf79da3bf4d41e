using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Http.Findings;

/// <summary>A page of the findings table.</summary>
/// <param name="Rep">Whose findings alone these are; null for those of everybody whom the viewer may read.</param>
/// <param name="ToRep">The reader is that rep.</param>
/// <param name="Mistake">A text that says what of the filter could not be read; null where all could be.</param>
/// <param name="Rows">Of this page.</param>
/// <param name="Count">Of all pages.</param>
/// <param name="Deals">The distinct deals among these.</param>
/// <param name="AtStake">Theirs, one sum for each currency.</param>
public sealed record FindingsModel(
    Person? Rep,
    bool ToRep,
    FindingFilter Filter,
    string? Mistake,
    ImmutableArray<FindingRow> Rows,
    int Count,
    int Deals,
    ImmutableArray<Money> AtStake,
    int Page,
    FindingChoices Choices,
    DateTimeOffset AsOf)
{
    /// <summary>What a person can look through, and a phone loads at once.</summary>
    public const int PageLength = 50;

    public int Pages => Math.Max(1, (Count + PageLength - 1) / PageLength);
}

/// <summary>What the filter can be set to.</summary>
public sealed record FindingChoices(ImmutableArray<string> Stages, ImmutableArray<(PersonId Manager, string Name)> Teams, ImmutableArray<Person> Reps, ImmutableArray<string> Currencies);
