using System.Net.Mime;
using System.Text;
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
        };

        // Not by its two properties: they replace whatever else was added.
        message.AddContent(MediaTypeNames.Text.Plain, mail.Text);
        message.AddContent(MediaTypeNames.Text.Html, mail.Html);
        message.AddTos(settings.RedirectTo.IsEmpty
            ? [new EmailAddress(mail.To.Address, mail.To.Name)]
            : [.. settings.RedirectTo.Select(address => new EmailAddress(address))]);
        if (mail.Calendar is { IsInvitation: true } invitation)
        {
            // It names its reader, and would act on a tester's calendar. As the last and best alternative: that is where calendars look for it.
            if (settings.RedirectTo.IsEmpty)
            {
                message.AddContent(invitation.MediaType, invitation.Text);
            }
        }
        else if (mail.Calendar is { } file)
        {
            message.AddAttachment(Pipeline.CalendarPart.FileName, Convert.ToBase64String(Encoding.UTF8.GetBytes(file.Text)), file.MediaType, "attachment");
        }

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
}
