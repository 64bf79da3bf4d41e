namespace OneOnOne.Ingest.Salesforce;

/// <summary>When an opportunity entered its stages. Rows that say the same stage again are one stay: that is seen where snapshots are put together.</summary>
internal static class SalesforceStages
{
    public static IEnumerable<(string Id, string Stage, string EnteredAt)> Of(SalesforceLife life)
    {
        string created = life.Deal["CreatedDate"] ?? "";
        if (First(life) is { } first)
        {
            yield return (life.Deal.Id, first, created);
        }

        // Of the rows of one second the last says how it ended.
        foreach (IGrouping<string?, SalesforceRecord> same in life.History.GroupBy(row => row["CreatedDate"]))
        {
            SalesforceRecord last = same.Last();
            yield return (last.Id, last["StageName"] ?? "", last["CreatedDate"] ?? "");
        }
    }

    /// <summary>The stage that it was created in, where its history begins later and yet tells it.</summary>
    private static string? First(SalesforceLife life)
    {
        SalesforceRecord? first = life.History.FirstOrDefault();
        if (first is null)
        {
            return life.Fields.FirstOrDefault(row => row["Field"] == "StageName")?["OldValue"] ?? life.Deal["StageName"];
        }

        if (SalesforceValue.Instant(first["CreatedDate"]) is not { } begins || SalesforceValue.Instant(life.Deal["CreatedDate"]) is not { } created || begins <= created)
        {
            return null;
        }

        // A row for another amount or date was made in the stage that it was in already.
        return Differs(first["PrevCloseDate"], first["CloseDate"]) || Differs(first["PrevAmount"], first["Amount"])
            ? first["StageName"]
            : life.Fields.FirstOrDefault(row => row["Field"] == "StageName" && SalesforceValue.Instant(row["CreatedDate"]) <= begins)?["OldValue"];
    }

    private static bool Differs(string? before, string? after) => before is not null && before != after;
}
