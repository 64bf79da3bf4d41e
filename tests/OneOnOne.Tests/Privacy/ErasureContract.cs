using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Local;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Privacy;

/// <summary>What it means to be forgotten, on whatever store. A subclass brings the store, and its bytes.</summary>
public abstract class ErasureContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    internal abstract Leaver World { get; }

    /// <summary>Every byte that the store keeps, as text.</summary>
    protected abstract string Raw();

    [Fact]
    public async Task Nothing_is_left_of_somebody_who_was_forgotten_and_all_of_the_others()
    {
        await World.FillAsync();
        Assert.All(Leaver.Words, word => Assert.Contains(word, Raw(), StringComparison.OrdinalIgnoreCase));
        await World.ForgetAsync();
        AssertNothingIsLeft();
        Assert.Empty(await HeldAsync(Leaver.Zebulon));
        Assert.Equal(["mia", "ria"], (await World.Get<IBookStore>().PeopleAsync(None)).Select(person => person.Id.Value).Order(StringComparer.Ordinal));
        Assert.Equal(["ria"], (await World.Get<IBookStore>().RepsAsync(None)).Select(rep => rep.Value));
        Assert.Equal(["ria"], Assert.Single(await World.Get<IBookStore>().TeamsAsync(None)).Reps.Select(rep => rep.Value));
        Assert.Equal(["from-him", "r-1", "r-2"], (await World.Get<IBookStore>().ReadAllAsync(Leaver.Ria, None).ToListAsync()).Select(deal => deal.Id.Value));
        Assert.Equal("ria", Assert.Single(await Pipelines.RunsAsync(World.Get<IServiceProvider>(), None)).Run.Rep.Value);
    }

    [Fact]
    public async Task Benchmarks_are_made_anew_without_their_deals()
    {
        await World.FillAsync();
        Assert.Equal((2, 2), await WonVisitsAsync());
        await World.ForgetAsync();
        Assert.Equal((1, 1), await WonVisitsAsync());
        async Task<(int, int)> WonVisitsAsync() => (
            (await World.Get<IBookStore>().ReadPoolAsync(PoolId.Company, None))!.Of("Proposal").Won.Count,
            (await World.Get<IBookStore>().ReadPoolAsync(PoolId.Team(Leaver.Mia), None))!.Of("Proposal").Won.Count);
    }

    [Fact]
    public async Task What_they_wrote_and_read_of_others_stays_without_their_name()
    {
        await World.FillAsync();
        await World.ForgetAsync();
        JournalEntry[] entries = [.. (await World.Get<IJournal>().ReadAsync(Leaver.Ria, DateTimeOffset.MinValue, None)).Select(entry => entry.Value).OrderBy(entry => entry.Id)];
        Assert.Equal(["by him, in hers", "by her, changed by him"], entries.Select(entry => entry.Content.Text));
        Assert.Equal([null, Leaver.Ria], entries.Select(entry => entry.Written.Person));
        Assert.Null(entries[1].Changed!.Person);
        AuditRecord read = Assert.Single(await World.Get<IAuditLog>().ReadAsync(Leaver.Ria, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, None));
        Assert.Equal(new Reader(ReaderKind.Person, Tombstone.PseudonymOf(Leaver.Zebulon)), read.By);
        Assert.True(read.Refused);
    }

    [Fact]
    public async Task A_manager_leaves_a_team_without_one_and_takes_the_runs_along()
    {
        await World.FillAsync();
        await World.ForgetAsync(Leaver.Mia);
        Assert.DoesNotContain("mia", Raw(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await World.Get<IBookStore>().TeamsAsync(None));
        Assert.All(await World.Get<IBookStore>().PeopleAsync(None), person => Assert.Null(person.Manager));
        Assert.Empty(await Pipelines.RunsAsync(World.Get<IServiceProvider>(), None));
        Assert.NotEmpty(await World.Get<IBookStore>().ReadAllAsync(Leaver.Zebulon, None).ToListAsync());
        Assert.Null(await World.Get<IBookStore>().ReadPoolAsync(PoolId.Team(Leaver.Mia), None));
    }

    [Fact]
    public async Task The_next_export_does_not_bring_them_back_and_says_how_many_rows_it_left_out()
    {
        await World.FillAsync();
        await World.ForgetAsync();
        IngestReport report = await World.IngestAsync(Leaver.Export(3, PipelineCompany.Monday.AddDays(7)));
        Assert.Equal(IngestOutcome.Published, report.Outcome);
        Assert.Equal(
            "People 3 2 1, Opportunities 6 3 3, Activities 2 0 2, StageHistory 1 0 1, CloseDateHistory 1 0 1, Quotas 1 0 1, Meetings 3 1 2",
            string.Join(", ", report.Counts.Select(count => $"{count.Section} {count.Read} {count.Loaded} {count.Forgotten}")));
        AssertNothingIsLeft();
        Assert.Equal(4, (await World.Get<IBookStore>().ReadAllAsync(Leaver.Ria, None).ToListAsync()).Count + 1);
        Assert.Empty((await World.Get<IBookStore>().SnapshotsAsync(None))[^1].Unreadable);
    }

    [Fact]
    public async Task A_late_older_export_does_not_bring_them_back_and_takes_nothing_from_others()
    {
        await World.FillAsync();
        await World.ForgetAsync();
        await World.IngestAsync(Leaver.Export(1, Leaver.First.AddDays(-7)));
        Assert.All(new[] { Leaver.Id, "Quixote", "Windmill one", "Windmill two" }, word => Assert.DoesNotContain(word, Raw(), StringComparison.OrdinalIgnoreCase));
        Opportunity deal = (await World.Get<IBookStore>().ReadAllAsync(Leaver.Ria, None).ToListAsync()).Single(one => one.Id.Value == "from-him");
        Assert.True(deal.IsOpen);
        Assert.Equal([Leaver.First, PipelineCompany.Monday], deal.Observed.Select(one => one.At));
    }

    [Fact]
    public async Task A_deal_that_the_CRM_gives_to_them_later_is_not_taken_for_gone()
    {
        await World.FillAsync();
        await World.ForgetAsync();
        await World.IngestAsync(Leaver.Export(1, PipelineCompany.Monday.AddDays(7)));
        Assert.True((await World.Get<IBookStore>().ReadAllAsync(Leaver.Ria, None).ToListAsync()).Single(one => one.Id.Value == "from-him").IsOpen);
    }

    [Fact]
    public async Task Lifted_the_next_export_may_bring_them_back_but_not_what_was_erased()
    {
        await World.FillAsync();
        await World.ForgetAsync();
        Assert.True(await World.Get<ForgetStep>().LiftAsync(Leaver.Zebulon, None));
        Assert.False(await World.Get<ForgetStep>().LiftAsync(Leaver.Zebulon, None));
        Assert.Equal(IngestOutcome.AlreadyThere, (await World.IngestAsync(Leaver.Export(2, PipelineCompany.Monday))).Outcome);
        AssertNothingIsLeft();
        await World.IngestAsync(Leaver.Export(3, PipelineCompany.Monday.AddDays(7)));
        Assert.Equal("Don Quixote", (await World.Get<IBookStore>().FindPersonAsync(Leaver.Zebulon, None))!.Name);
        Assert.Empty(await World.Get<IJournal>().ReadAsync(Leaver.Zebulon, DateTimeOffset.MinValue, None));
    }

    [Fact]
    public async Task What_a_step_writes_that_had_begun_before_is_swept_up_a_day_later()
    {
        await World.FillAsync();
        Run run = (await Pipelines.RunsAsync(World.Get<IServiceProvider>(), None)).Single(one => one.Run.Rep == Leaver.Zebulon).Run;
        PartResult part = (await World.Get<IRunStore>().ReadPartsAsync(run.Id, None))[0];
        await World.ForgetAsync(alone: false);
        await World.Get<IRunStore>().SavePartAsync(run.Id, part, None);
        await World.Get<IRunStore>().TryCreateAsync(run with { Id = RunId.Of(Leaver.Mia, Leaver.Zebulon, "another", run.On) }, None);
        await World.Get<IJournal>().TryCreateAsync(Notes.Entry(new Topic { Text = "Windmill, late" }, "late", rep: Leaver.Zebulon), None);
        World.Clock.Now += ForgetStep.Settled - TimeSpan.FromMinutes(1);
        Assert.Equal(1, await World.Get<ForgetStep>().ContinueAsync(None));
        World.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(0, await World.Get<ForgetStep>().ContinueAsync(None));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Two_that_are_forgotten_at_once_both_are()
    {
        await World.FillAsync();
        await Task.WhenAll(Task.Run(() => AgainAsync(Leaver.Zebulon)), Task.Run(() => AgainAsync(Leaver.Ria)));

        // Each may have written to the other what had to be put right there: that goes with the second look.
        World.Clock.Now += ForgetStep.Settled;
        Assert.Equal(0, await World.Get<ForgetStep>().ContinueAsync(None));
        Assert.Equal(["mia"], (await World.Get<IBookStore>().PeopleAsync(None)).Select(person => person.Id.Value));
        AssertNothingIsLeft();
        Assert.DoesNotContain("\"ria\"", Raw(), StringComparison.Ordinal);

        async Task AgainAsync(PersonId person)
        {
            for (int attempt = 0; attempt < 20; attempt++)
            {
                try
                {
                    await World.ForgetAsync(person, alone: false);
                    return;
                }
                catch (ConcurrencyException)
                {
                    // As an admin would: the same again goes on.
                }
            }

            Assert.Fail($"{person} was never done.");
        }
    }

    [Fact]
    public async Task Runs_and_what_is_closed_go_when_their_time_is_over_and_what_a_brief_needs_stays()
    {
        await World.FillAsync();
        RunSummary[] before = [.. await Pipelines.RunsAsync(World.Get<IServiceProvider>(), None)];
        DateTimeOffset held = before[0].Run.StartsAt;
        await World.Get<IJournal>().TryCreateAsync(Notes.Entry(Notes.Commitment("long done"), "done", state: EntryState.Done, closed: held, rep: Leaver.Ria), None);
        await World.Get<IJournal>().TryCreateAsync(Notes.Entry(Notes.Commitment("still open"), "open", rep: Leaver.Ria), None);
        RetentionStep step = World.Get<RetentionStep>();
        TimeSpan kept = new RetentionSettings().Runs;
        Assert.Equal(0, await step.RunAsync(held + kept, None));
        Assert.Equal(2, (await Pipelines.RunsAsync(World.Get<IServiceProvider>(), None)).Count);
        Assert.NotNull(await World.Get<IJournal>().FindAsync(Leaver.Ria, new EntryId("done"), None));

        Assert.Equal(2, await step.RunAsync(held + kept + TimeSpan.FromDays(1), None));
        Assert.Empty(await Pipelines.RunsAsync(World.Get<IServiceProvider>(), None));
        Assert.Empty(await World.Get<IRunStore>().DeadLettersAsync(None));
        foreach (RunId run in before.Select(one => one.Run.Id))
        {
            Assert.Null(await World.Get<IRunStore>().ReadPairAsync(run, None));
            Assert.Empty(await World.Get<IRunStore>().ReadPartsAsync(run, None));
            Assert.Null(await World.Get<IRunStore>().ReadDeliveryAsync(run, OneOnOne.Briefs.Audience.Rep, None));
            Assert.Empty(await World.Get<IRunStore>().EventsAsync(run, OneOnOne.Briefs.Audience.Rep, None));
        }

        Assert.Null(await World.Get<IJournal>().FindAsync(Leaver.Ria, new EntryId("done"), None));
        Assert.NotNull(await World.Get<IJournal>().FindAsync(Leaver.Ria, new EntryId("open"), None));
        Assert.Equal(3, (await World.Get<IBookStore>().ReadAllAsync(Leaver.Zebulon, None).ToListAsync()).Count);
    }

    protected void AssertNothingIsLeft() => Assert.All(Leaver.Words, word => Assert.DoesNotContain(word, Raw(), StringComparison.OrdinalIgnoreCase));

    private async Task<List<string>> HeldAsync(PersonId person) => await World.Get<PersonalData>().OfAsync(person, None).Select(one => one.Kind).ToListAsync();
}
