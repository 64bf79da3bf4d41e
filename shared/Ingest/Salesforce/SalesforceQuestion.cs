using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>What is asked of one object, and what becomes of the answer.</summary>
/// <param name="All">Deleted and archived records too.</param>
internal sealed record SalesforceQuestion(SalesforceShape Shape, bool All)
{
    /// <summary>A further condition on the records.</summary>
    public string? Condition { get; init; }

    /// <summary>Under which name the mirror keeps how far it is; null: it begins anew each time.</summary>
    public string? Key { get; init; }

    /// <summary>Keeps one record, or removes it; with the number of the reading.</summary>
    public required Action<MirrorWrite, SalesforceRecord, long> Put { get; init; }

    /// <summary>Goes into the transaction of the last page.</summary>
    public required Action<MirrorWrite, SalesforceReading> Complete { get; init; }

    /// <param name="inOrder">By the stamp, so that a lost cursor costs little. Bulk jobs are slower that way, and keep their results.</param>
    public string Soql(SalesforceReading reading, bool inOrder) =>
        $"SELECT {Shape.Selected} FROM {Shape.Object.Name}{SalesforceApi.Where(Where(reading))}{(inOrder && Shape.Object.Stamp is { } stamp ? $" ORDER BY {stamp}" : "")}";

    public string? Where(SalesforceReading reading)
    {
        List<string> conditions = Condition is null ? [] : [Condition];
        if (All && reading.IsFull && Shape.ShowsDeleted)
        {
            conditions.Add("IsDeleted = false"); // It sees archived ones, and there is nothing yet to be removed.
        }

        if (Shape.Object.Stamp is { } stamp && reading.Since is { } since)
        {
            conditions.Add($"{stamp} >= {SalesforceValue.Text(since)}");
        }

        return conditions.Count == 0 ? null : string.Join(" AND ", conditions);
    }
}
