namespace OneOnOne.Pipeline;

/// <summary>
/// The last look at a mail before it leaves. Names and subjects were made safe before, and addresses were allowed; libraries pass on
/// whatever they are given, or throw, which would leave nobody knowing whether the mail is out.
/// </summary>
public static class MailHeaders
{
    /// <returns>The code of the refusal; null when nothing in it can become a header or a receiver of its own.</returns>
    public static string? Refusal(Mail mail) =>
        new[] { mail.BriefKey, mail.Subject, mail.From.Address, mail.From.Name, mail.To.Address, mail.To.Name }.Any(HasControls) ? "bad-header"
        : new[] { mail.From.Address, mail.To.Address }.Any(address => RecipientPolicy.Refusal(address, []) is not null) ? "bad-address"
        : null;

    private static bool HasControls(string text) => text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');
}
