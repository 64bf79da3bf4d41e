using System.Globalization;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Mail;

/// <summary>A brief as the mail that System.Net.Mail writes: plain text first, HTML as the better alternative.</summary>
internal static class MimeMail
{
    /// <summary>Names the brief, so that a mail that is found can be told from any other.</summary>
    public const string KeyHeader = "X-OneOnOne-Brief";

    /// <param name="begun">Called when the first of its text is taken to be sent.</param>
    public static MailMessage Of(Pipeline.Mail mail, Action? begun = null)
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
        message.AlternateViews.Add(View(mail.Text, MediaTypeNames.Text.Plain, begun));
        message.AlternateViews.Add(View(mail.Html, MediaTypeNames.Text.Html, begun: null));
        if (mail.Calendar is { IsInvitation: true } invitation)
        {
            // As an alternative, the last and best of all: that is where calendars look for it.
            message.AlternateViews.Add(View(invitation.Text, invitation.MediaType, begun: null));
        }
        else if (mail.Calendar is { } file)
        {
            message.Attachments.Add(new Attachment(new MemoryStream(Encoding.UTF8.GetBytes(file.Text)), Type(file.MediaType)) { Name = CalendarPart.FileName, TransferEncoding = TransferEncoding.Base64 });
        }

        return message;
    }

    /// <summary>RFC 5322. SmtpClient always writes the present moment, so that whoever wants another has to replace the line.</summary>
    public static string DateLine(Pipeline.Mail mail) => mail.Date.ToUniversalTime().ToString("'Date: 'ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    private static AlternateView View(string content, string type, Action? begun)
    {
        // Mail's line break is CR LF; a bare LF would travel encoded, and some readers would show one endless line.
        byte[] bytes = Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n"));
        return new AlternateView(new WatchedText(bytes, begun), Type(type))
        {
            TransferEncoding = TransferEncoding.QuotedPrintable,
        };
    }

    private static ContentType Type(string type) => new(type) { CharSet = Encoding.UTF8.WebName };

    private sealed class WatchedText(byte[] bytes, Action? begun) : MemoryStream(bytes, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            begun?.Invoke();
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            begun?.Invoke();
            return base.Read(buffer);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            begun?.Invoke();
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
