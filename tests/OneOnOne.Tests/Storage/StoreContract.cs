using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Storage;

/// <summary>What every store promises, whatever it is made of. A subclass brings the stores.</summary>
public abstract partial class StoreContract
{
    private const int UsualRounds = 10;
    private const string MoreRounds = "rounds; 1,000 with R18_ROUNDS=1000";

    private static readonly int Rounds = Soak.Or("R18_ROUNDS", UsualRounds);

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = PipelineRecords.Now;

    protected abstract IBookStore Books { get; }

    protected abstract IRunStore Runs { get; }

    [SkippableFact]
    public async Task A_run_is_read_back_as_it_was_created()
    {
        Run run = PipelineRecords.Run();
        Assert.True(await Runs.TryCreateAsync(run, None));
        RunState state = (await Runs.ReadAsync(run.Id, None))!;
        Assert.Equal(Json.Text(run), Json.Text(state.Run.Value));
        Assert.Empty(state.Parts);
        Assert.Null(await Runs.ReadAsync(new RunId("another"), None));
    }

    [SkippableFact]
    public async Task A_run_is_created_once_and_the_second_changes_nothing()
    {
        Run run = PipelineRecords.Run();
        Assert.True(await Runs.TryCreateAsync(run, None));
        Versioned<Run> first = (await Runs.ReadAsync(run.Id, None))!.Run;
        Assert.False(await Runs.TryCreateAsync(run with { Minutes = 5 }, None));
        Versioned<Run> second = (await Runs.ReadAsync(run.Id, None))!.Run;
        Assert.Equal((45, first.ETag), (second.Value.Minutes, second.ETag));
    }

    [SkippableFact]
    [Promise("R18", AtOnce.Writers, "create a run,", UsualRounds, MoreRounds)]
    public async Task R18_Of_32_that_create_one_run_one_wins()
    {
        for (int round = 0; round < Rounds; round++)
        {
            string id = $"run-{round}";
            bool[] won = await AtOnce.RunAsync(writer => Runs.TryCreateAsync(PipelineRecords.Run(id) with { Minutes = writer }, None));
            int winner = Assert.Single(Enumerable.Range(0, AtOnce.Writers), writer => won[writer]);
            Assert.Equal(winner, (await Runs.ReadAsync(new RunId(id), None))!.Run.Value.Minutes);
        }
    }

    [SkippableFact]
    [Promise("R18", AtOnce.Writers, "replace a run,", UsualRounds, MoreRounds)]
    public async Task R18_Of_32_that_replace_one_run_one_wins_in_every_round()
    {
        await Runs.TryCreateAsync(PipelineRecords.Run(), None);
        for (int round = 0; round < Rounds; round++)
        {
            Versioned<Run> read = (await Runs.ReadAsync(PipelineRecords.Run().Id, None))!.Run;
            bool[] won = await AtOnce.RunAsync(writer => Runs.TryReplaceAsync(read with { Value = read.Value with { Round = (100 * round) + writer } }, None));
            int winner = Assert.Single(Enumerable.Range(0, AtOnce.Writers), writer => won[writer]);
            Assert.Equal((100 * round) + winner, (await Runs.ReadAsync(read.Value.Id, None))!.Run.Value.Round);
        }
    }

    [SkippableFact]
    [Promise("R18", AtOnce.Writers, "claim a delivery,", UsualRounds, MoreRounds)]
    public async Task R18_Of_32_that_replace_one_delivery_one_wins_in_every_round()
    {
        await ComposedAsync();
        Versioned<Delivery> read = (await Runs.ReadDeliveryAsync(PipelineRecords.Run().Id, Audience.Rep, None))!;
        for (int round = 0; round < Rounds; round++)
        {
            Versioned<Delivery>?[] won = await AtOnce.RunAsync(writer => Runs.TryReplaceAsync(read with { Value = read.Value with { Attempt = (100 * round) + writer } }, None));
            int winner = Assert.Single(Enumerable.Range(0, AtOnce.Writers), writer => won[writer] is not null);
            Versioned<Delivery> stored = (await Runs.ReadDeliveryAsync(read.Value.Run, Audience.Rep, None))!;
            Assert.Equal((100 * round) + winner, stored.Value.Attempt);
            Assert.Equal(stored, won[winner]);
            Assert.NotEqual(read.ETag, stored.ETag);
            read = stored;
        }

        Assert.Equal(0, (await Runs.ReadDeliveryAsync(read.Value.Run, Audience.Manager, None))!.Value.Attempt);
    }

    [SkippableFact]
    public async Task Nothing_is_replaced_that_does_not_exist()
    {
        Assert.False(await Runs.TryReplaceAsync(new Versioned<Run>(PipelineRecords.Run(), "1"), None));
        Assert.Null(await Runs.TryReplaceAsync(new Versioned<Delivery>(PipelineRecords.Delivery(), "1"), None));
        Assert.False(await Runs.TryComposeAsync(new Versioned<Run>(PipelineRecords.Run(), "1"), PipelineRecords.Pair(PipelineRecords.Run()), PipelineRecords.Both(), None));
        Assert.Null(await Runs.ReadPairAsync(PipelineRecords.Run().Id, None));
        Assert.Null(await Runs.ReadDeliveryAsync(PipelineRecords.Run().Id, Audience.Rep, None));
    }

    [SkippableFact]
    public async Task A_composed_run_its_pair_and_both_deliveries_appear_together()
    {
        await ComposedAsync();
        RunId id = PipelineRecords.Run().Id;
        Assert.Equal(Now, (await Runs.ReadAsync(id, None))!.Run.Value.ComposedAt);
        Assert.Equal(Json.Text(PipelineRecords.Pair(PipelineRecords.Run())), Json.Text((await Runs.ReadPairAsync(id, None))!));
        Assert.Equal(PipelineRecords.Delivery(audience: Audience.Manager), (await Runs.ReadDeliveryAsync(id, Audience.Manager, None))!.Value);
        Assert.Equal(PipelineRecords.Delivery(), (await Runs.ReadDeliveryAsync(id, Audience.Rep, None))!.Value);
    }

    [SkippableFact]
    public async Task A_run_that_changed_is_not_composed_and_nothing_of_the_pair_appears()
    {
        Run run = PipelineRecords.Run();
        await Runs.TryCreateAsync(run, None);
        Versioned<Run> stale = (await Runs.ReadAsync(run.Id, None))!.Run;
        Assert.True(await Runs.TryReplaceAsync(stale with { Value = run with { Round = 1 } }, None));
        Assert.False(await Runs.TryComposeAsync(stale with { Value = run with { ComposedAt = Now } }, PipelineRecords.Pair(run), PipelineRecords.Both(), None));
        Assert.Null(await Runs.ReadPairAsync(run.Id, None));
        Assert.Null(await Runs.ReadDeliveryAsync(run.Id, Audience.Rep, None));
        Assert.Null(await Runs.ReadDeliveryAsync(run.Id, Audience.Manager, None));
        Run kept = (await Runs.ReadAsync(run.Id, None))!.Run.Value;
        Assert.Equal((1, null), (kept.Round, kept.ComposedAt));
    }

    [SkippableFact]
    [Promise("R18", AtOnce.Writers, "compose a run,", UsualRounds, MoreRounds)]
    public async Task R18_Of_32_that_compose_one_run_one_wins_and_the_pair_is_its_own()
    {
        for (int round = 0; round < Rounds; round++)
        {
            Run run = PipelineRecords.Run($"run-{round}");
            await Runs.TryCreateAsync(run, None);
            Versioned<Run> read = (await Runs.ReadAsync(run.Id, None))!.Run;
            bool[] won = await AtOnce.RunAsync(writer =>
            {
                Run composed = run with { ComposedAt = Now, Minutes = 12 + writer };
                return Runs.TryComposeAsync(read with { Value = composed }, PipelineRecords.Pair(composed), PipelineRecords.Both(run.Id.Value), None);
            });
            int winner = Assert.Single(Enumerable.Range(0, AtOnce.Writers), writer => won[writer]);
            Assert.Equal(12 + winner, (await Runs.ReadAsync(run.Id, None))!.Run.Value.Minutes);
            Assert.Equal(12 + winner, (await Runs.ReadPairAsync(run.Id, None))!.Facts.Meeting!.Minutes);
        }
    }

    [SkippableFact]
    public async Task A_part_replaces_the_earlier_one_of_its_name_and_no_other_and_leaves_the_run_alone()
    {
        Run run = PipelineRecords.Run();
        await Runs.TryCreateAsync(run, None);
        string etag = (await Runs.ReadAsync(run.Id, None))!.Run.ETag;
        await Runs.SavePartAsync(run.Id, PipelineRecords.Part(AnalysisPart.Slips, "s1", 1), None);
        await Runs.SavePartAsync(run.Id, PipelineRecords.Part(AnalysisPart.Stalls, "s1", 2), None);
        await Runs.SavePartAsync(run.Id, PipelineRecords.Part(AnalysisPart.Slips, "s2", 3), None);
        await Runs.SavePartAsync(new RunId("another"), PipelineRecords.Part(AnalysisPart.StageOutliers, "s9", 4), None);
        PartResult[] expected = [PipelineRecords.Part(AnalysisPart.Stalls, "s1", 2), PipelineRecords.Part(AnalysisPart.Slips, "s2", 3)];
        Assert.Equal(expected.Select(Json.Text), (await Runs.ReadPartsAsync(run.Id, None)).OrderBy(part => part.Part).Select(Json.Text));
        RunState state = (await Runs.ReadAsync(run.Id, None))!;
        Assert.Equal([KeyValuePair.Create(AnalysisPart.Stalls, "s1"), KeyValuePair.Create(AnalysisPart.Slips, "s2")], state.Parts);
        Assert.Equal(etag, state.Run.ETag);
    }

    [SkippableFact]
    public async Task Runs_are_listed_with_their_deliveries_the_newest_one_on_one_first_even_after_it_was_moved()
    {
        await Runs.TryCreateAsync(PipelineRecords.Run("late") with { StartsAt = Now.AddHours(3) }, None);
        await Runs.TryCreateAsync(PipelineRecords.Run("early") with { StartsAt = Now.AddHours(1) }, None);
        await ComposedAsync("middle", Now.AddHours(2));
        Assert.Equal(["late 0", "middle 2", "early 0"], await ListedAsync());
        Versioned<Run> early = (await Runs.ReadAsync(new RunId("early"), None))!.Run;
        Assert.True(await Runs.TryReplaceAsync(early with { Value = early.Value with { StartsAt = Now.AddHours(9) } }, None));
        Assert.Equal(["early 0", "late 0", "middle 2"], await ListedAsync());
    }

    [SkippableFact]
    public async Task Only_the_runs_of_the_days_that_are_asked_for_are_listed()
    {
        DateOnly first = new(2026, 3, 3);
        foreach (int day in new[] { 0, 1, 2, 3 })
        {
            await Runs.TryCreateAsync(PipelineRecords.Run($"day {day}") with { On = first.AddDays(day), StartsAt = Now.AddDays(-day) }, None);
        }

        Assert.Equal(["day 1 0", "day 2 0"], await ListedAsync(first.AddDays(1), first.AddDays(2)));
        Assert.Empty(await ListedAsync(first.AddDays(4), DateOnly.MaxValue));
    }

    [SkippableFact]
    public async Task A_run_is_found_with_its_deliveries_and_with_what_the_mail_provider_told_each_thing_once()
    {
        RunId id = PipelineRecords.Run().Id;
        Assert.Null(await Runs.FindAsync(id, None));
        await ComposedAsync();
        DeliveryEvent delivered = new(id, Audience.Rep, DeliveryEventKind.Delivered, Now.AddSeconds(9), "250");
        DeliveryEvent processed = new(id, Audience.Rep, DeliveryEventKind.Processed, Now.AddSeconds(1));
        DeliveryEvent bounced = new(id, Audience.Manager, DeliveryEventKind.Bounced, Now.AddSeconds(5), "550");
        foreach (DeliveryEvent happened in new[] { delivered, processed, bounced, delivered, processed with { Run = new RunId("another") } })
        {
            await Runs.SaveAsync(happened, None);
        }

        RunSummary found = (await Runs.FindAsync(id, None))!;
        Assert.Equal([Audience.Manager, Audience.Rep], found.Deliveries.Select(delivery => delivery.Audience));
        Assert.Equal([processed, bounced, delivered], found.Events.ToArray());
        Assert.Equal(Json.Text(found), Json.Text(Assert.Single(await Runs.ListAsync(DateOnly.MinValue, DateOnly.MaxValue, None).ToListAsync())));
        Assert.Equal([processed, delivered], (await Runs.EventsAsync(id, Audience.Rep, None)).ToArray());
        Assert.Empty(await Runs.EventsAsync(new RunId("nobody's"), Audience.Rep, None));
    }

    [SkippableFact]
    public async Task The_same_dead_letter_twice_is_one()
    {
        DeadLetter letter = new("AnalyzeSlips:analyze:r:0", Subscription.AnalyzeSlips, "{}", "unknown-run: run", 7, Now);
        await Runs.SaveAsync(letter, None);
        await Runs.SaveAsync(letter with { Id = "other", At = Now.AddMinutes(-1) }, None);
        await Runs.SaveAsync(letter with { ReplayedAt = Now.AddHours(1) }, None);
        Assert.Equal([letter with { Id = "other", At = Now.AddMinutes(-1) }, letter with { ReplayedAt = Now.AddHours(1) }], (await Runs.DeadLettersAsync(None)).ToArray());
    }

    private async Task ComposedAsync(string id = "2026-03-03-abc", DateTimeOffset? startsAt = null)
    {
        Run run = PipelineRecords.Run(id);
        run = run with { StartsAt = startsAt ?? run.StartsAt };
        await Runs.TryCreateAsync(run, None);
        Versioned<Run> read = (await Runs.ReadAsync(run.Id, None))!.Run;
        Assert.True(await Runs.TryComposeAsync(read with { Value = run with { ComposedAt = Now } }, PipelineRecords.Pair(run), PipelineRecords.Both(id), None));
    }

    private async Task<List<string>> ListedAsync(DateOnly? from = null, DateOnly? to = null)
    {
        List<string> all = [];
        await foreach (RunSummary run in Runs.ListAsync(from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue, None))
        {
            all.Add($"{run.Run.Id} {run.Deliveries.Length}");
        }

        return all;
    }
}
