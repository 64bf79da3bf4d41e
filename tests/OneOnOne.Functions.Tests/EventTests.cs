using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneOnOne.Functions.Mail;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Functions.Tests;

/// <summary>SendGrid's answers and SendGrid's events, over the app's own adapters.</summary>
public sealed class EventTests
{
    private static readonly DateTimeOffset Sunday = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_mail_whose_answer_is_lost_is_sent_once_SendGrid_tells_of_it_and_never_posted_again()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        FakeWire wire = new(() => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        await using TestApp app = await WithRunAsync(wire, key);
        RunSummary run = await SummaryAsync(app);
        Assert.All(run.Deliveries, delivery => Assert.Equal(DeliveryState.Unknown, delivery.State));
        Assert.Equal(2, app.Log.Lines.Count(line => line.StartsWith("Warning: Nobody knows whether brief ", StringComparison.Ordinal)));

        string body = $$"""[{"email":"zoe@example.com","timestamp":{{Sunday.ToUnixTimeSeconds()}},"event":"processed","briefKey":"{{run.Run.Id}}-rep"}]""";
        Assert.Equal(401, await PostAsync(app, body + " ", Sign(key, app.Clock.Now, body)));
        Assert.Equal(204, await PostAsync(app, body, Sign(key, app.Clock.Now, body)));
        Assert.Equal([DeliveryState.Unknown, DeliveryState.Sent], (await SummaryAsync(app)).Deliveries.Select(delivery => delivery.State));

        await app.PumpAsync(1); // Looks again when it is due: the one is sent, and of the other nobody can tell.
        Assert.Equal([DeliveryState.Held, DeliveryState.Sent], (await SummaryAsync(app)).Deliveries.Select(delivery => delivery.State));
        Assert.Equal(2, wire.Bodies.Count);
        Assert.Contains(app.Log.Lines, line => line.StartsWith($"Error: Brief {run.Run.Id}-manager is held", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_came_before_the_answer_was_lost_is_found_by_the_gateway()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TestApp? running = null;
        FakeWire wire = new(() =>
        {
            string posted = running!.World[^1];
            foreach (string audience in new[] { "manager", "rep" })
            {
                string body = $$"""[{"timestamp":{{Sunday.ToUnixTimeSeconds()}},"event":"processed","briefKey":"{{SummaryAsync(running).GetAwaiter().GetResult().Run.Id}}-{{audience}}"}]""";
                Assert.Equal(204, PostAsync(running, body, Sign(key, running.Clock.Now, body)).GetAwaiter().GetResult());
            }

            throw new HttpRequestException(HttpRequestError.ResponseEnded, posted);
        });
        await using TestApp app = await WithRunAsync(wire, key, started => running = started);

        Assert.All((await SummaryAsync(app)).Deliveries, delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
        Assert.Equal(2, wire.Bodies.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_key_events_are_answered_with_404_and_the_app_says_so_once_at_start(bool configured)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using TestApp app = configured ? Keyed(key) : new TestApp();
        foreach (IHostedService service in app.Host.Services.GetServices<IHostedService>().Where(service => service is EventNotice))
        {
            await service.StartAsync(CancellationToken.None);
        }

        Assert.Equal(configured ? 204 : 404, await PostAsync(app, "[]", Sign(key, app.Clock.Now, "[]")));
        Assert.Equal(configured ? 0 : 1, app.Log.Lines.Count(line => line.Contains("SendGrid__WebhookPublicKey is not set", StringComparison.Ordinal)));
    }

    private static TestApp Keyed(ECDsa key, Action<IServiceCollection>? services = null) =>
        new(services, new Dictionary<string, string?> { ["SendGrid:WebhookPublicKey"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) });

    /// <summary>From a snapshot to two posted mails, as far as messages go at once; what is for later waits for the next pump.</summary>
    private static async Task<TestApp> WithRunAsync(FakeWire wire, ECDsa key, Action<TestApp>? started = null)
    {
        TestApp app = Keyed(key, services => services
            .AddSingleton(SmallCompany.Opened())
            .AddSingleton(SendGridWire.Client("SG.key", wire)));
        started?.Invoke(app);
        app.Clock.Now = Sunday;
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);
        await app.Make<PlanBriefs>().RunAsync(new TimerInfo(), CancellationToken.None);
        await app.PumpAsync(1, until: Sunday);
        return app;
    }

    private static async Task<RunSummary> SummaryAsync(TestApp app) => await app.Runs.ListAsync(DateOnly.MinValue, DateOnly.MaxValue, CancellationToken.None).SingleAsync();

    private static (string Timestamp, string Signature) Sign(ECDsa key, DateTimeOffset at, string body)
    {
        string timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return (timestamp, Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(timestamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
    }

    private static async Task<int> PostAsync(TestApp app, string body, (string Timestamp, string Signature) signed)
    {
        await using AsyncServiceScope scope = app.Host.Services.CreateAsyncScope();
        DefaultHttpContext context = new() { RequestServices = scope.ServiceProvider };
        context.Request.Method = "POST";
        context.Request.Path = "/api/sendgrid/events";
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Request.Headers["X-Twilio-Email-Event-Webhook-Timestamp"] = signed.Timestamp;
        context.Request.Headers["X-Twilio-Email-Event-Webhook-Signature"] = signed.Signature;
        await app.Make<Api>().RunAsync(context.Request);
        return context.Response.StatusCode;
    }
}
