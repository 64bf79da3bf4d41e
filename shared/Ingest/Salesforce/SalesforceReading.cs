using System.Text.Json;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>How far the reading of one object is: kept in the mirror with each page, so that it can go on after a crash.</summary>
/// <param name="Number">The number of the last full read: it tells what that read brought from what was there before.</param>
/// <param name="From">Only what was changed since; null: everything is read, and what does not come is gone.</param>
/// <param name="Started">Salesforce's clock when the reading began.</param>
internal sealed record SalesforceReading(long Number, DateTimeOffset? From, DateTimeOffset? Started)
{
    public bool IsFull => From is null;

    /// <summary>The path of the next page of a query.</summary>
    public string? Next { get; init; }

    /// <summary>The job that is being read, and the path of the version that it was made under.</summary>
    public string? Job { get; init; }

    public string? JobRoot { get; init; }

    /// <summary>The next page of the job's results; null: its first.</summary>
    public string? Locator { get; init; }

    /// <summary>The newest stamp that was read.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>Rows came in another order than was asked for, so that nothing can be said of what is older than the newest.</summary>
    public bool IsDisordered { get; init; }

    /// <summary>All of it was read, and what follows from that is not done yet.</summary>
    public bool IsDone { get; init; }

    public bool IsUnderWay => Next is not null || Job is not null;

    /// <summary>A job brings its rows in no order.</summary>
    public SalesforceReading By(SalesforceJob job) => this with { Job = job.Id, JobRoot = job.Root, Locator = null, IsDisordered = true };

    /// <summary>The cursor is lost. What was read is not, so that a reading in order goes on from the newest that it has.</summary>
    public SalesforceReading WithoutCursor() => this with { Next = null, Job = null, JobRoot = null, Locator = null };

    public SalesforceReading Saw(DateTimeOffset? stamp) => stamp is not { } at ? this
        : Newest is { } newest && at < newest ? this with { IsDisordered = true }
        : this with { Newest = at };

    /// <summary>Records stamped before this are all read, or need not be.</summary>
    public DateTimeOffset? Since => IsDisordered ? From : Newest ?? From;

    public string ToText() => JsonSerializer.Serialize(this);

    public static SalesforceReading? Of(string? text) => text is null ? null : JsonSerializer.Deserialize<SalesforceReading>(text);
}
