using System.Text.Json;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>A query job of Bulk API 2.0.</summary>
/// <param name="Root">The version's path that it was made under; another one's is refused.</param>
internal sealed record SalesforceJob(string Id, string Root, string State, string? Error)
{
    /// <summary>Records gathered so far; null where it does not say.</summary>
    public long? Processed { get; init; }

    public string Path => $"{Root}/jobs/query/{Id}";

    public bool IsComplete => State == "JobComplete";

    public bool IsOver => State is "JobComplete" or "Failed" or "Aborted";

    public static SalesforceJob Of(JsonElement answer, string root) => new(
        answer.GetProperty("id").GetString()!,
        root,
        answer.TryGetProperty("state", out JsonElement state) ? state.GetString() ?? "" : "",
        answer.TryGetProperty("errorMessage", out JsonElement error) ? error.GetString() : null)
    {
        Processed = answer.TryGetProperty("numberRecordsProcessed", out JsonElement processed) && processed.TryGetInt64(out long records) ? records : null,
    };
}
