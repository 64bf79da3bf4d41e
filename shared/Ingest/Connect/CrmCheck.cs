using System.Collections.Immutable;

namespace OneOnOne.Ingest.Connect;

/// <summary>What a dry run found.</summary>
/// <param name="Account">Whose CRM answered, as somebody recognises it.</param>
public sealed record CrmCheck(string Account, ImmutableArray<CrmCheckLine> Lines, ImmutableArray<CrmCost> Costs)
{
    /// <summary>What may be asked for and what of it is left, in a sentence; null where the CRM does not say.</summary>
    public string? Allowance { get; init; }

    public bool CanRead => !Lines.Any(line => line.State == CrmCheckState.Missing);
}

/// <param name="What">In a few words: "field NextStep of Opportunity".</param>
/// <param name="Consequence">What briefs will lack and what to do about it; null where all is well.</param>
public sealed record CrmCheckLine(CrmCheckState State, string What, string? Consequence = null);

public enum CrmCheckState
{
    Fine,

    /// <summary>Goes without it.</summary>
    Lacking,

    /// <summary>Cannot read without it.</summary>
    Missing,
}

/// <summary>What one kind of record costs to read, in requests.</summary>
public sealed record CrmCost(string Records, long Count, long FirstRead, long DailyRead);
