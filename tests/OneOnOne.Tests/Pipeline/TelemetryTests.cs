using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Local;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Pipeline;

public sealed class TelemetryTests
{
    [Fact]
    public async Task One_trace_leads_from_the_plan_over_retries_and_the_deadline_to_both_mails()
    {
        using PipelineSpans spans = new();
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["traced"] });
        world.Change = services => Instead(services, store => new NoStalls(store));
        await world.RunAsync();
        RunId run = (await world.RunsAsync()).Single().Run.Id;
        Assert.Equal(
            """
            plan
              AnalyzeSlips Slips 1 done
                OrchestrateBrief Slips 1 done
              AnalyzeStageOutliers StageOutliers 1 done
                OrchestrateBrief StageOutliers 1 done
              AnalyzeStalls Stalls 1 failed IOException
              AnalyzeStalls Stalls 2 failed IOException
              AnalyzeStalls Stalls 3 failed IOException
              AnalyzeStalls Stalls 4 failed IOException
              OrchestrateBrief 1 done
                DeliverBrief Manager 1 done
                  post accepted
                DeliverBrief Rep 1 done
                  post accepted

            """,
            spans.TreeOf(run));
    }

    [Fact]
    public async Task A_run_that_is_woken_and_a_dead_letter_that_is_sent_again_continue_the_runs_trace()
    {
        using PipelineSpans spans = new();
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["woken"] });
        world.Mail.Answer = _ => new PostResult(PostOutcome.Deferred, "busy");
        world.Change = services => Instead(services, store => new NoStalls(store));
        await world.RunAsync();
        RunId run = (await world.RunsAsync()).Single().Run.Id;
        int before = spans.TreeOf(run).Length;
        world.Mail.Answer = _ => null;
        world.Change = _ => { };
        world.Clock.Now += world.Settings.Delivery.DeferFor;
        using (new Activity("a timer's call").Start())
        {
            await world.RunAsync();
        }

        string tree = spans.TreeOf(run);
        Assert.EndsWith(
            """
            replay
              AnalyzeSlips Slips 1 done
              AnalyzeStageOutliers StageOutliers 1 done
              AnalyzeStalls Stalls 1 done
                OrchestrateBrief Stalls 1 done
                  DeliverBrief Manager 1 done
                  DeliverBrief Rep 1 done
            wake
              DeliverBrief Manager 1 done
                post accepted
              DeliverBrief Rep 1 done
                post accepted

            """,
            tree,
            StringComparison.Ordinal);
        Assert.InRange(before, 1, tree.Length - 1);
        Activity wake = spans.Ended.Single(span => span.OperationName == "wake" && span.TraceId == Telemetry.TraceOf(run).TraceId);
        Assert.NotEqual(wake.TraceId, Assert.Single(wake.Links).Context.TraceId);
    }

    [Fact]
    public async Task What_a_known_run_does_is_counted_exactly()
    {
        await using PipelineWorld world = new();
        ServiceProvider process = world.Start();
        using PipelineMeters meters = new(process);
        IngestReport report = await process.GetRequiredService<IngestStep>().RunAsync(new OneBadRow(new PipelineCompany()), new AnyRow(), null, CancellationToken.None);
        await Pipelines.RunOnceAsync(process, CancellationToken.None);
        Finding[] findings = [.. (await FindingsAsync(process)).SelectMany(part => part)];
        Assert.Equal(
            $$"""
            oneonone.deliveries{outcome=sent} {delivery} 4
            oneonone.delivery.lead{} s {{4 * TimeSpan.FromHours(22).TotalSeconds}}
            oneonone.findings{part=Slips} {finding} {{findings.OfType<Slip>().Count()}}
            oneonone.findings{part=Stalls} {finding} {{findings.OfType<Stall>().Count()}}
            oneonone.ingest.rows{outcome=loaded} {row} 13
            oneonone.ingest.rows{outcome=quarantined} {row} 1
            oneonone.ingest.writes{} {document} {{report.Writes}}
            oneonone.runs{outcome=composed} {run} 2
            oneonone.runs{outcome=planned} {run} 2

            """,
            meters.Sums());
    }

    [Theory]
    [InlineData("Refused", "refused=2")]
    [InlineData("Deferred", "deferred=2 expired=2")]
    [InlineData("Unknown", "held=2 sent=1 unknown=2")]
    public async Task Each_thing_that_may_become_of_a_mail_is_counted(string outcome, string counted)
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Mail.CanTell = false;
        world.Mail.Answer = _ => new PostResult(Enum.Parse<PostOutcome>(outcome), "why");
        ServiceProvider process = world.Start();
        using PipelineMeters meters = new(process);
        await Pipelines.RunOnceAsync(process, CancellationToken.None);
        world.Clock.Now = PipelineCompany.Meeting;
        await Pipelines.RunOnceAsync(process, CancellationToken.None);
        Run run = (await world.RunsAsync()).Single(one => one.Run.On == DateOnly.FromDateTime(PipelineCompany.Meeting.UtcDateTime)).Run;
        await process.GetRequiredService<EventStep>().RecordAsync([new DeliveryEvent(run.Id, Audience.Rep, DeliveryEventKind.Processed, world.Clock.Now)], CancellationToken.None);
        Assert.Equal(counted, string.Join(' ', meters.Sums().Split('\n').Where(line => line.StartsWith("oneonone.deliveries", StringComparison.Ordinal)).Select(line => line.Split("outcome=")[1].Replace("} {delivery} ", "=", StringComparison.Ordinal))));
        Assert.DoesNotContain("lead", meters.Sums(), StringComparison.Ordinal); // Nobody knows when.
    }

    [Fact]
    public async Task What_is_given_up_and_what_is_woken_is_counted()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Mail.Answer = _ => new PostResult(PostOutcome.Deferred, "busy");
        world.Change = services => Instead(services, store => new NoStalls(store));
        ServiceProvider process = world.Start();
        using PipelineMeters meters = new(process);
        await Pipelines.RunOnceAsync(process, CancellationToken.None);
        world.Clock.Now += TimeSpan.FromMinutes(1);
        await Pipelines.RunOnceAsync(process, CancellationToken.None);
        Assert.Contains("oneonone.deadletters{subscription=AnalyzeStalls} {message} 2\n", meters.Sums(), StringComparison.Ordinal);
        Assert.Contains("oneonone.runs{outcome=woken} {run} 1\n", meters.Sums(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_runs_trace_is_always_the_same_and_no_other_runs()
    {
        RunId one = new("2026-03-02-0123456789abcdef");
        Assert.Equal(Telemetry.TraceOf(one), Telemetry.TraceOf(new RunId(one.Value)));
        Assert.NotEqual(Telemetry.TraceOf(one).TraceId, Telemetry.TraceOf(new RunId("2026-03-02-0123456789abcdee")).TraceId);

        // Operators look a run up by it, and traces of an older version have to stay with those of a newer one.
        Assert.Equal("677a7b85a4e4d11ae1565cb27c05797c", Telemetry.TraceOf(one).TraceId.ToString());
    }

    private static async Task<List<Finding[]>> FindingsAsync(IServiceProvider process)
    {
        IRunStore store = process.GetRequiredService<IRunStore>();
        List<Finding[]> all = [];
        foreach (RunSummary run in await Pipelines.RunsAsync(process, CancellationToken.None))
        {
            all.Add([.. (await store.ReadPartsAsync(run.Run.Id, CancellationToken.None)).SelectMany(part => part.Findings)]);
        }

        return all;
    }

    private static void Instead(IServiceCollection services, Func<IRunStore, IRunStore> other)
    {
        IRunStore real = (IRunStore)services.Last(one => one.ServiceType == typeof(IRunStore)).ImplementationInstance!;
        services.AddSingleton(other(real));
    }

    private sealed class NoStalls(IRunStore store) : PipelineRunStore(store)
    {
        public override Task SavePartAsync(RunId run, PartResult part, CancellationToken cancellation) =>
            part.Part == AnalysisPart.Stalls ? throw new IOException("The store is busy.") : base.SavePartAsync(run, part, cancellation);
    }

    private sealed class AnyRow : IQuarantine
    {
        public void Add(QuarantinedRow row)
        {
        }
    }

    private sealed class OneBadRow(ISnapshotSource inner) : ISnapshotSource
    {
        public Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation) => inner.DescribeAsync(cancellation);

        public IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, CancellationToken cancellation) =>
            inner.ReadAsync(numbers, new WithOneMore(report), cancellation);

        private sealed class WithOneMore(IReadReport report) : IReadReport
        {
            public void Add(QuarantinedRow row) => report.Add(row);

            public void Read(Section section, long read, long skipped)
            {
                if (section == Section.Activities)
                {
                    report.Add(MemorySource.BadRow(Section.Activities, null));
                    read++;
                }

                report.Read(section, read, skipped);
            }
        }
    }
}
