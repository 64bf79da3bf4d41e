using OneOnOne.Functions.Settings;
using SendGrid.Helpers.Mail;

namespace OneOnOne.Functions.Mail;

/// <summary>A brief as SendGrid wants it. Its links are left alone: what a deal is called is no tracker's business.</summary>
internal static class SendGridMail
{
    public static SendGridMessage Of(Pipeline.Mail mail, SendGridSettings settings)
    {
        SendGridMessage message = new()
        {
            From = new EmailAddress(mail.From.Address, mail.From.Name),
            Subject = mail.Subject,
            PlainTextContent = mail.Text,
            HtmlContent = mail.Html,
        };
        message.AddTos(settings.RedirectTo.IsEmpty
            ? [new EmailAddress(mail.To.Address, mail.To.Name)]
            : [.. settings.RedirectTo.Select(address => new EmailAddress(address))]);
        message.AddCustomArg(Pipeline.Mail.KeyArgument, mail.BriefKey); // Comes back with every event about this mail.
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        message.SetGoogleAnalytics(false);
        message.SetSubscriptionTracking(false);
        if (settings.Sandbox)
        {
            message.SetSandBoxMode(true);
        }

        return message;
    }

    /// <summary>
    /// The SDK passes on whatever it is given. Names and subjects were made safe before; this is the last place where one that
    /// was not can be stopped from becoming a header of its own.
    /// </summary>
    public static bool IsSafe(Pipeline.Mail mail) =>
        new[] { mail.BriefKey, mail.Subject, mail.From.Address, mail.From.Name, mail.To.Address, mail.To.Name }.All(IsSafe);

    private static bool IsSafe(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');
}
