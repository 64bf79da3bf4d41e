using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Functions.Mail;
using OneOnOne.Functions.Settings;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Promises;
using OneOnOne.Tests.Security;

namespace OneOnOne.Functions.Tests;

public sealed class SendGridMailGatewayTests
{
    private const string Golden = """
        {
          "from": {"name": "OneOnOne", "email": "oneonone@example.com"},
          "subject": "One-on-one with Zoë on Monday",
          "personalizations": [
            {"to": [{"name": "Ada", "email": "ada@example.com"}], "custom_args": {"briefKey": "2026-03-02-0123456789abcdef-manager"}}
          ],
          "content": [
            {"type": "text/plain", "value": "Deals & more\n"},
            {"type": "text/html", "value": "<p>Deals &amp; more</p>"}
          ],
          "tracking_settings": {
            "click_tracking": {"enable": false, "enable_text": false},
            "open_tracking": {"enable": false},
            "subscription_tracking": {"enable": false},
            "ganalytics": {"enable": false}
          }
        }
        """;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly Pipeline.Mail Mail = new(
        "2026-03-02-0123456789abcdef-manager",
        new MailAddress("oneonone@example.com", "OneOnOne"),
        new MailAddress("ada@example.com", "Ada"),
        "One-on-one with Zoë on Monday",
        "<p>Deals &amp; more</p>",
        "Deals & more\n")
    {
        Date = Now,
    };

    public static TheoryData<HttpStatusCode, PostOutcome, string?> Statuses => new()
    {
        { HttpStatusCode.Accepted, PostOutcome.Accepted, null },
        { HttpStatusCode.OK, PostOutcome.Accepted, null },
        { HttpStatusCode.BadRequest, PostOutcome.Refused, "http-400" },
        { HttpStatusCode.Unauthorized, PostOutcome.Refused, "http-401" },
        { HttpStatusCode.Forbidden, PostOutcome.Refused, "http-403" },
        { HttpStatusCode.NotFound, PostOutcome.Refused, "http-404" },
        { HttpStatusCode.RequestEntityTooLarge, PostOutcome.Refused, "http-413" },
        { HttpStatusCode.TooManyRequests, PostOutcome.Deferred, "http-429" },
        { HttpStatusCode.ServiceUnavailable, PostOutcome.Deferred, "http-503" },
        { HttpStatusCode.InternalServerError, PostOutcome.Unknown, "http-500" },
        { HttpStatusCode.BadGateway, PostOutcome.Unknown, "http-502" },
        { HttpStatusCode.GatewayTimeout, PostOutcome.Unknown, "http-504" },
        { HttpStatusCode.TemporaryRedirect, PostOutcome.Unknown, "http-307" },
        { (HttpStatusCode)599, PostOutcome.Unknown, "http-599" },
    };

    public static TheoryData<string, PostOutcome> Failures => new()
    {
        { nameof(HttpRequestError.NameResolutionError), PostOutcome.Deferred },
        { nameof(HttpRequestError.ConnectionError), PostOutcome.Deferred },
        { nameof(HttpRequestError.SecureConnectionError), PostOutcome.Deferred },
        { nameof(HttpRequestError.ResponseEnded), PostOutcome.Unknown },
        { nameof(HttpRequestError.InvalidResponse), PostOutcome.Unknown },
        { nameof(HttpRequestError.Unknown), PostOutcome.Unknown },
        { nameof(TaskCanceledException), PostOutcome.Unknown },
        { nameof(TimeoutException), PostOutcome.Unknown },
        { nameof(IOException), PostOutcome.Unknown },
    };

    [Fact]
    [Promise("S11", "click and open tracking off in every mail")]
    public async Task S11_A_mail_goes_out_as_this_JSON()
    {
        FakeWire wire = new(() => Answer(HttpStatusCode.Accepted));
        PostResult result = await Gateway(wire).PostAsync(Mail, CancellationToken.None);

        Assert.Equal(new PostResult(PostOutcome.Accepted, MessageId: "m1"), result);
        AssertJson(Golden, Assert.Single(wire.Bodies));
        Assert.Equal(("POST", "https://api.sendgrid.com/v3/mail/send"), (wire.Last!.Method.Method, wire.Last.RequestUri!.ToString()));
        Assert.Equal("Bearer SG.key", wire.Last.Headers.Authorization!.ToString());
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Each_answer_has_its_outcome_and_is_never_asked_for_twice(HttpStatusCode status, PostOutcome outcome, string? code)
    {
        FakeWire wire = new(() => Answer(status));
        PostResult result = await Gateway(wire).PostAsync(Mail, CancellationToken.None);

        Assert.Equal((outcome, code), (result.Outcome, result.Code));
        Assert.Single(wire.Bodies);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_lost_answer_may_be_a_mail_that_is_out_and_is_not_posted_again(string failure, PostOutcome outcome)
    {
        FakeWire wire = new(() => throw (failure switch
        {
            nameof(TaskCanceledException) => new TaskCanceledException("timeout", new TimeoutException()),
            nameof(TimeoutException) => new TimeoutException(),
            nameof(IOException) => new IOException(),
            _ => new HttpRequestException(Enum.Parse<HttpRequestError>(failure)),
        }));
        PostResult result = await Gateway(wire).PostAsync(Mail, CancellationToken.None);

        Assert.Equal(new PostResult(outcome, outcome == PostOutcome.Deferred ? "not-reached" : "answer-lost"), result);
        Assert.Single(wire.Bodies);
    }

    [Theory]
    [InlineData("Retry-After", "30", 30)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 09:05:00 GMT", 300)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 08:00:00 GMT", 1)]
    [InlineData("Retry-After", "99999999", 86400)]
    [InlineData("X-RateLimit-Reset", "1772355660", 60)]
    public async Task An_answer_that_says_when_to_come_back_is_believed_within_reason(string header, string value, int seconds)
    {
        FakeWire wire = new(() => Answer(HttpStatusCode.TooManyRequests, header, value));

        Assert.Equal(TimeSpan.FromSeconds(seconds), (await Gateway(wire).PostAsync(Mail, CancellationToken.None)).RetryAfter);
    }

    [Theory]
    [InlineData("Retry-After", "soon")]
    [InlineData("X-RateLimit-Reset", "99999999999999999")]
    [InlineData("X-RateLimit-Reset", "-1")]
    [InlineData("X-Other", "1")]
    public async Task An_answer_that_does_not_say_when_to_come_back_leaves_it_to_us(string header, string value)
    {
        FakeWire wire = new(() => Answer(HttpStatusCode.ServiceUnavailable, header, value));

        Assert.Null((await Gateway(wire).PostAsync(Mail, CancellationToken.None)).RetryAfter);
    }

    [Fact]
    public async Task A_calendar_file_is_attached_and_an_invitation_is_the_best_alternative()
    {
        FakeWire wire = new(() => Answer(HttpStatusCode.Accepted));
        await Gateway(wire).PostAsync(Mail with { Calendar = new CalendarPart("PUBLISH", "BEGIN:VCALENDAR\r\n") }, CancellationToken.None);
        await Gateway(wire).PostAsync(Mail with { Calendar = new CalendarPart("CANCEL", "BEGIN:VCALENDAR\r\n") }, CancellationToken.None);

        JsonNode file = JsonNode.Parse(Golden)!;
        file["attachments"] = JsonNode.Parse("""[{"content": "QkVHSU46VkNBTEVOREFSDQo=", "type": "text/calendar; charset=utf-8; method=PUBLISH", "filename": "one-on-one.ics", "disposition": "attachment"}]""");
        AssertJson(file.ToJsonString(), wire.Bodies.First());
        JsonNode invitation = JsonNode.Parse(Golden)!;
        invitation["content"]!.AsArray().Add(JsonNode.Parse("""{"type": "text/calendar; charset=utf-8; method=CANCEL", "value": "BEGIN:VCALENDAR\r\n"}"""));
        AssertJson(invitation.ToJsonString(), wire.Bodies.Last());
    }

    [Fact]
    [Promise("S11")]
    public async Task S11_In_the_sandbox_nothing_is_delivered()
    {
        FakeWire wire = new(() => Answer(HttpStatusCode.OK));
        await Gateway(wire, new SendGridSettings { Sandbox = true }).PostAsync(Mail, CancellationToken.None);

        JsonNode expected = JsonNode.Parse(Golden)!;
        expected["mail_settings"] = JsonNode.Parse("""{"sandbox_mode": {"enable": true}}""");
        AssertJson(expected.ToJsonString(), Assert.Single(wire.Bodies));
    }

    [Fact]
    [Promise("S11")]
    public async Task S11_A_redirected_mail_names_its_reader_nowhere()
    {
        FakeWire wire = new(() => Answer(HttpStatusCode.Accepted));
        await Gateway(wire, new SendGridSettings { RedirectTo = ["tester@example.com", "other@example.com"] }).PostAsync(Mail, CancellationToken.None);

        JsonNode expected = JsonNode.Parse(Golden)!;
        expected["personalizations"]![0]!["to"] = JsonNode.Parse("""[{"email": "tester@example.com"}, {"email": "other@example.com"}]""");
        AssertJson(expected.ToJsonString(), Assert.Single(wire.Bodies));
        Assert.DoesNotContain("ada@example.com", wire.Bodies[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Promise("S3", HeaderPayloads.Count, "payloads in each of six fields, as SendGrid's JSON")]
    public async Task S3_No_header_with_a_control_character_leaves_the_house()
    {
        FakeWire wire = new(() => throw new InvalidOperationException("posted"));
        foreach (string text in HeaderPayloads.All)
        {
            Pipeline.Mail[] mails =
            [
                Mail with { Subject = text },
                Mail with { BriefKey = text },
                Mail with { From = Mail.From with { Name = text } },
                Mail with { From = Mail.From with { Address = text } },
                Mail with { To = Mail.To with { Name = text } },
                Mail with { To = Mail.To with { Address = text } },
            ];
            foreach (Pipeline.Mail mail in mails)
            {
                Assert.Equal(new PostResult(PostOutcome.Refused, "bad-header"), await Gateway(wire).PostAsync(mail, CancellationToken.None));
            }
        }

        Assert.Empty(wire.Bodies);
    }

    [Fact]
    [Promise("S2")]
    public async Task S2_An_address_that_is_not_one_plain_address_does_not_leave()
    {
        FakeWire wire = new(() => throw new InvalidOperationException("posted"));
        Assert.Equal(
            new PostResult(PostOutcome.Refused, "bad-address"),
            await Gateway(wire).PostAsync(Mail with { To = Mail.To with { Address = "b@example.com, c@evil.example" } }, CancellationToken.None));
        Assert.Empty(wire.Bodies);
    }

    [Fact]
    public async Task Shutting_down_before_the_post_leaves_no_doubt_whether_it_went_out()
    {
        FakeWire wire = new(() => throw new InvalidOperationException("posted"));
        using CancellationTokenSource stopping = new();
        await stopping.CancelAsync();

        Assert.Equal(new PostResult(PostOutcome.Deferred, "shutting-down"), await Gateway(wire).PostAsync(Mail, stopping.Token));
        Assert.Empty(wire.Bodies);
    }

    [Fact]
    public async Task Shutting_down_during_the_post_still_hears_the_answer()
    {
        using CancellationTokenSource stopping = new();
        FakeWire wire = new(() =>
        {
            stopping.Cancel();
            return Answer(HttpStatusCode.Accepted);
        });

        Assert.Equal(PostOutcome.Accepted, (await Gateway(wire).PostAsync(Mail, stopping.Token)).Outcome);
    }

    [Fact]
    public async Task A_mail_is_known_as_accepted_once_an_event_about_it_stands_in_the_ledger_and_not_by_one_about_its_other_half()
    {
        await using TestApp app = new();
        IMailGateway gateway = app.Host.Services.GetRequiredService<IMailGateway>();
        Assert.Equal(Lookup.CannotTell, await gateway.FindAsync(Mail.BriefKey, CancellationToken.None));
        await app.Runs.SaveAsync(new DeliveryEvent(TestApp.RunId, Audience.Rep, DeliveryEventKind.Delivered, Now), CancellationToken.None);
        Assert.Equal(Lookup.CannotTell, await gateway.FindAsync(Mail.BriefKey, CancellationToken.None));
        await app.Runs.SaveAsync(new DeliveryEvent(TestApp.RunId, Audience.Manager, DeliveryEventKind.Dropped, Now), CancellationToken.None);
        Assert.Equal(Lookup.Accepted, await gateway.FindAsync(Mail.BriefKey, CancellationToken.None));
        Assert.Equal(Lookup.CannotTell, await gateway.FindAsync("none of ours", CancellationToken.None));
    }

    private static SendGridMailGateway Gateway(FakeWire wire, SendGridSettings? settings = null) =>
        new(SendGridWire.Client("SG.key", wire), settings ?? new SendGridSettings(), System.Reflection.DispatchProxy.Create<IRunStore, FaultyBooks>(), new FakeClock(Now));

    private static HttpResponseMessage Answer(HttpStatusCode status, string header = "X-Other", string value = "1")
    {
        HttpResponseMessage answer = new(status) { Content = new StringContent("") };
        answer.Headers.Add("X-Message-Id", "m1");
        answer.Headers.TryAddWithoutValidation(header, value);
        return answer;
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"Expected {expected} but got {actual}");
}
