using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Functions.Mail;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Functions.Tests;

/// <summary>The whole app over its real triggers and adapters: from a snapshot to two mails.</summary>
public sealed class EndToEndTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task However_often_timers_fire_and_messages_come_each_reader_gets_one_mail(int times)
    {
        FakeWire wire = new(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("") });
        await using TestApp app = new(services => services
            .AddSingleton(SmallCompany.Opened())
            .AddSingleton(SendGridWire.Client("SG.key", wire)));
        app.Clock.Now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero); // A Sunday; the one-on-one is assumed on Monday at ten.
        for (int i = 0; i < times; i++)
        {
            await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);
            await app.Make<PlanBriefs>().RunAsync(new TimerInfo(), CancellationToken.None);
        }

        await app.PumpAsync(times);

        RunSummary summary = Assert.Single(await app.Runs.ListAsync(DateOnly.MinValue, DateOnly.MaxValue, CancellationToken.None).ToListAsync());
        Assert.Empty(summary.Run.Missing);
        Assert.Equal([Audience.Manager, Audience.Rep], summary.Deliveries.Select(delivery => delivery.Audience));
        Assert.All(summary.Deliveries, delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
        Assert.Equal(
            [$"{summary.Run.Id}-manager", $"{summary.Run.Id}-rep"],
            wire.Bodies.Select(body => (string?)JsonNode.Parse(body)!["personalizations"]![0]!["custom_args"]!["briefKey"]).Order(StringComparer.Ordinal));
        Assert.Empty(app.Actions.Dead);
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("Canary", StringComparison.Ordinal) || line.Contains("@example.com", StringComparison.Ordinal));
    }
}
