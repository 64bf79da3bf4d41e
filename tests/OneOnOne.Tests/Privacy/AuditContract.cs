using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Privacy;

/// <summary>What every audit log promises.</summary>
public abstract class AuditContract
{
    protected static readonly DateTimeOffset Now = PipelineRecords.Now;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly PersonId Rob = new("rob/a?é");

    protected abstract IAuditLog Log { get; }

    protected static AuditRecord Record(int minute = 0, AuditedThing what = AuditedThing.RepHalf, string by = "mia") =>
        new(new Reader(ReaderKind.Person, by), Rob, what, Now.AddMinutes(minute));

    [Fact]
    public async Task Records_are_read_back_as_they_were_written_newest_first_within_their_days()
    {
        AuditRecord[] records =
        [
            Record() with { Refused = true },
            Record(1) with { By = new Reader(ReaderKind.Account, "6f1c"), Run = new RunId("2026-03-03-abc") },
            Record(2) with { By = new Reader(ReaderKind.Machine, null) },
            Record(3, AuditedThing.Everything),
        ];
        await Log.WriteAsync([.. records, Record() with { Whose = new PersonId("ria") }], None);
        Assert.Equal(records.Reverse(), await Log.ReadAsync(Rob, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, None));
        Assert.Equal(records[1..3].Reverse(), await Log.ReadAsync(Rob, Now.AddMinutes(1), Now.AddMinutes(3), None));
        Assert.Empty(await Log.ReadAsync(new PersonId("nobody"), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, None));
    }

    [Fact]
    public async Task The_same_record_twice_is_one_and_any_difference_makes_two()
    {
        AuditRecord[] records = [Record(), Record(by: "max"), Record(what: AuditedThing.Journal), Record() with { Refused = true }, Record() with { Run = new RunId("2026-03-03-abc") }];
        await Log.WriteAsync(records, None);
        await Log.WriteAsync(records, None);
        Assert.Equal(records.Length, (await Log.ReadAsync(Rob, Now, Now.AddTicks(1), None)).Length);
    }
}

public sealed class SqliteAuditTests : AuditContract, IDisposable
{
    private readonly PipelineFolder _folder = new();

    public SqliteAuditTests() => Log = new SqliteAuditLog(SqliteDatabase.Open(_folder["audit.db"]));

    protected override IAuditLog Log { get; }

    [Fact]
    public async Task What_is_older_than_it_may_be_goes()
    {
        await Log.WriteAsync([Record(), Record(1)], CancellationToken.None);
        await new SqliteErasure(SqliteDatabase.Open(_folder["audit.db"])).ExpireAsync(new Expiry(Now, Now, Now.AddMinutes(1)), CancellationToken.None);
        Assert.Equal(Record(1), Assert.Single(await Log.ReadAsync(Record().Whose, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None)));
    }

    public void Dispose() => _folder.Dispose();
}

public sealed class CosmosAuditTests : AuditContract, IAsyncLifetime
{
    private CosmosWorld? _world;
    private IAuditLog? _log;

    protected override IAuditLog Log => _log!;

    public async Task InitializeAsync()
    {
        _world = await CosmosWorld.CreateAsync();
        _log = _world.Start().Audit;
    }

    public Task DisposeAsync()
    {
        _world!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_record_is_one_write_and_leaves_by_itself_when_its_time_is_over()
    {
        _world!.Gateway.ForgetRequests();
        await Log.WriteAsync([Record()], CancellationToken.None);
        Assert.Equal([CosmosRequestKind.Upsert], _world.Gateway.DocumentRequests.Select(request => request.Kind));
        Assert.Equal(400 * 24 * 60 * 60, Assert.Single(_world.Gateway.Documents("audit")).Body.GetProperty("ttl").GetInt32());
    }
}
