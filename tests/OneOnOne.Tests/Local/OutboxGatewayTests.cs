using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OneOnOne.Local.Mail;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Local;

public sealed partial class OutboxGatewayTests : IDisposable
{
    private static readonly Mail Brief = new(
        "2026-03-03-abc-rep",
        new MailAddress("oneonone@example.com", "OneOnOne – Vorbereitung"),
        new MailAddress("siobhan@example.com", "Siobhán O’Connor, PhD"),
        "Dein 1:1 am 3. März – 5 Geschäfte, die Zeit brauchen und deren Betreff lang genug ist, um umgebrochen zu werden",
        "<!doctype html><p>Grüße: 🚀 &amp; =3D</p>\n<p>" + new string('x', 2000) + "</p>",
        "Grüße: 🚀 = €\n.\n..punkt\nFrom here\n" + new string('y', 2000))
    {
        Date = new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.FromHours(2)),
    };

    private readonly PipelineFolder _folder = new();

    private string Outbox => _folder["outbox"];

    [Fact]
    public async Task A_mail_is_one_eml_with_both_texts_in_utf8_and_the_html_beside()
    {
        Assert.Equal(new PostResult(PostOutcome.Accepted, MessageId: "siobhán-o-connor--phd_2026-03-03-abc-rep.eml"), await OutboxGateway.Open(Outbox).PostAsync(Brief, default));
        Assert.Equal(
            ["siobhán-o-connor--phd_2026-03-03-abc-rep.eml", "siobhán-o-connor--phd_2026-03-03-abc-rep.html"],
            Directory.GetFiles(Outbox, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        (Dictionary<string, string> headers, string body) = Read();
        Assert.Equal("OneOnOne – Vorbereitung <oneonone@example.com>", headers["From"]);
        Assert.Equal("Siobhán O’Connor, PhD <siobhan@example.com>", headers["To"]);
        Assert.Equal(Brief.Subject, headers["Subject"]);
        Assert.Equal("2026-03-03-abc-rep", headers["X-OneOnOne-Brief"]);
        Assert.Equal("<2026-03-03-abc-rep@example.com>", headers["Message-ID"]);
        Assert.Equal("Sun, 01 Mar 2026 23:02:03 +0000", headers["Date"]);
        Assert.Equal("auto-generated", headers["Auto-Submitted"]);
        Assert.Equal("1.0", headers["MIME-Version"]);
        Assert.Equal(
            ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To", "X-OneOnOne-Brief"],
            headers.Keys.Where(name => name is not ("X-Sender" or "X-Receiver")).Order(StringComparer.Ordinal));
        string boundary = Boundary().Match(headers["Content-Type"]).Groups["name"].Value;
        Assert.StartsWith("multipart/alternative;", headers["Content-Type"], StringComparison.Ordinal);
        string unfolded = body.Replace("=\r\n", "", StringComparison.Ordinal);
        Assert.DoesNotContain("=0A", unfolded.Replace("=0D=0A", "", StringComparison.Ordinal), StringComparison.Ordinal); // No bare LF: some readers would show one endless line.
        string[] parts = body.Split("--" + boundary);
        Assert.Equal(("", "--"), (parts[0].Trim(), parts[^1].Trim()));
        Assert.Equal([("text/plain; charset=utf-8", Brief.Text), ("text/html; charset=utf-8", Brief.Html)], parts[1..^1].Select(Decoded));
        Assert.Equal(Brief.Html, File.ReadAllText(Directory.GetFiles(Outbox, "*.html")[0]));
    }

    [Theory]
    [InlineData("PUBLISH", "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar")]
    [InlineData("REQUEST", "multipart/alternative", "text/plain", "text/html", "text/calendar")]
    [InlineData("CANCEL", "multipart/alternative", "text/plain", "text/html", "text/calendar")]
    public async Task A_calendar_file_is_attached_and_an_invitation_is_the_best_alternative(string method, params string[] types)
    {
        const string Calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Grüße 🚀\r\nEND:VCALENDAR\r\n";
        await OutboxGateway.Open(Outbox).PostAsync(Brief with { Calendar = new CalendarPart(method, Calendar) }, default);
        (Dictionary<string, string> headers, string body) = Read();
        string[] parts = Regex.Split(("Content-Type: " + headers["Content-Type"] + "\r\n\r\n" + body).Replace("\r\n ", " ", StringComparison.Ordinal), "(?<=^|\n)(?i:content-type): ", RegexOptions.None, TimeSpan.FromSeconds(1))[1..];
        Assert.Equal(types, parts.Select(part => part.Split(';')[0]));
        string head = parts[^1].Split("\r\n\r\n")[0];
        Assert.Contains("method=" + method, head, StringComparison.Ordinal);
        Assert.Equal(method == "PUBLISH", head.Contains("one-on-one.ics", StringComparison.Ordinal));
        string content = parts[^1].Split("\r\n\r\n")[1].Split("\r\n--")[0];
        Assert.Equal(Calendar, method == "PUBLISH" ? Encoding.UTF8.GetString(Convert.FromBase64String(content)) : Encoding.UTF8.GetString(Quoted(content.Replace("=\r\n", "", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_same_mail_is_the_same_bytes_but_for_the_boundary_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        HashSet<string> made = [];
        try
        {
            foreach (string culture in new[] { "en-US", "de-DE", "tr-TR", "fa-IR", "ar-SA", "th-TH" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                await OutboxGateway.Open(Outbox).PostAsync(Brief, default);
                string eml = File.ReadAllText(Directory.GetFiles(Outbox, "*.eml").Single());
                made.Add(eml.Replace(Boundary().Match(eml).Groups["name"].Value, "BOUNDARY", StringComparison.Ordinal));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Single(made);
    }

    [Fact]
    public async Task A_mail_is_found_by_its_key_and_no_other_is()
    {
        OutboxGateway outbox = OutboxGateway.Open(Outbox);
        Assert.Equal(Lookup.NotAccepted, await outbox.FindAsync(Brief.BriefKey, default));
        await outbox.PostAsync(Brief, default);
        Assert.Equal(Lookup.Accepted, await outbox.FindAsync(Brief.BriefKey, default));
        Assert.Equal(Lookup.NotAccepted, await outbox.FindAsync("2026-03-03-abc-manager", default));
        Assert.Equal(Lookup.NotAccepted, await outbox.FindAsync("abc-rep", default));
    }

    [Fact]
    public async Task Half_a_mail_of_a_killed_process_is_not_taken_for_one()
    {
        OutboxGateway outbox = OutboxGateway.Open(Outbox);
        string making = Directory.CreateDirectory(Path.Combine(Outbox, ".making", Brief.BriefKey)).FullName;
        File.WriteAllText(Path.Combine(making, "00000000-half.eml"), "X-Sender: half");
        File.WriteAllText(Path.Combine(making, "zzzzzzzz-half.eml"), "X-Sender: half");
        Assert.Equal(Lookup.NotAccepted, await outbox.FindAsync(Brief.BriefKey, default));
        await outbox.PostAsync(Brief, default);
        Assert.Equal(Brief.Subject, Read().Headers["Subject"]);
    }

    [Theory]
    [InlineData(".making")]
    [InlineData("siobhán-o-connor--phd_2026-03-03-abc-rep.html")]
    [InlineData("siobhán-o-connor--phd_2026-03-03-abc-rep.eml")]
    public async Task A_write_that_fails_defers_and_leaves_no_eml(string inTheWay)
    {
        OutboxGateway outbox = OutboxGateway.Open(Outbox);
        string path = Path.Combine(Outbox, inTheWay);
        if (inTheWay == ".making")
        {
            File.WriteAllText(path, "a file where a folder should be");
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(path, "a folder where a file should be"));
        }

        Assert.Equal(new PostResult(PostOutcome.Deferred, "outbox-not-writable"), await outbox.PostAsync(Brief, default));
        Assert.Empty(Directory.GetFiles(Outbox, "*.eml"));
    }

    [Fact]
    public void An_outbox_that_cannot_be_written_is_said_before_anything_is_sent()
    {
        File.WriteAllText(Outbox, "a file where the folder should be");
        Assert.Equal(
            $"The outbox {Outbox} cannot be written. Check its permissions, or choose another folder with --data. Nothing was sent.",
            Assert.Throws<UserErrorException>(() => OutboxGateway.Open(Outbox)).Message);
    }

    public void Dispose() => _folder.Dispose();

    private (Dictionary<string, string> Headers, string Body) Read()
    {
        string eml = File.ReadAllText(Assert.Single(Directory.GetFiles(Outbox, "*.eml")));
        Assert.DoesNotContain(eml, c => c > '\u007f');
        Assert.Equal(eml, eml.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.All(eml.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        int end = eml.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (Headers(eml[..end]), eml[(end + 4)..]);
    }

    private static Dictionary<string, string> Headers(string head) =>
        Folded().Replace(head, " ").Split("\r\n").Select(line => line.Split(": ", 2)).ToDictionary(line => line[0], line => Words(line[1]), StringComparer.Ordinal);

    /// <summary>RFC 2047, as far as .NET writes it.</summary>
    private static string Words(string value) => EncodedWord().Replace(Between().Replace(value, "?==?"), word =>
        Encoding.UTF8.GetString(word.Groups["how"].Value == "B" ? Convert.FromBase64String(word.Groups["text"].Value) : Quoted(word.Groups["text"].Value.Replace('_', ' ')))).Replace("\"", "", StringComparison.Ordinal);

    private static (string Type, string Text) Decoded(string part)
    {
        string[] halves = part.TrimStart('\r', '\n').Split("\r\n\r\n", 2);
        Dictionary<string, string> headers = Headers(halves[0]);
        Assert.Equal("quoted-printable", headers["Content-Transfer-Encoding"]);
        string text = Encoding.UTF8.GetString(Quoted(halves[1].Replace("=\r\n", "", StringComparison.Ordinal)));
        return (headers["Content-Type"], text[..^2].Replace("\r\n", "\n", StringComparison.Ordinal)); // The last line break belongs to the boundary.
    }

    private static byte[] Quoted(string text)
    {
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            bytes.Add(text[i] == '=' ? Convert.ToByte(text.Substring(i + 1, 2), 16) : (byte)text[i]);
            i += text[i] == '=' ? 2 : 0;
        }

        return [.. bytes];
    }

    [GeneratedRegex("boundary=\"?(?<name>[^\"\r\n;]+)\"?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Boundary();

    [GeneratedRegex("\r\n[ \t]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Folded();

    [GeneratedRegex(@"\?=\s+=\?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?utf-8\?(?<how>[BQ])\?(?<text>[^?]*)\?=", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EncodedWord();
}
