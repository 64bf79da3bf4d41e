using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Cosmos;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Storage;

/// <summary>R24: the documents as they lie in the containers. Whatever is changed here has to go on reading what was stored before.</summary>
public sealed class CosmosDocumentTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Regex ByTheService = new(""","_(rid|self|etag|attachments|ts)".*$""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
    private static readonly Regex Record = new("""(?<name>text|findings)":"\{.*\}"\}$""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    [Fact]
    [Promise("R24", "the books in Cosmos DB: exact JSON names")]
    public async Task R24_Books_and_people_are_these_documents()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        IBookStore books = world.Start().Books;
        foreach (int edition in new[] { 1, 2 })
        {
            await using IBookWriter writer = await books.BeginAsync(None);
            await writer.PutAsync(new BookHead(new PersonId("rob/1")) { OpenCount = edition }, None);
            if (edition == 2)
            {
                await writer.RemoveAsync(new PersonId("rob/1"), new OpportunityId("006"), None);
            }
            else
            {
                await writer.PutAsync(Deal(), None);
                await writer.PutAsync(new Team(new PersonId("mia"), [], []), None);
                await writer.PutAsync(new Person(new PersonId("mia"), "Mia"), None);
                await writer.PutAsync(PoolId.Team(new PersonId("mia")), TrackRecord.Empty, None);
            }

            await writer.PublishAsync(new Snapshot($"s{edition}", Days.At(edition), "hash", 3), None);
        }

        Assert.Equal(
            [
                """{"id":"manifest","repId":"$shared","name":"manifest","schema":1,"manifest":{"schema":1,"reserved":2,"published":[{"generation":1,"snapshotId":"s1","takenAt":"2026-03-01T12:00:00+00:00"},{"generation":2,"snapshotId":"s2","takenAt":"2026-03-02T12:00:00+00:00"}],"newest":{"id":"s2","takenAt":"2026-03-02T12:00:00+00:00","contentHash":"hash","opportunities":3,"schema":1,"sections":[],"quarantined":0,"unreadable":[],"anyCouldBeUnreadable":false,"hasBookedActivities":false,"stages":[]}}}""",
                """{"id":"pool-team~003amia-0","repId":"$shared","name":"pool-team~003amia","schema":1,"a":{"generation":1,"pages":1,"text":"{\"stages\":{},\"reps\":[],\"slips\":[],\"signals\":{},\"bookings\":{}}"}}""",
                """{"id":"reps-0","repId":"$shared","name":"reps","schema":1,"a":{"generation":1,"pages":1,"text":"{\"reps\":[\"rob/1\"],\"schema\":1}"}}""",
                """{"id":"snapshot-1","repId":"$shared","name":"snapshot","schema":1,"snapshot":{"id":"s1","takenAt":"2026-03-01T12:00:00+00:00","contentHash":"hash","opportunities":3,"schema":1,"sections":[],"quarantined":0,"unreadable":[],"anyCouldBeUnreadable":false,"hasBookedActivities":false,"stages":[]}}""",
                """{"id":"snapshot-2","repId":"$shared","name":"snapshot","schema":1,"snapshot":{"id":"s2","takenAt":"2026-03-02T12:00:00+00:00","contentHash":"hash","opportunities":3,"schema":1,"sections":[],"quarantined":0,"unreadable":[],"anyCouldBeUnreadable":false,"hasBookedActivities":false,"stages":[]}}""",
                """{"id":"head","repId":"rob~002f1","schema":1,"a":{"generation":1,"text":"{\"rep\":\"rob/1\",\"schema\":1,\"visits\":{\"stages\":{},\"reps\":[],\"slips\":[],\"signals\":{},\"bookings\":{}},\"closed\":[],\"activities\":[],\"bulkEdits\":[],\"openCount\":1}"},"b":{"generation":2,"text":"{\"rep\":\"rob/1\",\"schema\":1,\"visits\":{\"stages\":{},\"reps\":[],\"slips\":[],\"signals\":{},\"bookings\":{}},\"closed\":[],\"activities\":[],\"bulkEdits\":[],\"openCount\":2}"}}""",
                """{"id":"opportunity-006","repId":"rob~002f1","schema":1,"a":{"generation":1,"open":true,"text":"{\"schema\":1,\"id\":\"006\",\"owner\":\"rob/1\",\"details\":{\"booked\":[]},\"observed\":[{\"at\":\"2026-03-01T12:00:00+00:00\",\"state\":{\"owner\":\"rob/1\",\"stage\":\"Proposal\",\"outcome\":\"Open\",\"amount\":{\"amount\":10.00,\"currency\":\"EUR\"}}}],\"unseen\":[],\"stageEntries\":[],\"closeDateChanges\":[],\"activities\":[]}"},"b":{"generation":2}}""",
            ],
            Documents(world, "books"));
        Assert.Equal(
            [
                """{"id":"person","personId":"mia","schema":1,"a":{"generation":1,"text":"{\"id\":\"mia\",\"name\":\"Mia\",\"schema\":1,\"active\":true,\"quotas\":[]}"}}""",
                """{"id":"team","personId":"mia","schema":1,"a":{"generation":1,"text":"{\"manager\":\"mia\",\"reps\":[],\"meetings\":[],\"schema\":1}"}}""",
            ],
            Documents(world, "people"));
    }

    [Fact]
    [Promise("R24", "the ledger in Cosmos DB: exact JSON names")]
    public async Task R24_Runs_are_these_documents()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        IRunStore runs = world.Start().Runs;
        Run run = PipelineRecords.Run("r 1");
        await runs.TryCreateAsync(run, None);
        await runs.SavePartAsync(run.Id, PipelineRecords.Part(AnalysisPart.Slips), None);
        Versioned<Run> read = (await runs.ReadAsync(run.Id, None))!.Run;
        Assert.True(await runs.TryComposeAsync(read, PipelineRecords.Pair(run), PipelineRecords.Both("r 1"), None));
        await runs.SaveAsync(new DeliveryEvent(run.Id, OneOnOne.Briefs.Audience.Rep, DeliveryEventKind.Bounced, PipelineRecords.Now, "550"), None);
        await runs.SaveAsync(new DeadLetter("AnalyzeSlips:1", Subscription.AnalyzeSlips, "{}", "unknown-run: run", 7, PipelineRecords.Now), None);
        Assert.Equal(
            [
                """{"id":"2026-03-03","runId":"$days","schema":1,"kind":"Day"}""",
                """{"id":"AnalyzeSlips~003a1","runId":"$dead-letters","schema":1,"kind":"DeadLetter","text":TEXT}""",
                """{"id":"r~00201","runId":"$runs-of-2026-03-03","schema":1,"kind":"Entry","text":"r 1"}""",
                """{"id":"delivery-Manager","runId":"r~00201","schema":1,"kind":"Delivery","audience":"Manager","text":TEXT}""",
                """{"id":"delivery-Rep","runId":"r~00201","schema":1,"kind":"Delivery","audience":"Rep","text":TEXT}""",
                """{"id":"event-Rep-639080352000000000-Bounced","runId":"r~00201","schema":1,"kind":"Event","audience":"Rep","text":TEXT}""",
                """{"id":"pair","runId":"r~00201","schema":1,"kind":"Pair","text":TEXT}""",
                """{"id":"part-Slips","runId":"r~00201","schema":1,"kind":"Part","part":"Slips","snapshotId":"s1","findings":TEXT}""",
                """{"id":"run","runId":"r~00201","schema":1,"kind":"Run","by":"1/2","text":TEXT}""",
            ],
            Documents(world, "runs").Select(document => Record.Replace(document, "${name}\":TEXT}")));
        Assert.Contains(Documents(world, "runs"), document => document.Contains(JsonEncodedText.Encode(Json.Text(run), Json.Options.Encoder).ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("books", "manifest", "\"schema\":1,\"manifest\":{\"schema\":1", "\"schema\":1,\"manifest\":{\"schema\":2")]
    [InlineData("books", "manifest", "\"schema\":1,\"manifest\"", "\"schema\":2,\"manifest\"")]
    [InlineData("books", "head", "\"schema\":1,\"a\"", "\"schema\":2,\"a\"")]
    [InlineData("books", "head", "\\\"schema\\\":1", "\\\"schema\\\":2")]
    [InlineData("books", "opportunity-O1", "\\\"schema\\\":1", "\\\"schema\\\":2")]
    public async Task A_document_of_a_newer_program_is_refused_and_not_misread(string container, string id, string known, string newer)
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync(new MemorySource("1", Days.At(5), [Rows.Deal("O1", "ann")]));
        GatewayDocument stored = world.Gateway.Documents(container).Single(document => document.Id == id);
        string json = Encoding.UTF8.GetString(stored.Stored);
        Assert.Contains(known, json, StringComparison.Ordinal);
        Container books = world.Gateway.Client().GetContainer(CosmosLayout.Database, container);
        string partition = id == "manifest" ? "$shared" : "ann";
        using MemoryStream changed = new(Encoding.UTF8.GetBytes(json.Replace(known, newer, StringComparison.Ordinal)));
        using ResponseMessage response = await books.UpsertItemStreamAsync(changed, new PartitionKey(partition));
        Assert.True(response.IsSuccessStatusCode);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => world.Start().Books.ReadBookAsync(new PersonId("ann"), null, None));
        Assert.Equal("A document in Cosmos DB was written by a newer version of this program (schema 2; this one knows 1). Update the program.", error.Message);
    }

    /// <summary>The list of everybody is the largest thing there is. It shrinks as well.</summary>
    [Fact]
    public async Task A_company_of_ten_thousand_is_read_back_as_it_was_and_no_document_comes_near_the_limit()
    {
        using CosmosWorld world = await CosmosWorld.CreateAsync();
        IBookStore books = world.Start().Books;
        foreach ((int edition, int people) in new[] { (1, 10_000), (2, 10_001), (3, 10), (4, 10_002) })
        {
            Company company = new()
            {
                People = Enumerable.Range(0, people).ToImmutableSortedDictionary(
                    i => new PersonId($"00530000{i:00000}"),
                    i => new Listed(Days.At(edition)) { Name = $"张伟 😀 \"{new string('"', 40)} {i}", Email = $"somebody-{i}@example.com", Manager = new PersonId($"00530000{i / 10:00000}"), TimeZone = "Europe/Berlin", Active = true }),
                PeopleAt = Days.At(edition),
            };
            await using IBookWriter writer = await books.BeginAsync(None);
            await writer.PutAsync(company, None);
            await writer.PublishAsync(new Snapshot($"s{edition}", Days.At(edition), "hash", 3), None);
            Assert.True(Json.Same(company, await books.ReadCompanyAsync(None)));
            Assert.Equal(people, (await world.Start().Books.PeopleAsync(None)).Length);
        }

        Assert.InRange(world.Gateway.Documents("books").Max(document => document.Stored.Length), 300_000, CosmosLimits.Document * 3 / 4);
    }

    private static Opportunity Deal() => new()
    {
        Id = new OpportunityId("006"),
        Owner = new PersonId("rob/1"),
        Details = new OpportunityDetails(),
        Observed = [new Observation(Days.At(1), new ObservedState(new PersonId("rob/1"), "Proposal", Outcome.Open, null, new Money(10.00m, "EUR")))],
    };

    /// <summary>Without what the service adds.</summary>
    private static IEnumerable<string> Documents(CosmosWorld world, string container) => world.Gateway.Documents(container)
        .OrderBy(document => document.PartitionKey, StringComparer.Ordinal).ThenBy(document => document.Id, StringComparer.Ordinal)
        .Select(document => ByTheService.Replace(Encoding.UTF8.GetString(document.Stored), "}"));
}
