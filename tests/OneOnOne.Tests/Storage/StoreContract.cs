using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

/// <summary>What every store promises, whatever it is made of. A subclass brings the stores.</summary>
public abstract class StoreContract
{
    private const int Writers = 32;
    private const int Rounds = 10;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = PipelineRecords.Now;

    protected abstract IBookStore Books { get; }

    protected abstract IRunStore Runs { get; }

    [Fact]
    public async Task A_run_is_read_back_as_it_was_created()
    {
        Run run = PipelineRecords.Run();
        Assert.True(await Runs.TryCreateAsync(run, None));
        RunState state = (await Runs.ReadAsync(run.Id, None))!;
        Assert.Equal(Json.Text(run), Json.Text(state.Run.Value));
        Assert.Empty(state.Parts);
        Assert.Null(await Runs.ReadAsync(new RunId("another"), None));
    }

    [Fact]
    public async Task A_run_is_created_once_and_the_second_changes_nothing()
    {
        Run run = PipelineRecords.Run();
        Assert.True(await Runs.TryCreateAsync(run, None));
        Versioned<Run> first = (await Runs.ReadAsync(run.Id, None))!.Run;
        Assert.False(await Runs.TryCreateAsync(run with { Minutes = 5 }, None));
        Versioned<Run> second = (await Runs.ReadAsync(run.Id, None))!.Run;
        Assert.Equal((45, first.ETag), (second.Value.Minutes, second.ETag));
    }

    [Fact]
    public async Task Of_32_that_create_one_run_one_wins()
    {
        for (int round = 0; round < Rounds; round++)
        {
            string id = $"run-{round}";
            bool[] won = await AtOnceAsync(writer => Runs.TryCreateAsync(PipelineRecords.Run(id) with { Minutes = writer }, None));
            int winner = Assert.Single(Enumerable.Range(0, Writers), writer => won[writer]);
            Assert.Equal(winner, (await Runs.ReadAsync(new RunId(id), None))!.Run.Value.Minutes);
        }
    }

    [Fact]
    public async Task Of_32_that_replace_one_run_one_wins_in_every_round()
    {
        await Runs.TryCreateAsync(PipelineRecords.Run(), None);
        for (int round = 0; round < Rounds; round++)
        {
            Versioned<Run> read = (await Runs.ReadAsync(PipelineRecords.Run().Id, None))!.Run;
            bool[] won = await AtOnceAsync(writer => Runs.TryReplaceAsync(read with { Value = read.Value with { Round = (100 * round) + writer } }, None));
            int winner = Assert.Single(Enumerable.Range(0, Writers), writer => won[writer]);
            Assert.Equal((100 * round) + winner, (await Runs.ReadAsync(read.Value.Id, None))!.Run.Value.Round);
        }
    }

    [Fact]
    public async Task Of_32_that_replace_one_delivery_one_wins_in_every_round()
    {
        await ComposedAsync();
        Versioned<Delivery> read = (await Runs.ReadDeliveryAsync(PipelineRecords.Run().Id, Audience.Rep, None))!;
        for (int round = 0; round < Rounds; round++)
        {
            Versioned<Delivery>?[] won = await AtOnceAsync(writer => Runs.TryReplaceAsync(read with { Value = read.Value with { Attempt = (100 * round) + writer } }, None));
            int winner = Assert.Single(Enumerable.Range(0, Writers), writer => won[writer] is not null);
            Versioned<Delivery> stored = (await Runs.ReadDeliveryAsync(read.Value.Run, Audience.Rep, None))!;
            Assert.Equal((100 * round) + winner, stored.Value.Attempt);
            Assert.Equal(stored, won[winner]);
            Assert.NotEqual(read.ETag, stored.ETag);
            read = stored;
        }

        Assert.Equal(0, (await Runs.ReadDeliveryAsync(read.Value.Run, Audience.Manager, None))!.Value.Attempt);
    }

    [Fact]
    public async Task Nothing_is_replaced_that_does_not_exist()
    {
        Assert.False(await Runs.TryReplaceAsync(new Versioned<Run>(PipelineRecords.Run(), "1"), None));
        Assert.Null(await Runs.TryReplaceAsync(new Versioned<Delivery>(PipelineRecords.Delivery(), "1"), None));
        Assert.False(await Runs.TryComposeAsync(new Versioned<Run>(PipelineRecords.Run(), "1"), PipelineRecords.Pair(PipelineRecords.Run()), PipelineRecords.Both(), None));
        Assert.Null(await Runs.ReadPairAsync(PipelineRecords.Run().Id, None));
        Assert.Null(await Runs.ReadDeliveryAsync(PipelineRecords.Run().Id, Audience.Rep, None));
    }

    [Fact]
    public async Task A_composed_run_its_pair_and_both_deliveries_appear_together()
    {
        await ComposedAsync();
        RunId id = PipelineRecords.Run().Id;
        Assert.Equal(Now, (await Runs.ReadAsync(id, None))!.Run.Value.ComposedAt);
        Assert.Equal(Json.Text(PipelineRecords.Pair(PipelineRecords.Run())), Json.Text((await Runs.ReadPairAsync(id, None))!));
        Assert.Equal(PipelineRecords.Delivery(audience: Audience.Manager), (await Runs.ReadDeliveryAsync(id, Audience.Manager, None))!.Value);
        Assert.Equal(PipelineRecords.Delivery(), (await Runs.ReadDeliveryAsync(id, Audience.Rep, None))!.Value);
    }

    [Fact]
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

    [Fact]
    public async Task Of_32_that_compose_one_run_one_wins_and_the_pair_is_its_own()
    {
        for (int round = 0; round < Rounds; round++)
        {
            Run run = PipelineRecords.Run($"run-{round}");
            await Runs.TryCreateAsync(run, None);
            Versioned<Run> read = (await Runs.ReadAsync(run.Id, None))!.Run;
            bool[] won = await AtOnceAsync(writer =>
            {
                Run composed = run with { ComposedAt = Now, Minutes = 12 + writer };
                return Runs.TryComposeAsync(read with { Value = composed }, PipelineRecords.Pair(composed), PipelineRecords.Both(run.Id.Value), None);
            });
            int winner = Assert.Single(Enumerable.Range(0, Writers), writer => won[writer]);
            Assert.Equal(12 + winner, (await Runs.ReadAsync(run.Id, None))!.Run.Value.Minutes);
            Assert.Equal(12 + winner, (await Runs.ReadPairAsync(run.Id, None))!.Facts.Meeting!.Minutes);
        }
    }

    [Fact]
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

    [Fact]
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

    [Fact]
    public async Task The_same_dead_letter_twice_is_one()
    {
        DeadLetter letter = new("AnalyzeSlips:analyze:r:0", Subscription.AnalyzeSlips, "{}", "unknown-run: run", 7, Now);
        await Runs.SaveAsync(letter, None);
        await Runs.SaveAsync(letter with { Id = "other", At = Now.AddMinutes(-1) }, None);
        await Runs.SaveAsync(letter with { ReplayedAt = Now.AddHours(1) }, None);
        Assert.Equal([letter with { Id = "other", At = Now.AddMinutes(-1) }, letter with { ReplayedAt = Now.AddHours(1) }], (await Runs.DeadLettersAsync(None)).ToArray());
    }

    [Fact]
    public async Task An_empty_store_says_so_and_throws_nowhere()
    {
        Assert.Empty(await Books.SnapshotsAsync(None));
        Assert.Null(await Books.ReadBookAsync(new PersonId("rob"), None));
        Assert.Empty(await Books.RepsAsync(None));
        Assert.Null(await Books.ReadHeadAsync(new PersonId("rob"), None));
        Assert.Null(await Books.ReadPoolAsync(PoolId.Company, None));
        Assert.Equal(Json.Text(new Company()), Json.Text(await Books.ReadCompanyAsync(None)));
        Assert.Null(await Books.FindPersonAsync(new PersonId("rob"), None));
        Assert.Empty(await Books.PeopleAsync(None));
        Assert.Null(await Books.FindTeamAsync(new PersonId("mia"), None));
        Assert.Empty(await Books.TeamsAsync(None));
        Assert.Empty(await Runs.DeadLettersAsync(None));
        Assert.Empty(await ListedAsync());
    }

    [Fact]
    public async Task Everything_published_is_read_back_as_it_was_written()
    {
        await PublishAsync(1);
        PersonId rob = new("rob");
        Assert.Equal(Json.Text(Snapshot(1)), Json.Text(Assert.Single(await Books.SnapshotsAsync(None))));
        Assert.Equal(Json.Text(Head(1)), Json.Text((await Books.ReadHeadAsync(rob, None))!));
        Assert.Equal(rob, Assert.Single(await Books.RepsAsync(None)));
        Assert.Equal(Json.Text(Pool(1)), Json.Text((await Books.ReadPoolAsync(PoolId.Team(new PersonId("mia")), None))!));
        Assert.Equal(Json.Text(Pool(2)), Json.Text((await Books.ReadPoolAsync(PoolId.Company, None))!));
        Assert.Equal(Json.Text(Somebody("rob")), Json.Text((await Books.FindPersonAsync(rob, None))!));
        Assert.Equal(Json.Text(ImmutableArray.Create(Somebody("mia"), Somebody("rob"))), Json.Text(await Books.PeopleAsync(None)));
        Assert.Equal(Json.Text(Mias()), Json.Text((await Books.FindTeamAsync(new PersonId("mia"), None))!));
        Assert.Equal(Json.Text(Mias()), Json.Text(Assert.Single(await Books.TeamsAsync(None))));
        Assert.Equal(Json.Text(TheCompany()), Json.Text(await Books.ReadCompanyAsync(None)));
        RepBook book = (await Books.ReadBookAsync(rob, None))!;
        Assert.Equal(Json.Text(ImmutableArray.Create(Deal("a", 1, Outcome.Open), Deal("b", 1, Outcome.Open))), Json.Text(book.Open));
        Assert.Equal((Json.Text(Head(1)), Json.Text(Pool(1)), Json.Text(Pool(2))), (Json.Text(book.Head), Json.Text(book.Team), Json.Text(book.Company)));
        Assert.Equal((Snapshot(1).Id, Now.AddDays(1)), (book.Snapshot.Id, Assert.Single(book.Snapshots)));
        Assert.Equal(["a", "b", "won"], await AllAsync(rob));
    }

    [Fact]
    public async Task What_is_written_again_replaces_and_what_is_removed_is_gone()
    {
        await PublishAsync(1);
        await using (IBookWriter writer = await Books.BeginAsync(None))
        {
            await writer.PutAsync(Deal("a", 2, Outcome.Won), None);
            await writer.RemoveAsync(new PersonId("rob"), new OpportunityId("b"), None);
            await writer.RemoveTeamAsync(new PersonId("mia"), None);
            Assert.Equal(3, writer.Writes);
            await writer.PublishAsync(Snapshot(2), None);
        }

        Assert.Empty((await Books.ReadBookAsync(new PersonId("rob"), None))!.Open);
        Assert.Equal(["a", "won"], await AllAsync(new PersonId("rob")));
        Assert.Empty(await Books.TeamsAsync(None));
        Assert.Equal([Snapshot(1).Id, Snapshot(2).Id], (await Books.SnapshotsAsync(None)).Select(one => one.Id));
    }

    [Fact]
    public async Task Snapshots_are_in_the_order_of_their_instants_and_not_of_their_arrival()
    {
        foreach (int day in new[] { 3, 1, 2 })
        {
            await PublishAsync(day);
        }

        Assert.Equal([Snapshot(1).Id, Snapshot(2).Id, Snapshot(3).Id], (await Books.SnapshotsAsync(None)).Select(one => one.Id));
        Assert.Equal(Snapshot(3).Id, (await Books.ReadBookAsync(new PersonId("rob"), None))!.Snapshot.Id);
    }

    [Fact]
    public async Task Nothing_of_a_writer_that_did_not_publish_is_ever_seen()
    {
        await PublishAsync(1);
        string before = await SeenAsync();
        await using (IBookWriter writer = await Books.BeginAsync(None))
        {
            await WriteAsync(writer, 2);
            await writer.RemoveAsync(new PersonId("rob"), new OpportunityId("b"), None);
            await writer.RemoveTeamAsync(new PersonId("mia"), None);
            Assert.Equal(before, await SeenAsync());
        }

        Assert.Equal(before, await SeenAsync());
        await PublishAsync(2);
        Assert.NotEqual(before, await SeenAsync());
    }

    [Fact]
    public async Task A_reader_beside_an_ingest_never_sees_half_a_snapshot()
    {
        await PublishAsync(1);
        using CancellationTokenSource done = new();
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int reads = 0;
            do
            {
                RepBook book = (await Books.ReadBookAsync(new PersonId("rob"), None))!;
                int edition = (int)(book.Snapshot.TakenAt - Now).TotalDays;
                Assert.Equal(edition, book.Head.OpenCount);
                Assert.All(book.Open, deal => Assert.Equal(edition, deal.Now!.Amount!.Value.Amount));
                Assert.Equal(edition, book.Snapshots.Length);
                Assert.Equal(Json.Text(Pool(edition)), Json.Text(book.Team));
                Assert.Equal(Json.Text(Pool(edition + 1)), Json.Text(book.Company));
                reads++;
            }
            while (!done.IsCancellationRequested);
            return reads;
        }))];
        for (int edition = 2; edition <= 15; edition++)
        {
            await PublishAsync(edition);
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    private static async Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> write)
    {
        using Barrier start = new(Writers);
        return await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return write(writer);
            },
            None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }

    private async Task ComposedAsync(string id = "2026-03-03-abc", DateTimeOffset? startsAt = null)
    {
        Run run = PipelineRecords.Run(id);
        run = run with { StartsAt = startsAt ?? run.StartsAt };
        await Runs.TryCreateAsync(run, None);
        Versioned<Run> read = (await Runs.ReadAsync(run.Id, None))!.Run;
        Assert.True(await Runs.TryComposeAsync(read with { Value = run with { ComposedAt = Now } }, PipelineRecords.Pair(run), PipelineRecords.Both(id), None));
    }

    private async Task<List<string>> ListedAsync()
    {
        List<string> all = [];
        await foreach (RunSummary run in Runs.ListAsync(None))
        {
            all.Add($"{run.Run.Id} {run.Deliveries.Length}");
        }

        return all;
    }

    private async Task<List<string>> AllAsync(PersonId rep)
    {
        List<string> all = [];
        await foreach (Opportunity opportunity in Books.ReadAllAsync(rep, None))
        {
            all.Add(opportunity.Id.Value);
        }

        return all;
    }

    private async Task<string> SeenAsync() => string.Join('\n',
        Json.Text(await Books.SnapshotsAsync(None)),
        Json.Text(await Books.ReadBookAsync(new PersonId("rob"), None)),
        Json.Text(await AllAsync(new PersonId("rob"))),
        Json.Text(await Books.PeopleAsync(None)),
        Json.Text(await Books.TeamsAsync(None)),
        Json.Text(await Books.ReadCompanyAsync(None)));

    private async Task PublishAsync(int edition)
    {
        await using IBookWriter writer = await Books.BeginAsync(None);
        await WriteAsync(writer, edition);
        await writer.PublishAsync(Snapshot(edition), None);
    }

    private static async Task WriteAsync(IBookWriter writer, int edition)
    {
        await writer.PutAsync(Deal("b", edition, Outcome.Open), None);
        await writer.PutAsync(Deal("a", edition, Outcome.Open), None);
        await writer.PutAsync(Deal("won", edition, Outcome.Won), None);
        await writer.PutAsync(Head(edition), None);
        await writer.PutAsync(PoolId.Team(new PersonId("mia")), Pool(edition), None);
        await writer.PutAsync(PoolId.Company, Pool(edition + 1), None);
        await writer.PutAsync(TheCompany(), None);
        await writer.PutAsync(Somebody("rob"), None);
        await writer.PutAsync(Somebody("mia"), None);
        await writer.PutAsync(Mias(), None);
        Assert.Equal(10, writer.Writes);
    }

    private static Snapshot Snapshot(int edition) => new($"s{edition}", Now.AddDays(edition), $"hash{edition}", 3)
    {
        Sections = [Section.Opportunities, Section.People],
        Quarantined = 2,
        HasBookedActivities = true,
        Stages = ["Proposal", "Ångström"],
    };

    private static Opportunity Deal(string id, int edition, Outcome outcome) => new()
    {
        Id = new OpportunityId(id),
        Owner = new PersonId("rob"),
        Details = new OpportunityDetails { Name = "Deal \"ß\" <b>", CreatedAt = Now.AddDays(-9).AddTicks(7), Booked = [Now] },
        Observed = [new Observation(Now, new ObservedState(new PersonId("rob"), "Proposal", outcome, new DateOnly(2026, 4, 1), new Money(edition, "EUR")))],
        StageEntries = [new StageEntry("Proposal", Now.AddDays(-3))],
        CloseDateChanges = [new CloseDateChange(Now, new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 1))],
        Activities = [new ActivityDay(new DateOnly(2026, 3, 1), ActivityKind.Email, 3)],
        LastActivity = new LastActivity(Now, null),
    };

    private static BookHead Head(int edition) => new(new PersonId("rob"))
    {
        OpenCount = edition,
        Visits = Pool(edition),
        Closed = [new ClosedOpportunity(new OpportunityId("won"), null, "Acme", new Money(0.1m, "JPY"), Outcome.Won, Now, null)],
        Activities = [new ActivityDay(new DateOnly(2026, 3, 1), ActivityKind.Call, 1)],
    };

    private static VisitPool Pool(int edition) => new(ImmutableSortedDictionary<string, StageVisits>.Empty
        .Add("Proposal", new StageVisits(Durations.Of([edition, 5, 3]), Durations.None)).Add("Äußerst", StageVisits.None));

    private static Person Somebody(string id) => new(new PersonId(id), $"{id} Ø'Neill")
    {
        Email = $"{id}@example.com",
        Manager = id == "rob" ? new PersonId("mia") : null,
        TimeZone = "Europe/Berlin",
        Active = false,
        Quotas = [new Quota(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), new Money(100_000.50m, "EUR"))],
    };

    private static Team Mias() => new(
        new PersonId("mia"),
        [new PersonId("rob")],
        [new MeetingSeries("m1", new PersonId("mia"), new PersonId("rob"), Cadence.Fortnightly, new DateOnly(2026, 1, 6), new TimeOnly(9, 30), "Europe/Berlin", 30)
        {
            Changes = [new MeetingChange(new DateOnly(2026, 3, 3), new DateTime(2026, 3, 4, 9, 0, 0), "on site"), new MeetingChange(new DateOnly(2026, 3, 17), null, null)],
        }]);

    private static Company TheCompany() => new()
    {
        People = ImmutableSortedDictionary<PersonId, Listed>.Empty.Add(new PersonId("rob"), new Listed(Now) { Name = "Rob", Manager = new PersonId("mia"), Active = true }).Add(new PersonId("mia"), new Listed(null)),
        PeopleAt = Now,
        Meetings = Mias().Meetings,
        MeetingsAt = Now,
        Quotas = ImmutableSortedDictionary<PersonId, ImmutableArray<Quota>>.Empty.Add(new PersonId("rob"), Somebody("rob").Quotas),
        QuotasAt = Now.AddDays(-1),
    };
}
