using System.Text.Json.Serialization;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>One change of a close date.</summary>
internal sealed record SalesforceCloseDate(DateTimeOffset At, string From, string To)
{
    /// <summary>Into a later month: that is what PushCount counts. Dates are texts here, and begin with year and month.</summary>
    [JsonIgnore]
    public bool IsMonthPush => string.CompareOrdinal(To, 0, From, 0, "yyyy-MM".Length) > 0;

    public static SalesforceCloseDate Of(MirrorRecord record) => System.Text.Json.JsonSerializer.Deserialize<SalesforceCloseDate>(record.Body)!;

    public MirrorRecord ToMirror(string opportunity) => new($"{opportunity}@{SalesforceValue.Text(At)}", opportunity, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(this));
}

/// <summary>
/// The changes of an opportunity's close date: of consecutive rows of its history; of the history of its fields, where that has more; and
/// those that left no row at all. Of these only the newest time is known at which they can have been made, and that time is kept, for it
/// would be another each time the record is saved.
/// </summary>
internal static class SalesforceCloseDates
{
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    public static IEnumerable<SalesforceCloseDate> Of(SalesforceLife life) => Walk(life).Changes;

    /// <returns>The change that brought the date that the record has now, where nothing tells of it.</returns>
    public static SalesforceCloseDate? Unrecorded(SalesforceLife life) =>
        Walk(life) is { Known: { } known, KnownAt: { } at } && life.Deal["CloseDate"] is { } now && now != known
        && SalesforceValue.Instant(life.Deal["LastModifiedDate"]) is { } modified && modified > at
            ? new SalesforceCloseDate(modified, known, now)
            : null;

    private static (List<SalesforceCloseDate> Changes, string? Known, DateTimeOffset? KnownAt) Walk(SalesforceLife life)
    {
        List<SalesforceCloseDate> changes = [];
        string? known = null;
        DateTimeOffset? knownAt = null;
        foreach (Fact fact in Facts(life))
        {
            if (known is null && fact.Before is null)
            {
                known = fact.Value;
            }
            else if (fact.Value != (known ?? ""))
            {
                // Two steps where the row says that it began with another date. The first was made before, nobody knows when.
                if (known is not null && fact.Before is { } before && before != known && before != fact.Value && fact.At - Before > knownAt)
                {
                    changes.Add(new SalesforceCloseDate(fact.At - Before, known, before));
                    known = before;
                }

                if ((known ?? fact.Before) is { } from && from != fact.Value)
                {
                    changes.Add(new SalesforceCloseDate(fact.At, from, fact.Value));
                }

                known = fact.Value;
            }

            knownAt = fact.At;
        }

        return (changes, known, knownAt);
    }

    private static IEnumerable<Fact> Facts(SalesforceLife life)
    {
        // Of the rows of one second the last says how it ended; what the first began with was before.
        List<Fact> history =
        [
            .. life.History.Where(row => row["CloseDate"] is not null && SalesforceValue.Instant(row["CreatedDate"]) is not null)
                .GroupBy(row => SalesforceValue.Instant(row["CreatedDate"])!.Value)
                .Select(same => new Fact(same.Key, same.First()["PrevCloseDate"], same.Last()["CloseDate"]!)),
        ];
        IEnumerable<Fact> fields = life.Fields
            .Where(row => row["Field"] == "CloseDate" && row["NewValue"] is not null && SalesforceValue.Instant(row["CreatedDate"]) is not null)
            .Select(row => new Fact(SalesforceValue.Instant(row["CreatedDate"])!.Value, SalesforceValue.Normal(row["OldValue"], "date"), SalesforceValue.Normal(row["NewValue"], "date")!))
            .Where(change => !history.Exists(fact => fact.Value == change.Value && (fact.At - change.At).Duration() <= Together));
        return history.Concat(fields).Concat(life.Seen.Select(seen => new Fact(seen.At, seen.From, seen.To))).OrderBy(fact => fact.At);
    }

    /// <param name="Before">What the date was; null where that is not said.</param>
    private sealed record Fact(DateTimeOffset At, string? Before, string Value);
}
