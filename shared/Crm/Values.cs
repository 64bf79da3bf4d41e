using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OneOnOne.Crm;

/// <summary>An amount with its currency. Amounts of different currencies are never added up.</summary>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>One sum for each currency, by its name; what has no amount is left out.</summary>
    public static ImmutableArray<Money> SumByCurrency(IEnumerable<Money?> amounts) =>
    [
        .. amounts.OfType<Money>().GroupBy(money => money.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Money(group.Sum(money => money.Amount), group.Key)),
    ];
}

/// <summary>Where an opportunity stands: still open, or closed one way or the other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    Open,
    Won,
    Lost,
}

/// <summary>What a person did for an opportunity.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActivityKind>))]
public enum ActivityKind
{
    Call,
    Email,
    Meeting,
    Task,
    Other,
}

/// <summary>One stay's beginning, as the CRM recorded it.</summary>
public sealed record StageEntry(string Stage, DateTimeOffset At);

/// <summary>The expected close date moved. Later is a push, earlier is a pull.</summary>
public sealed record CloseDateChange(DateTimeOffset At, DateOnly From, DateOnly To)
{
    [JsonIgnore]
    public int Days => To.DayNumber - From.DayNumber;

    [JsonIgnore]
    public bool IsPush => To > From;
}
