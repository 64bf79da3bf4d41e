using System.Collections.Immutable;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>How a made-up org is set up.</summary>
internal sealed record FakeSalesforceOrg
{
    /// <summary>Null: as many as the company's deals have.</summary>
    public bool? MultiCurrency { get; init; }

    /// <summary>Fields (<c>Task.CompletedDateTime</c>) and whole objects (<c>ForecastingQuota</c>) that the org lacks, or that the user may not see.</summary>
    public ImmutableHashSet<string> Lacks { get; init; } = [];

    /// <summary>Objects that describe shows and that no query may be about.</summary>
    public ImmutableHashSet<string> Refuses { get; init; } = [];

    /// <summary>Whether the history of an opportunity's fields is kept. It came late: what is older stands only in OpportunityHistory.</summary>
    public bool TracksFields { get; init; } = true;

    /// <summary>Colleagues who were invited to events have an event of their own.</summary>
    public bool Invites { get; init; }

    /// <summary>A second forecasting type, with quotas of its own.</summary>
    public bool SecondForecast { get; init; }

    /// <summary>Some close dates move without a row of OpportunityHistory, as a script does it.</summary>
    public bool SilentChanges { get; init; } = true;

    /// <summary>Rows of a page at the most, whatever is asked for.</summary>
    public int MostRows { get; init; } = 2_000;

    /// <summary>Rows of a page of a job's results at the most.</summary>
    public int MostResults { get; init; } = 100_000;

    public int DailyRequests { get; init; } = 100_000;

    public bool HasBulk { get; init; } = true;

    public bool Has(string @object, string? field = null) => !Lacks.Contains(@object) && (field is null || !Lacks.Contains($"{@object}.{field}"));
}
