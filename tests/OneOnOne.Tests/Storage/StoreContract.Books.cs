using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Storage;
/// <summary>The part about books, people and snapshots.</summary>
public abstract partial class StoreContract
{
    [SkippableFact]
    public async Task An_empty_store_says_so_and_throws_nowhere()
    {
        Assert.Empty(await Books.SnapshotsAsync(None));
        Assert.Null(await Books.NewestSnapshotAsync(None));
        Assert.Null(await Books.ReadBookAsync(new PersonId("rob"), new PersonId("mia"), None));
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

    [SkippableFact]
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
        RepBook book = (await Books.ReadBookAsync(rob, new PersonId("mia"), None))!;
        Assert.Equal(Json.Text(ImmutableArray.Create(Deal("a", 1, Outcome.Open), Deal("b", 1, Outcome.Open))), Json.Text(book.Open));
        Assert.Equal((Json.Text(Head(1)), Json.Text(Pool(1)), Json.Text(Pool(2))), (Json.Text(book.Head), Json.Text(book.Team), Json.Text(book.Company)));
        Assert.Equal((Snapshot(1).Id, Now.AddDays(1)), (book.Snapshot.Id, Assert.Single(book.Snapshots)));
        Assert.Empty((await Books.ReadBookAsync(rob, null, None))!.Team.Stages);
        Assert.Equal(["a", "b", "won"], await AllAsync(rob));
    }

    [SkippableFact]
    public async Task What_is_written_again_replaces_and_what_is_removed_is_gone()
    {
        await PublishAsync(1);
        await using (IBookWriter writer = await Books.BeginAsync(None))
        {
            await writer.PutAsync(Deal("a", 2, Outcome.Won), None);
            await writer.RemoveAsync(new PersonId("rob"), new OpportunityId("b"), None);
            await writer.RemoveAsync(PoolId.Team(new PersonId("mia")), None);
            await writer.PutAsync(TheCompany(isRobActive: false), None);
            await writer.RemoveTeamAsync(new PersonId("mia"), None);
            Assert.Equal(5, writer.Writes);
            await writer.PublishAsync(Snapshot(2), None);
        }

        Assert.Empty((await Books.ReadBookAsync(new PersonId("rob"), new PersonId("mia"), None))!.Open);
        Assert.Equal(["a", "won"], await AllAsync(new PersonId("rob")));
        Assert.Null(await Books.ReadPoolAsync(PoolId.Team(new PersonId("mia")), None));
        Assert.Null(await Books.FindTeamAsync(new PersonId("mia"), None));
        Assert.Empty(await Books.TeamsAsync(None));
        Assert.Equal([Snapshot(1).Id, Snapshot(2).Id], (await Books.SnapshotsAsync(None)).Select(one => one.Id));
    }

    [SkippableFact]
    public async Task Snapshots_are_in_the_order_of_their_instants_and_not_of_their_arrival()
    {
        foreach (int day in new[] { 3, 1, 2 })
        {
            await PublishAsync(day);
        }

        Assert.Equal([Snapshot(1).Id, Snapshot(2).Id, Snapshot(3).Id], (await Books.SnapshotsAsync(None)).Select(one => one.Id));
        Assert.Equal(Json.Text(Snapshot(3)), Json.Text(await Books.NewestSnapshotAsync(None)));
        Assert.Equal(Snapshot(3).Id, (await Books.ReadBookAsync(new PersonId("rob"), new PersonId("mia"), None))!.Snapshot.Id);
    }

    [SkippableFact]
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

    [SkippableFact]
    public async Task A_reader_beside_an_ingest_never_sees_half_a_snapshot()
    {
        await PublishAsync(1);
        using CancellationTokenSource done = new();
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int reads = 0;
            do
            {
                RepBook book = (await Books.ReadBookAsync(new PersonId("rob"), new PersonId("mia"), None))!;
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
        Json.Text(await Books.ReadBookAsync(new PersonId("rob"), new PersonId("mia"), None)),
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
        Record = Pool(edition),
        Closed = [new ClosedOpportunity(new OpportunityId("won"), null, "Acme", new Money(0.1m, "JPY"), Outcome.Won, Now, null)],
        Activities = [new ActivityDay(new DateOnly(2026, 3, 1), ActivityKind.Call, 1)],
    };

    private static TrackRecord Pool(int edition) => new(ImmutableSortedDictionary<string, StageVisits>.Empty
        .Add("Proposal", new StageVisits(Durations.Of([edition, 5, 3]), Durations.None)).Add("Äußerst", StageVisits.None));

    /// <summary>As the company's lists have them: a store may keep people twice or derive them.</summary>
    private static Person Somebody(string id) => TheCompany().Persons().Single(person => person.Id.Value == id);

    private static Team Mias() => TheCompany().Teams().Single();

    private static Company TheCompany(bool isRobActive = true) => new()
    {
        People = ImmutableSortedDictionary<PersonId, Listed>.Empty
            .Add(new PersonId("rob"), new Listed(Now) { Name = "Rob Ø'Neill", Email = "rob@example.com", Manager = new PersonId("mia"), TimeZone = "Europe/Berlin", Active = isRobActive })
            .Add(new PersonId("mia"), new Listed(Now) { Name = "Mia", Active = false }),
        PeopleAt = Now,
        Meetings =
        [
            new MeetingSeries("m1", new PersonId("mia"), new PersonId("rob"), Cadence.Fortnightly, new DateOnly(2026, 1, 6), new TimeOnly(9, 30), "Europe/Berlin", 30)
            {
                Changes = [new MeetingChange(new DateOnly(2026, 3, 3), new DateTime(2026, 3, 4, 9, 0, 0), "on site"), new MeetingChange(new DateOnly(2026, 3, 17), null, null)],
            },
        ],
        MeetingsAt = Now,
        Quotas = ImmutableSortedDictionary<PersonId, ImmutableArray<Quota>>.Empty.Add(
            new PersonId("rob"), [new Quota(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), new Money(100_000.50m, "EUR"))]),
        QuotasAt = Now.AddDays(-1),
    };
}
