using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

/// <summary>Workers die, and what they would have done never comes.</summary>
public sealed class CompletenessTests
{
    private const int Subsets = 8;

    /// <summary>Each rep's dead workers are another subset of the three; a worker dies before its work, or after it without a word.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [Promise("R20", Subsets, "sets of dead workers, dead before their work or before they say so, the message that announces the deadline comes or is lost")]
    public async Task R20_A_brief_names_what_is_missing_and_goes_out_at_its_deadline(bool afterWork, bool deadlineComes)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = [.. Enumerable.Range(0, Subsets).Select(i => $"r{i}")] });
        Dictionary<RunId, AnalysisPart[]> dead = Enumerable.Range(0, Subsets).ToDictionary(
            i => RunId.Of(PipelineCompany.Mia, new($"r{i}"), $"meet-r{i}", DateOnly.FromDateTime(PipelineCompany.Meeting.UtcDateTime)),
            i => Analyses.All.Where(part => (i & (1 << (int)part)) != 0).ToArray());
        DateTimeOffset start = world.Clock.Now;
        PipelineTimeline queue = new(world.Clock)
        {
            Comes = (to, message) => message switch
            {
                AnalyzeRep => afterWork || !dead[message.Run].Any(part => to.ToString() == $"Analyze{part}"),
                FindingsReady { Round: 0 } ready => !afterWork || !dead[message.Run].Contains(ready.Part),
                DeadlineReached deadline => deadlineComes || deadline.Round > 1, // The planner's, once the deadline is past.
                _ => true,
            },
        };
        world.ShareWith(queue);
        ServiceProvider process = world.Start();
        for (DateTimeOffset tick = start; tick <= start.AddHours(1); tick = tick.AddMinutes(15))
        {
            await process.GetRequiredService<PlanStep>().RunAsync(CancellationToken.None);
            await queue.RunAsync(process.GetRequiredService<MessageHandler>(), tick.AddMinutes(15));
        }

        IRunStore store = process.GetRequiredService<IRunStore>();
        List<RunSummary> runs = await world.RunsAsync();
        Assert.Equal(Subsets, runs.Count);
        foreach (RunSummary summary in runs)
        {
            // What was saved is used, whether it was announced or not.
            AnalysisPart[] missing = afterWork ? [] : dead[summary.Run.Id];
            Assert.Equal(missing, summary.Run.Missing.AsEnumerable());
            Assert.Equal(missing, (await store.ReadPairAsync(summary.Run.Id, CancellationToken.None))!.Facts.Missing.AsEnumerable());
            Assert.InRange(summary.Run.ComposedAt!.Value, start, start + world.Settings.Plan.AnalysisDeadline + TimeSpan.FromMinutes(15));
            Assert.Equal([DeliveryState.Sent, DeliveryState.Sent], summary.Deliveries.Select(delivery => delivery.State));
            foreach (Mail mail in world.Mail.Accepted.Where(mail => mail.BriefKey.StartsWith(summary.Run.Id.Value, StringComparison.Ordinal)))
            {
                string text = string.Join(' ', mail.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                Assert.All(Analyses.All, part => Assert.Equal(
                    missing.Contains(part), text.Contains($"Missing, since it did not finish in time: {Wording.Name(part, Language.English)}.", StringComparison.Ordinal)));
            }
        }

        Assert.Equal(2 * Subsets, world.Mail.Accepted.Length);
    }
}
