using System.Text;
using System.Text.RegularExpressions;
using OneOnOne.Local.Mail;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Security;

/// <summary>S3: no text makes a header, a receiver or a body of its own.</summary>
public sealed class HeaderTests : IDisposable
{
    private const int Fields = 6;

    private static readonly Mail Brief = new(
        "2026-03-03-0123456789abcdef-rep", new MailAddress("oneonone@example.com", "OneOnOne"), new MailAddress("rob@example.com", "Rob"), "One-on-one", "<p>x</p>", "x")
    {
        Date = PipelineCompany.Monday,
    };

    private readonly PipelineFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Promise("S3", HeaderPayloads.Count, "payloads in each of", Fields, "fields, to an outbox and to a mail server")]
    public async Task S3_No_header_with_a_control_character_leaves_for_the_outbox_or_a_mail_server()
    {
        OutboxGateway outbox = OutboxGateway.Open(_folder["outbox"]);
        SmtpGateway nobody = new(new SmtpSettings("127.0.0.1", 1)); // Whatever got as far as there would be deferred.
        Assert.Equal(HeaderPayloads.Count, HeaderPayloads.All.Count);
        foreach (string payload in HeaderPayloads.All)
        {
            Mail[] mails = [.. Spoilt(payload)];
            Assert.Equal(Fields, mails.Length);
            foreach (Mail mail in mails)
            {
                Assert.Equal(new PostResult(PostOutcome.Refused, "bad-header"), await outbox.PostAsync(mail, CancellationToken.None));
                Assert.Equal(new PostResult(PostOutcome.Refused, "bad-header"), await nobody.PostAsync(mail, CancellationToken.None));
            }
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder["outbox"]));
    }

    [Theory]
    [InlineData("b@example.com, c@evil.example")]
    [InlineData("b@example.com;c@evil.example")]
    [InlineData("Bob <b@example.com>")]
    [InlineData("b@example.com@evil.example")]
    [InlineData("")]
    public async Task S2_An_address_that_is_not_one_plain_address_does_not_leave(string address)
    {
        OutboxGateway outbox = OutboxGateway.Open(_folder["outbox"]);
        foreach (Mail mail in new[] { Brief with { To = Brief.To with { Address = address } }, Brief with { From = Brief.From with { Address = address } } })
        {
            Assert.Equal(new PostResult(PostOutcome.Refused, "bad-address"), await outbox.PostAsync(mail, CancellationToken.None));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder["outbox"]));
    }

    /// <summary>What the CRM calls people is made safe on the way, so that such a name costs nobody a brief.</summary>
    [Fact]
    [Promise("S3", HeaderPayloads.Count, "payloads as names, all the way into a mail file")]
    public async Task S3_Hostile_names_arrive_as_harmless_ones_under_the_usual_headers()
    {
        HashSet<string> headers = [];
        string[] names = ["Plain", .. HeaderPayloads.All.Chunk(30).Select(chunk => "x" + string.Concat(chunk)), string.Concat(HeaderPayloads.All)];
        foreach (string name in names)
        {
            await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"], Person = person => person with { Name = name } });
            await world.RunAsync();
            Assert.Equal(2, world.Mail.Accepted.Length);
            foreach (Mail mail in world.Mail.Accepted)
            {
                Assert.All(new[] { mail.Subject, mail.To.Name, mail.From.Name, mail.BriefKey }, text => Assert.DoesNotContain(text, HeaderPayloads.Controls().Contains));
                PostResult posted = await OutboxGateway.Open(_folder["outbox"]).PostAsync(mail, CancellationToken.None);
                string eml = await File.ReadAllTextAsync(Path.Combine(_folder["outbox"], posted.MessageId!), Encoding.ASCII);
                string head = eml[..eml.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
                headers.Add(string.Join(' ', Regex.Matches(head, "^[A-Za-z-]+(?=:)", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(match => match.Value)));
            }
        }

        Assert.Single(headers);
    }

    private static IEnumerable<Mail> Spoilt(string text) =>
    [
        Brief with { Subject = text },
        Brief with { BriefKey = text },
        Brief with { From = Brief.From with { Name = text } },
        Brief with { From = Brief.From with { Address = text } },
        Brief with { To = Brief.To with { Name = text } },
        Brief with { To = Brief.To with { Address = text } },
    ];
}
