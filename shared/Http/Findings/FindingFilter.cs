using OneOnOne.Crm;

namespace OneOnOne.Http.Findings;

/// <summary>Which findings, and in which order. What is null keeps nothing out.</summary>
/// <param name="Team">A manager.</param>
/// <param name="AtLeast">At stake, in the deal's own currency where none is named; deals without an amount are then left out.</param>
/// <param name="Text">In the deal's name or id, its account or the rep's name.</param>
public sealed record FindingFilter(string? Kind, string? Stage, PersonId? Team, PersonId? Rep, decimal? AtLeast, string? Currency, string? Text)
{
    public FindingSort Sort { get; init; } = FindingSort.Amount;

    /// <summary>The other way round.</summary>
    public bool Reverse { get; init; }

    public bool Keeps(FindingRow row) =>
        (Kind is null || row.Kind == Kind)
        && (Stage is null || row.Deal.Stage == Stage)
        && (Team is null || row.Rep.Manager == Team)
        && (Rep is null || row.Rep.Id == Rep)
        && (Currency is null || row.Deal.Amount?.Currency == Currency)
        && (AtLeast is not { } least || row.Deal.Amount?.Amount >= least)
        && (Text is null || Has(row.Deal.Name) || Has(row.Deal.Account) || Has(row.Deal.Id.Value) || Has(row.Rep.Name));

    private bool Has(string? text) => text?.Contains(Text!, StringComparison.OrdinalIgnoreCase) == true;
}

public enum FindingSort
{
    /// <summary>The most money first, currency by currency: two of them cannot be compared. Deals without an amount come last.</summary>
    Amount,

    Deal,
    Rep,
    Kind,
    Stage,

    /// <summary>The soonest first, and deals without a date last.</summary>
    CloseDate,
}
