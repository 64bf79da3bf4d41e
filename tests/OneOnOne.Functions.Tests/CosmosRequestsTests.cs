using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Functions.Mail;
using OneOnOne.Functions.Tests.Fakes;
using OneOnOne.Functions.Triggers;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Tests;

/// <summary>What a run costs in Cosmos DB, from its first message to its two mails, as the deployed app is composed.</summary>
public sealed class CosmosRequestsTests
{
    [Fact]
    public async Task An_analysis_takes_four_requests_and_the_other_steps_not_many_more()
    {
        FakeWire wire = new(() => new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new StringContent("") });
        await using TestApp app = new(services => services
            .AddSingleton(SmallCompany.Opened())
            .AddSingleton(SendGridWire.Client("SG.key", wire)));
        app.Clock.Now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero); // A Sunday; the one-on-one is assumed on Monday at ten.
        await app.Make<IngestSnapshot>().RunAsync(new TimerInfo(), CancellationToken.None);
        await app.Make<PlanBriefs>().RunAsync(new TimerInfo(), CancellationToken.None);
        List<string> costs = [];
        for (int sent = 0; sent < app.Bus.Sent.Count; sent++)
        {
            if (app.Bus.Sent[sent].Message.ScheduledEnqueueTime > app.Clock.Now)
            {
                continue;
            }

            foreach (Subscription subscription in Routes.Of(MessageJson.Read<Message>(app.Bus.Sent[sent].Message.Body.ToArray())))
            {
                app.Cosmos.ForgetRequests();
                await app.HandleAsync(subscription, Received.Of(app.Bus.Sent[sent].Message));
                costs.Add($"{subscription} {app.Cosmos.DocumentRequests.Count}");
            }
        }

        Assert.Equal(
            [
                "AnalyzeStalls 4", "AnalyzeSlips 4", "AnalyzeStageOutliers 4",
                "OrchestrateBrief 10", "OrchestrateBrief 1", "OrchestrateBrief 1", // All parts are there with the first message.
                "DeliverBrief 9", "DeliverBrief 9",
                "DeliverBrief 1", "DeliverBrief 1", "DeliverBrief 1", "DeliverBrief 1", // And a message too many costs a look.
            ],
            costs);
        Assert.Equal(2, wire.Bodies.Count);
    }
}
