using System.Net.Mail;
using System.Text;
using OneOnOne.Pipeline;

namespace OneOnOne.Local.Mail;

/// <summary>
/// Puts mails into a folder as .eml files, with the HTML beside each for a look in a browser. A mail is there exactly when its
/// .eml is: it gets its name in one step, so that a look-up after a crash has a certain answer.
/// </summary>
internal sealed class OutboxGateway(string folder) : IMailGateway
{
    public const string NotWritable = "outbox-not-writable";

    /// <exception cref="UserErrorException">The folder cannot be written.</exception>
    public static OutboxGateway Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The outbox {folder} cannot be written. Check its permissions, or choose another folder with --data. Nothing was sent.", e);
        }

        return new OutboxGateway(folder);
    }

    public Task<PostResult> PostAsync(Pipeline.Mail mail, CancellationToken cancellation)
    {
        if (MailHeaders.Refusal(mail) is { } refusal)
        {
            return Task.FromResult(new PostResult(PostOutcome.Refused, refusal));
        }

        string name = $"{Slug(mail.To.Name)}_{mail.BriefKey}";
        string making = Path.Combine(folder, ".making", mail.BriefKey);
        if (!Directory.Exists(folder))
        {
            // Somebody moved it away. Making it anew would part the mails from the ledger that knows of them.
            return Task.FromResult(new PostResult(PostOutcome.Deferred, NotWritable));
        }

        try
        {
            Clear(making); // A process that was killed may have left half a mail here.
            Directory.CreateDirectory(making);
            using (MailMessage message = MimeMail.Of(mail))
            using (SmtpClient pickup = new() { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = Path.GetFullPath(making) })
            {
                pickup.Send(message);
            }

            File.WriteAllText(Path.Combine(folder, name + ".html"), mail.Html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            string made = Directory.GetFiles(making, "*.eml").Single();
            File.WriteAllText(made, Dated(File.ReadAllText(made, Encoding.ASCII), mail), Encoding.ASCII);
            File.Move(made, Path.Combine(folder, name + ".eml"), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SmtpException)
        {
            // Without its final name it is not in the outbox: certainly not sent.
            return Task.FromResult(new PostResult(PostOutcome.Deferred, NotWritable));
        }

        Clear(making);
        return Task.FromResult(new PostResult(PostOutcome.Accepted, MessageId: name + ".eml"));
    }

    public Task<Lookup> FindAsync(string briefKey, CancellationToken cancellation) =>
        Task.FromResult(Directory.EnumerateFiles(folder, $"*_{briefKey}.eml").Any() ? Lookup.Accepted : Lookup.NotAccepted);

    private static string Dated(string eml, Pipeline.Mail mail)
    {
        int start = eml.IndexOf("\r\nDate: ", StringComparison.Ordinal) + 2;
        return string.Concat(eml.AsSpan(0, start), MimeMail.DateLine(mail), eml.AsSpan(eml.IndexOf("\r\n", start, StringComparison.Ordinal)));
    }

    private static void Clear(string making)
    {
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }
    }

    private static string Slug(string name)
    {
        const int Longest = 40;
        string slug = string.Concat(name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-');
        return slug.Length == 0 ? "somebody" : slug[..Math.Min(slug.Length, Longest)];
    }
}
