using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using OneOnOne.Pipeline;

namespace OneOnOne.Http.Events;

/// <summary>SendGrid's events as ours. What is not about a brief, or of no kind that we know, is left out.</summary>
internal static partial class SendGridEvents
{
    private const int Deepest = 32;

    /// <summary>Why SendGrid does not even try, in its own words. Any other text may quote addresses or content.</summary>
    private static readonly ImmutableArray<string> DropReasons =
        ["Bounced Address", "Unsubscribed Address", "Spam Reporting Address", "Spam Content", "Invalid SMTPAPI header", "Invalid", "Recipient List over Package Quota"];

    /// <param name="body">A JSON array, as it was posted.</param>
    /// <returns>Null when it is none.</returns>
    public static ImmutableArray<DeliveryEvent>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Deepest });
            return document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray().Select(TryEvent).OfType<DeliveryEvent>()] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DeliveryEvent? TryEvent(JsonElement entry)
    {
        try
        {
            return Event(entry);
        }
        catch (InvalidOperationException)
        {
            return null; // A text that is no text, such as half a surrogate pair, is found out only when it is read.
        }
    }

    private static DeliveryEvent? Event(JsonElement entry)
    {
        DeliveryEventKind? kind = Text(entry, "event") switch
        {
            "processed" => DeliveryEventKind.Processed,
            "delivered" => DeliveryEventKind.Delivered,
            "deferred" => DeliveryEventKind.Deferred,
            "bounce" => DeliveryEventKind.Bounced,
            "dropped" => DeliveryEventKind.Dropped,
            "spamreport" => DeliveryEventKind.ReportedAsSpam,
            _ => null,
        };
        return kind is { } known && Text(entry, Mail.KeyArgument) is { } key && Delivery.ParseKey(key) is { } brief && At(entry) is { } at
            ? new DeliveryEvent(brief.Run, brief.Audience, known, at, Reason(entry, known))
            : null;
    }

    /// <summary>Seconds since 1970.</summary>
    private static DateTimeOffset? At(JsonElement entry) =>
        entry.TryGetProperty("timestamp", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long seconds)
            && seconds > 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string? Reason(JsonElement entry, DeliveryEventKind kind)
    {
        string? text = Text(entry, "reason") ?? Text(entry, "response");
        if (kind == DeliveryEventKind.Dropped)
        {
            return DropReasons.FirstOrDefault(reason => text?.StartsWith(reason, StringComparison.Ordinal) == true);
        }

        return (text is null ? null : Code(SmtpCode().Match(text))) ?? (Text(entry, "status") is { } status ? Code(EnhancedCode().Match(status)) : null);
    }

    private static string? Code(Match match) => match.Success ? match.Value : null;

    private static string? Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"^[245][0-9]{2}(?![0-9])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmtpCode();

    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnhancedCode();
}
