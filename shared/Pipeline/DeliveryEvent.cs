using System.Text.Json.Serialization;
using OneOnOne.Briefs;

namespace OneOnOne.Pipeline;

/// <summary>
/// What the mail provider tells about a mail after it was posted: at least once, in any order. Whatever the kind, it proves that
/// the provider accepted the mail.
/// </summary>
/// <param name="At">When it happened, by the provider's clock.</param>
/// <param name="Reason">A short code or class of the provider's, such as "550" or "Bounced Address"; never an address or content.</param>
public sealed record DeliveryEvent(RunId Run, Audience Audience, DeliveryEventKind Kind, DateTimeOffset At, string? Reason = null)
{
    public int Schema { get; init; } = 1;
}

[JsonConverter(typeof(JsonStringEnumConverter<DeliveryEventKind>))]
public enum DeliveryEventKind
{
    /// <summary>The provider is about to deliver it.</summary>
    Processed,

    /// <summary>The reader's mail server took it.</summary>
    Delivered,

    /// <summary>The reader's mail server asked to come back later.</summary>
    Deferred,

    /// <summary>The reader's mail server refused it for good.</summary>
    Bounced,

    /// <summary>The provider accepted it and then did not even try.</summary>
    Dropped,

    /// <summary>The reader marked it as spam.</summary>
    ReportedAsSpam,
}
