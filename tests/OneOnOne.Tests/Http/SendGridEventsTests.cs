using System.Collections.Immutable;
using System.Text;
using OneOnOne.Briefs;
using OneOnOne.Http.Events;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Http;

public sealed class SendGridEventsTests
{
    private const string Key = "2026-03-02-0123456789abcdef-manager";

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1513299569);

    /// <summary>The fields are those of SendGrid's event reference.</summary>
    [Theory]
    [InlineData("\"event\":\"processed\"", DeliveryEventKind.Processed, null)]
    [InlineData("\"event\":\"delivered\",\"response\":\"250 OK\"", DeliveryEventKind.Delivered, "250")]
    [InlineData("\"event\":\"deferred\",\"response\":\"400 try again later\",\"attempt\":\"5\"", DeliveryEventKind.Deferred, "400")]
    [InlineData("\"event\":\"deferred\",\"reason\":\"Connection to reader@example.com timed out\",\"attempt\":\"5\"", DeliveryEventKind.Deferred, null)]
    [InlineData("\"event\":\"bounce\",\"reason\":\"500 unknown recipient\",\"status\":\"5.0.0\"", DeliveryEventKind.Bounced, "500")]
    [InlineData("\"event\":\"bounce\",\"type\":\"blocked\",\"reason\":\"550 5.1.1 <reader@example.com> no such user\",\"status\":\"5.1.1\"", DeliveryEventKind.Bounced, "550")]
    [InlineData("\"event\":\"bounce\",\"reason\":\"mailbox of Canary Bird is full\",\"status\":\"5.2.2\"", DeliveryEventKind.Bounced, "5.2.2")]
    [InlineData("\"event\":\"bounce\",\"reason\":\"5501234567 is Canary's telephone\",\"status\":\"Canary\"", DeliveryEventKind.Bounced, null)]
    [InlineData("\"event\":\"bounce\"", DeliveryEventKind.Bounced, null)]
    [InlineData("\"event\":\"dropped\",\"reason\":\"Bounced Address\",\"status\":\"5.0.0\"", DeliveryEventKind.Dropped, "Bounced Address")]
    [InlineData("\"event\":\"dropped\",\"reason\":\"Spam Content (if spam checker app enabled)\"", DeliveryEventKind.Dropped, "Spam Content")]
    [InlineData("\"event\":\"dropped\",\"reason\":\"550 reader@example.com\"", DeliveryEventKind.Dropped, null)]
    [InlineData("\"event\":\"spamreport\"", DeliveryEventKind.ReportedAsSpam, null)]
    public void Each_kind_is_read_with_a_reason_that_quotes_nobody(string fields, DeliveryEventKind kind, string? reason)
    {
        string entry = $$"""{"email":"reader@example.com","timestamp":1513299569,"smtp-id":"<14c5d75ce93.dfd.64b469@ismtpd-555>","category":["cat facts"],"sg_event_id":"e","sg_message_id":"m","briefKey":"{{Key}}",{{fields}}}""";
        Assert.Equal(new DeliveryEvent(new RunId("2026-03-02-0123456789abcdef"), Audience.Manager, kind, At, reason), Assert.Single(Read($"[{entry}]")!.Value));
    }

    [Fact]
    public void Among_bad_entries_the_good_ones_count()
    {
        string good = $$"""{"event":"delivered","timestamp":1513299569,"briefKey":"{{Key}}"}""";
        string[] bad =
        [
            "null", "1", "\"text\"", "[]", "[[1]]", "{}", "true",
            $$"""{"event":"delivered","timestamp":1513299569}""",
            $$"""{"event":"delivered","timestamp":1513299569,"briefKey":"somebody else's"}""",
            $$"""{"event":"delivered","timestamp":1513299569,"briefKey":7}""",
            $$"""{"event":"delivered","briefKey":"{{Key}}"}""",
            $$"""{"event":"delivered","timestamp":"1513299569","briefKey":"{{Key}}"}""",
            $$"""{"event":"delivered","timestamp":1513299569.5,"briefKey":"{{Key}}"}""",
            $$"""{"event":"delivered","timestamp":-1,"briefKey":"{{Key}}"}""",
            $$"""{"event":"delivered","timestamp":99999999999999,"briefKey":"{{Key}}"}""",
            $$"""{"event":"delivered","timestamp":1e400,"briefKey":"{{Key}}"}""",
            $$"""{"event":"open","timestamp":1513299569,"briefKey":"{{Key}}"}""",
            $$"""{"event":"click","timestamp":1513299569,"briefKey":"{{Key}}"}""",
            $$"""{"event":"Delivered","timestamp":1513299569,"briefKey":"{{Key}}"}""",
            $$"""{"event":{},"timestamp":1513299569,"briefKey":"{{Key}}"}""",
            $$"""{"timestamp":1513299569,"briefKey":"{{Key}}"}""",
            $$"""{"event":"\ud800","timestamp":1513299569,"briefKey":"{{Key}}"}""",
            $$"""{"\ud800":"x","\ud800event":"\ud800","timestamp":1513299569,"briefKey":"\udfff"}""",
        ];
        Assert.All(bad, entry => Assert.Empty(Read($"[{entry}]")!.Value));
        Assert.Equal(bad.Length, Read($"[{string.Join(',', bad.Select(entry => $"{entry},{good}"))}]")!.Value.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("[]]")]
    [InlineData("[{\"event\":\"delivered\"")]
    public void What_is_no_array_is_nothing(string body) => Assert.Null(Read(body));

    [Fact]
    public void Neither_depth_nor_bytes_that_are_no_text_break_it()
    {
        const int TooDeep = 100_000;
        Assert.Null(Read(new string('[', TooDeep) + new string(']', TooDeep)));
        Assert.Null(SendGridEvents.Read(new byte[] { 0xff, 0xfe, 0x00 }));
        byte[] half = [.. "[{\"event\":\""u8, 0xff, .. "\"}]"u8];
        Assert.Empty(SendGridEvents.Read(half)!.Value);
    }

    private static ImmutableArray<DeliveryEvent>? Read(string body) => SendGridEvents.Read(Encoding.UTF8.GetBytes(body));
}
