using System.Globalization;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace OneOnOne.Local.Mail;

/// <summary>A brief as the mail that System.Net.Mail writes: plain text first, HTML as the better alternative.</summary>
internal static class MimeMail
{
    /// <summary>Names the brief, so that a mail that is found can be told from any other.</summary>
    public const string KeyHeader = "X-OneOnOne-Brief";

    public static MailMessage Of(Pipeline.Mail mail)
    {
        MailMessage message = new()
        {
            From = new System.Net.Mail.MailAddress(mail.From.Address, mail.From.Name, Encoding.UTF8),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new System.Net.Mail.MailAddress(mail.To.Address, mail.To.Name, Encoding.UTF8));
        message.Headers.Add(KeyHeader, mail.BriefKey);
        message.Headers.Add("Message-ID", $"<{mail.BriefKey}@{mail.From.Address.Split('@')[1]}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.AlternateViews.Add(View(mail.Text, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(View(mail.Html, MediaTypeNames.Text.Html));
        return message;
    }

    /// <summary>RFC 5322. SmtpClient always writes the present moment, so that whoever wants another has to replace the line.</summary>
    public static string DateLine(Pipeline.Mail mail) => mail.Date.ToUniversalTime().ToString("'Date: 'ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    private static AlternateView View(string content, string type)
    {
        // Mail's line break is CR LF; a bare LF would travel encoded, and some readers would show one endless line.
        AlternateView view = AlternateView.CreateAlternateViewFromString(content.ReplaceLineEndings("\r\n"), Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }
}
