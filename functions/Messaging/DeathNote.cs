using Azure.Messaging.ServiceBus;

namespace OneOnOne.Functions.Messaging;

/// <summary>Why a message was given up, as it travels with it into the dead-letter queue: a code and a field or type, never content.</summary>
internal sealed record DeathNote(string Code, string? Detail, int Attempts)
{
    private const string AttemptsProperty = "attempts";
    private const string Separator = ": ";
    private const int LongestCode = 64;

    public Dictionary<string, object> Properties => new() { [AttemptsProperty] = Attempts };

    public string Reason => Detail is null ? Code : Code + Separator + Detail;

    public static DeathNote Of(string reason, int attempts)
    {
        string[] parts = reason.Split(Separator, 2);
        return new DeathNote(parts[0], parts.Length > 1 ? parts[1] : null, attempts);
    }

    public static DeathNote Read(ServiceBusReceivedMessage message)
    {
        bool ours = message.ApplicationProperties.TryGetValue(AttemptsProperty, out object? value) && value is int;
        return new DeathNote(
            IsCode(message.DeadLetterReason) ? message.DeadLetterReason : "unknown-reason",
            ours ? message.DeadLetterErrorDescription : null,
            ours ? (int)value! : message.DeliveryCount);
    }

    /// <summary>Service Bus's own reasons pass; text that somebody else wrote does not.</summary>
    private static bool IsCode(string? reason) =>
        reason is { Length: > 0 and <= LongestCode } && reason.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
