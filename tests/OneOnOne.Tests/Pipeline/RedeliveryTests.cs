using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>Queues deliver at least once, and in any order.</summary>
public sealed class RedeliveryTests
{
    private const int UsualCases = 20;

    [Fact]
    [Promise("R6", UsualCases, "shuffles in which each message comes 1 to 20 times; 5,000 with R6_CASES=5000")]
    public async Task R6_Any_message_any_number_of_times_in_any_order_gives_the_same_ledger()
    {
        PipelineCompany company = new() { Reps = ["rob"] };
        await using PipelineWorld undisturbed = await PipelineWorld.WithAsync(company);
        await undisturbed.RunAsync();
        string ledger = await undisturbed.LedgerAsync();
        long delivered = 0;
        int cases = Soak.Or("R6_CASES", UsualCases);
        for (int seed = 1; seed <= cases; seed++)
        {
            await using PipelineWorld world = await PipelineWorld.WithAsync(company);
            PipelineShuffle queue = new(seed);
            world.Change = services => services.AddSingleton<IMessageQueue>(queue);
            ServiceProvider process = world.Start();
            await process.GetRequiredService<PlanStep>().RunAsync(CancellationToken.None);
            await queue.DeliverAsync(process.GetRequiredService<MessageHandler>());
            delivered += queue.Delivered;
            string after = await world.LedgerAsync();
            Assert.True(ledger == after, $"Seed {seed}:\n{ledger}\n{after}");
            Assert.Equal(undisturbed.Mail.Keys, world.Mail.Keys);
        }

        Assert.True(delivered > 50 * cases, $"{delivered} messages were delivered only.");
    }
}
