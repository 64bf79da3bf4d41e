using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Storage;

/// <summary>What every journal store promises, whatever it is made of. A subclass brings the store.</summary>
public abstract class JournalContract
{
    private const int Rounds = 5;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = Notes.Written;

    protected abstract IJournal Journal { get; }

    [SkippableFact]
    public async Task An_empty_journal_says_so_and_throws_nowhere()
    {
        Assert.Empty(await Journal.ReadAsync(Notes.Rob, DateTimeOffset.MinValue, None));
        Assert.Null(await Journal.FindAsync(Notes.Rob, new EntryId("e1"), None));
        Assert.Null(await Journal.TryReplaceAsync(new Versioned<JournalEntry>(Notes.Entry(Notes.Commitment()), "1"), None));
        Assert.Null(await Journal.FindAsync(Notes.Rob, new EntryId("e1"), None));
    }

    [SkippableFact]
    public async Task Every_kind_is_read_back_as_it_was_written()
    {
        foreach (JournalEntry entry in EveryKind())
        {
            Versioned<JournalEntry> created = (await Journal.TryCreateAsync(entry, None))!;
            Versioned<JournalEntry> found = (await Journal.FindAsync(entry.Rep, entry.Id, None))!;
            Assert.Equal((entry, created.ETag), (found.Value, found.ETag));
        }

        Assert.Equal(EveryKind(), (await Journal.ReadAsync(Notes.Rob, DateTimeOffset.MinValue, None)).Select(entry => entry.Value));
    }

    [SkippableFact]
    public async Task An_id_is_created_once_in_one_journal_and_the_second_changes_nothing()
    {
        Versioned<JournalEntry> first = (await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment("first")), None))!;
        Assert.Null(await Journal.TryCreateAsync(Notes.Entry(new Topic { Text = "second" }), None));
        Assert.Equal(first, await Journal.FindAsync(Notes.Rob, new EntryId("e1"), None));
        Assert.NotNull(await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment("another's"), rep: new PersonId("ria")), None));
        Assert.Equal("first", Assert.Single(await Journal.ReadAsync(Notes.Rob, Now, None)).Value.Content.Text);
        Assert.Equal("another's", Assert.Single(await Journal.ReadAsync(new PersonId("ria"), Now, None)).Value.Content.Text);
    }

    [SkippableFact]
    public async Task Ids_that_differ_in_the_case_of_a_letter_are_two()
    {
        Assert.NotNull(await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment("small"), "a"), None));
        Assert.NotNull(await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment("large"), "A"), None));
        Assert.Equal("large", (await Journal.FindAsync(Notes.Rob, new EntryId("A"), None))!.Value.Content.Text);
    }

    [SkippableFact]
    public async Task Of_32_that_create_one_entry_one_wins()
    {
        for (int round = 0; round < Rounds; round++)
        {
            string id = $"e-{round}";
            Versioned<JournalEntry>?[] won = await AtOnce.RunAsync(writer => Journal.TryCreateAsync(Notes.Entry(Notes.Commitment($"writer {writer}"), id), None));
            int winner = Assert.Single(Enumerable.Range(0, AtOnce.Writers), writer => won[writer] is not null);
            Assert.Equal(won[winner], await Journal.FindAsync(Notes.Rob, new EntryId(id), None));
        }
    }

    [SkippableFact]
    public async Task Of_32_that_replace_one_entry_one_wins_in_every_round()
    {
        Versioned<JournalEntry> read = (await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment()), None))!;
        for (int round = 0; round < Rounds; round++)
        {
            Versioned<JournalEntry>?[] won = await AtOnce.RunAsync(writer => Journal.TryReplaceAsync(read with { Value = read.Value with { Content = Notes.Commitment($"{round} {writer}") } }, None));
            int winner = Assert.Single(Enumerable.Range(0, AtOnce.Writers), writer => won[writer] is not null);
            Versioned<JournalEntry> stored = (await Journal.FindAsync(Notes.Rob, read.Value.Id, None))!;
            Assert.Equal($"{round} {winner}", stored.Value.Content.Text);
            Assert.Equal(stored, won[winner]);
            Assert.NotEqual(read.ETag, stored.ETag);
            read = stored;
        }
    }

    [SkippableFact]
    public async Task Reading_since_an_instant_leaves_out_what_had_ended_by_then_and_nothing_else()
    {
        JournalEntry[] entries =
        [
            Notes.Entry(Notes.Commitment(), "open"),
            Notes.Entry(Notes.Commitment(), "done", state: EntryState.Done, closed: Now.AddDays(3)),
            Notes.Entry(Notes.Commitment(), "dropped", state: EntryState.Dropped, closed: Now.AddDays(1)),
            Notes.Entry(Notes.Snooze("d", new DateOnly(2026, 3, 3)), "snooze"),
            Notes.Entry(Notes.Reason("d"), "reason"),
            Notes.Entry(new Topic { Text = "t" }, "topic"),
            Notes.Entry(new Lesson { Text = "l" }, "lesson"),
        ];
        foreach (JournalEntry entry in entries)
        {
            await Journal.TryCreateAsync(entry, None);
        }

        Assert.Equal("done dropped lesson open reason snooze topic", await IdsAsync(Now.AddDays(1)));
        Assert.Equal("done lesson open reason snooze topic", await IdsAsync(Now.AddDays(1).AddTicks(1)));
        Assert.Equal("done lesson open reason topic", await IdsAsync(new DateTimeOffset(2026, 3, 4, 12, 0, 1, TimeSpan.Zero)));
        Assert.Equal("lesson open reason", await IdsAsync(Now.AddDays(91)));
        Assert.Equal("lesson open", await IdsAsync(Now.AddDays(181)));
        Assert.Equal("done dropped lesson open reason snooze topic", await IdsAsync(DateTimeOffset.MinValue));
    }

    [SkippableFact]
    public async Task Closing_an_entry_and_opening_it_again_moves_it_out_of_what_is_in_force_and_back()
    {
        Versioned<JournalEntry> open = (await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment()), None))!;
        Versioned<JournalEntry> done = (await Journal.TryReplaceAsync(open with { Value = open.Value with { State = EntryState.Done, ClosedAt = Now.AddDays(1) } }, None))!;
        Assert.Empty(await Journal.ReadAsync(Notes.Rob, Now.AddDays(2), None));
        Assert.NotNull(await Journal.TryReplaceAsync(done with { Value = open.Value }, None));
        Assert.Single(await Journal.ReadAsync(Notes.Rob, Now.AddDays(2), None));
    }

    [SkippableFact]
    public async Task Entries_come_oldest_first_with_the_ETags_that_finding_them_gives()
    {
        foreach ((string id, int minute) in new[] { ("b", 2), ("c", 1), ("a", 2), ("d", 0) })
        {
            await Journal.TryCreateAsync(Notes.Entry(Notes.Commitment(), id, Notes.ByRep(Now.AddMinutes(minute))), None);
        }

        ImmutableArray<Versioned<JournalEntry>> all = await Journal.ReadAsync(Notes.Rob, Now, None);
        Assert.Equal(["d", "c", "a", "b"], all.Select(entry => entry.Value.Id.Value));
        foreach (Versioned<JournalEntry> entry in all)
        {
            Assert.Equal(entry, await Journal.FindAsync(Notes.Rob, entry.Value.Id, None));
        }
    }

    private async Task<string> IdsAsync(DateTimeOffset since) =>
        string.Join(' ', (await Journal.ReadAsync(Notes.Rob, since, None)).Select(entry => entry.Value.Id.Value).Order(StringComparer.Ordinal));

    private static JournalEntry[] EveryKind()
    {
        const string text = "Ünicode \"quotes\" <b>, line\nbreak and \U0001F600";
        return
        [
            Notes.Entry(Notes.Commitment(text, Side.Manager, new DateOnly(2026, 3, 9), "006/A?1"), "e1") with { Changed = Notes.ByManager(Now.AddTicks(7)) },
            Notes.Entry(Notes.Commitment(), "e2", state: EntryState.Done, closed: Now.AddDays(1)),
            Notes.Entry(new Initiative { Text = text, Status = "started" }, "e3", new Signature(null, SignedAs.Admin, Now)),
            Notes.Entry(Notes.Reason("d", text, AnalysisPart.Slips), "e4"),
            Notes.Entry(Notes.Snooze("d", new DateOnly(2026, 3, 9), AnalysisPart.StageOutliers, text), "e5", state: EntryState.Dropped, closed: Now),
            Notes.Entry(new Lesson { Text = text, Stage = "Proposal", About = AnalysisPart.Stalls }, "e6", Notes.ByManager()),
            Notes.Entry(new Topic { Text = text }, "e7"),
        ];
    }
}
