using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Cosmos;

namespace OneOnOne.Tests.Storage;

public sealed class CosmosJournalTests : JournalContract, IAsyncLifetime
{
    private CosmosWorld? _world;
    private IJournal? _journal;

    protected override IJournal Journal => _journal!;

    public async Task InitializeAsync()
    {
        _world = await CosmosWorld.CreateAsync();
        _journal = _world.Start().Journal;
    }

    public Task DisposeAsync()
    {
        _world!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Reading_and_writing_cost_one_request_each()
    {
        await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment()), CancellationToken.None);
        _world!.Gateway.ForgetRequests();
        OneOnOne.Pipeline.Versioned<OneOnOne.Journal.JournalEntry> entry = Assert.Single(await Journal.ReadAsync(Notes.Rob, Notes.Written, CancellationToken.None));
        await Journal.TryReplaceAsync(entry with { Value = entry.Value with { Content = Notes.Commitment("changed") } }, CancellationToken.None);
        Assert.Equal([CosmosRequestKind.Query, CosmosRequestKind.Replace], _world.Gateway.DocumentRequests.Select(request => request.Kind));
    }

    public static TheoryData<int> Faults => [.. Enumerable.Range(0, CosmosFault.Each.Count)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_disturbed_write_is_known_for_what_it_was(int which)
    {
        CosmosFault fault = CosmosFault.Each[which];
        Disturb(fault);
        OneOnOne.Pipeline.Versioned<OneOnOne.Journal.JournalEntry>? created = await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment("first")), CancellationToken.None);
        Assert.NotNull(created);
        Disturb(fault);
        Assert.Null(await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment("second")), CancellationToken.None));
        Disturb(fault);
        Assert.NotNull(await Journal.TryReplaceAsync(created with { Value = created.Value with { Content = Notes.Commitment("third") } }, CancellationToken.None));
        Disturb(fault);
        Assert.Null(await Journal.TryReplaceAsync(created, CancellationToken.None));
        Assert.Equal("third", Assert.Single(await Journal.ReadAsync(Notes.Rob, Notes.Written, CancellationToken.None)).Value.Content.Text);
    }

    /// <summary>The next request alone.</summary>
    private void Disturb(CosmosFault fault)
    {
        int requests = 0;
        _world!.Gateway.Fault = _ => requests++ == 0 ? fault : null;
    }
}
