using System.Text.Json.Serialization;
using OneOnOne.Briefs;
using OneOnOne.Crm;

namespace OneOnOne.Pipeline;

/// <summary>The ledger's item for one half of a pair. The ledger is the truth about what was sent.</summary>
public sealed record Delivery
{
    public int Schema { get; init; } = 1;

    public required RunId Run { get; init; }

    public required Audience Audience { get; init; }

    public required PersonId To { get; init; }

    /// <summary>When the one-on-one begins: a brief that is later than that is never sent.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    public DeliveryState State { get; init; } = DeliveryState.Planned;

    /// <summary>How often it was claimed. Deferring gives the attempt back.</summary>
    public int Attempt { get; init; }

    public string? Owner { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? UnknownSince { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The provider's id of what it accepted.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why it was refused, deferred or held, as a code.</summary>
    public string? Code { get; init; }

    /// <summary>Sent again although the first may have gone through.</summary>
    public bool PossibleDuplicate { get; init; }

    /// <summary>What the provider is told this mail is, so that it can be asked about later.</summary>
    [JsonIgnore]
    public string BriefKey => KeyOf(Run, Audience);

    [JsonIgnore]
    public bool IsTerminal => State is DeliveryState.Sent or DeliveryState.Refused or DeliveryState.Expired or DeliveryState.Held;

    public static string KeyOf(RunId run, Audience audience) => $"{run}-{audience.ToString().ToLowerInvariant()}";

    /// <summary>Reads a key that comes back from the provider.</summary>
    /// <returns>Null for one that was never given out.</returns>
    public static (RunId Run, Audience Audience)? ParseKey(string key)
    {
        foreach (Audience audience in Enum.GetValues<Audience>())
        {
            string end = KeyOf(new RunId(""), audience);
            if (key.EndsWith(end, StringComparison.Ordinal) && RunId.Parse(key[..^end.Length]) is { } run)
            {
                return (run, audience);
            }
        }

        return null;
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<DeliveryState>))]
public enum DeliveryState
{
    Planned,

    /// <summary>Somebody is about to send it.</summary>
    Claimed,

    /// <summary>Written before the post: from here until the outcome is recorded, the mail may or may not be out.</summary>
    Posting,

    Sent,
    Refused,
    Deferred,

    /// <summary>It may have been accepted. Never sent again before the provider was asked.</summary>
    Unknown,

    /// <summary>The one-on-one has begun.</summary>
    Expired,

    /// <summary>Unknown, and nobody could say: a person decides.</summary>
    Held,
}
