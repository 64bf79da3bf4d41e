namespace OneOnOne.Pipeline;

/// <summary>Puts one mail on its way: an outbox folder, an SMTP server, SendGrid.</summary>
public interface IMailGateway
{
    /// <summary>Posts once. Expected refusals are outcomes; whatever it throws counts as unknown.</summary>
    Task<PostResult> PostAsync(Mail mail, CancellationToken cancellation);

    /// <summary>Asks whether a mail was accepted before.</summary>
    Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation);
}

/// <param name="BriefKey">Travels with the mail, so that the provider's events and look-ups can name it.</param>
public sealed record Mail(string BriefKey, MailAddress From, MailAddress To, string Subject, string Html, string Text)
{
    /// <summary>What the key is called where it travels with a mail as an argument of its own.</summary>
    public const string KeyArgument = "briefKey";

    /// <summary>The instant that the mail is dated, for outputs that must not depend on when they were made.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>What a calendar takes; null for a mail without.</summary>
    public CalendarPart? Calendar { get; init; }
}

/// <param name="Method">PUBLISH for a file that whoever likes may open; REQUEST or CANCEL for an invitation that calendars act upon (RFC 5546).</param>
/// <param name="Text">iCalendar (RFC 5545), with its line ends.</param>
public sealed record CalendarPart(string Method, string Text)
{
    public const string FileName = "one-on-one.ics";

    public bool IsInvitation => Method is not "PUBLISH";

    public string MediaType => "text/calendar; charset=utf-8; method=" + Method;
}

/// <summary>An address that passed <see cref="RecipientPolicy"/>, with a name that is safe in a header.</summary>
public sealed record MailAddress(string Address, string Name);

/// <param name="RetryAfter">When the provider said to come back; null: it did not say.</param>
public sealed record PostResult(PostOutcome Outcome, string? Code = null, string? MessageId = null, TimeSpan? RetryAfter = null);

public enum PostOutcome
{
    Accepted,

    /// <summary>Never: the same mail would be refused again.</summary>
    Refused,

    /// <summary>Not now, and certainly not accepted.</summary>
    Deferred,

    /// <summary>The answer was lost; it may have been accepted.</summary>
    Unknown,
}

public enum Lookup
{
    Accepted,
    NotAccepted,
    CannotTell,
}
