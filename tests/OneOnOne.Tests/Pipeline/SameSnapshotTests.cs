using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

public sealed class SameSnapshotTests
{
    [Fact]
    [Promise("R12", "from the snapshot to the mails: no row, no message, no mail")]
    public async Task R12_A_snapshot_that_comes_again_after_its_briefs_went_out_sends_no_message_and_changes_no_table()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany());
        await world.RunAsync();
        string before = world.Dump();
        PipelineTimeline queue = new(world.Clock);
        world.Change = services => services.AddSingleton<IMessageQueue>(queue);
        Assert.Equal((IngestOutcome.AlreadyThere, 0), await world.IngestAsync(new PipelineCompany()) is var report ? (report.Outcome, report.Writes) : default);
        await world.Start().GetRequiredService<PlanStep>().RunAsync(CancellationToken.None);
        Assert.Empty(queue.Sent);
        Assert.Equal(before, world.Dump());
        Assert.Equal(4, world.Mail.Accepted.Length);
    }

    [Fact]
    [Promise("R12", "every document of a company on the Cosmos gateway keeps its ETag")]
    public async Task R12_The_same_snapshot_twice_leaves_every_ETag_as_it_was()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(SmallCompany.All);
        string[] before = [.. ETags(world)];
        Assert.InRange(before.Length, 15, 100);
        foreach (MemorySource week in SmallCompany.All)
        {
            Assert.Equal(IngestOutcome.AlreadyThere, (await world.IngestAsync(week)).Outcome);
        }

        Assert.Equal(before, ETags(world));
    }

    private static IEnumerable<string> ETags(CosmosWorld world) =>
        new[] { "books", "people" }.SelectMany(container => world.Gateway.Documents(container).Select(document => $"{container} {document.PartitionKey} {document.Id} {document.ETag}")).Order(StringComparer.Ordinal);
}
