using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Journal;

public sealed class EntryTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    /// <summary>Stored documents of this version stay readable: a renamed property would lose what people wrote.</summary>
    public static TheoryData<string> Stored =>
    [
        """{"schema":1,"id":"e1","rep":"rob","content":{"kind":"commitment","owner":"Manager","due":"2026-03-09","opportunity":"O1","text":"t"},"written":{"person":"mia","as":"Manager","at":"2026-03-02T08:00:00+00:00"},"changed":{"as":"Admin","at":"2026-03-02T08:00:00+00:00"},"state":"Done","closedAt":"2026-03-02T08:00:00+00:00"}""",
        """{"schema":1,"id":"e1","rep":"rob","content":{"kind":"initiative","status":"s","text":"t"},"written":{"person":"rob","as":"Rep","at":"2026-03-02T08:00:00+00:00"},"state":"Open"}""",
        """{"schema":1,"id":"e1","rep":"rob","content":{"kind":"reason","opportunity":"O1","about":"Slips","text":"t"},"written":{"person":"rob","as":"Rep","at":"2026-03-02T08:00:00+00:00"},"state":"Open"}""",
        """{"schema":1,"id":"e1","rep":"rob","content":{"kind":"snooze","opportunity":"O1","about":"StageOutliers","until":"2026-03-09","text":"t"},"written":{"person":"rob","as":"Rep","at":"2026-03-02T08:00:00+00:00"},"state":"Dropped","closedAt":"2026-03-02T08:00:00+00:00"}""",
        """{"schema":1,"id":"e1","rep":"rob","content":{"kind":"lesson","stage":"Proposal","about":"Stalls","text":"t"},"written":{"person":"rob","as":"Rep","at":"2026-03-02T08:00:00+00:00"},"state":"Open"}""",
        """{"schema":1,"id":"e1","rep":"rob","content":{"kind":"topic","text":"t"},"written":{"person":"rob","as":"Rep","at":"2026-03-02T08:00:00+00:00"},"state":"Open"}""",
        """{"schema":1,"id":"e1","rep":"rob","content":{"kind":"held","on":"2026-02-24","outcome":"Cancelled","text":"t"},"written":{"person":"rob","as":"Rep","at":"2026-03-02T08:00:00+00:00"},"state":"Open"}""",
        """{"schema":1,"id":"m-1","rep":"rob","content":{"kind":"note","text":"t"},"written":{"person":"mia","as":"Manager","at":"2026-03-02T08:00:00+00:00"},"state":"Open"}""",
        """{"schema":1,"id":"m-2","rep":"rob","content":{"kind":"plan","text":"t"},"written":{"person":"mia","as":"Manager","at":"2026-03-02T08:00:00+00:00"},"state":"Open"}""",
    ];

    [Theory]
    [MemberData(nameof(Stored))]
    public void A_stored_entry_is_read_and_written_byte_for_byte(string json) =>
        Assert.Equal(json, Json.Text(Json.Read<JournalEntry>(System.Text.Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("a", true)]
    [InlineData("Z-9_x", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("é", false)]
    [InlineData("٣", false)]
    public void An_id_is_fit_for_an_address(string id, bool allowed) => Assert.Equal(allowed, EntryId.IsAllowed(id));

    [Fact]
    public void An_id_has_64_characters_at_most()
    {
        Assert.True(EntryId.IsAllowed(new string('a', 64)));
        Assert.False(EntryId.IsAllowed(new string('a', 65)));
    }

    [Fact]
    public void A_snooze_holds_through_its_last_day_and_not_beyond()
    {
        JournalEntry snooze = Notes.Entry(Notes.Snooze("d", Today));
        Assert.True(snooze.IsInForce(Today, null));
        Assert.False(snooze.IsInForce(Today.AddDays(1), null));
    }

    [Fact]
    public void A_snooze_is_kept_until_its_last_day_is_over_everywhere()
    {
        // In Baker Island, twelve hours behind UTC, the day ends last of all.
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 24 - 1, 0, 0, TimeSpan.FromHours(-12)).AddHours(1), Notes.Entry(Notes.Snooze("d", Today)).InForceUntil);
    }

    [Fact]
    public void A_topic_is_gone_once_the_one_on_one_after_it_has_begun()
    {
        JournalEntry topic = Notes.Entry(new Topic { Text = "t" });
        Assert.True(topic.IsInForce(Today, null));
        Assert.True(topic.IsInForce(Today, Notes.Written.AddTicks(-1)));
        Assert.True(topic.IsInForce(Today, Notes.Written)); // Written as it began: for the next one.
        Assert.False(topic.IsInForce(Today, Notes.Written.AddTicks(1)));
    }

    [Fact]
    public void What_is_closed_is_in_force_no_longer()
    {
        Assert.True(Notes.Entry(Notes.Commitment()).IsInForce(Today, Notes.Written.AddDays(9)));
        Assert.False(Notes.Entry(Notes.Commitment(), state: EntryState.Done).IsInForce(Today, null));
        Assert.False(Notes.Entry(Notes.Reason("d"), state: EntryState.Dropped).IsInForce(Today, null));
    }

    [Fact]
    public void An_entry_is_changed_by_its_author_its_owner_the_manager_and_an_admin()
    {
        Signature successor = new(new PersonId("max"), SignedAs.Manager, Notes.Written);
        Signature admin = new(null, SignedAs.Admin, Notes.Written);
        JournalEntry managers = Notes.Entry(new Topic { Text = "t" }, written: Notes.ByManager());
        Assert.Equal((false, true, true, true), (managers.MayBeChangedBy(Notes.ByRep()), managers.MayBeChangedBy(Notes.ByManager()), managers.MayBeChangedBy(successor), managers.MayBeChangedBy(admin)));
        JournalEntry reps = Notes.Entry(new Topic { Text = "t" });
        Assert.Equal((true, true), (reps.MayBeChangedBy(Notes.ByRep()), reps.MayBeChangedBy(Notes.ByManager())));
        Assert.True(Notes.Entry(Notes.Commitment(owner: Side.Rep), written: Notes.ByManager()).MayBeChangedBy(Notes.ByRep()));
        Assert.False(Notes.Entry(Notes.Commitment(owner: Side.Manager), written: Notes.ByManager()).MayBeChangedBy(Notes.ByRep()));
    }

    public static TheoryData<EntryContent, EntryState, string?> Rules => new()
    {
        { new Topic { Text = new string('a', 500) }, EntryState.Open, null },
        { new Topic { Text = new string('a', 501) }, EntryState.Open, "text must have 1 to 500 characters, and something to read among them." },
        { new Topic { Text = " \u200B\n" }, EntryState.Open, "text must have 1 to 500 characters, and something to read among them." },
        { new Topic { Text = "t" }, EntryState.Done, "state of a topic must be one of: open, dropped." },
        { Notes.Commitment(), EntryState.Done, null },
        { Notes.Commitment(deal: ""), EntryState.Open, "opportunity must have 1 to 200 characters, and something to read among them." },
        { new Initiative { Text = "t", Status = "" }, EntryState.Done, "status must have 1 to 500 characters, and something to read among them." },
        { new Lesson { Text = "t", Stage = new string('a', 101) }, EntryState.Open, "stage must have 1 to 100 characters, and something to read among them." },
        { Notes.Snooze("d", Today), EntryState.Open, null },
        { Notes.Snooze("d", Today.AddDays(90)), EntryState.Open, null },
        { Notes.Snooze("d", Today.AddDays(91)), EntryState.Open, "until must be a day from 2026-03-02 to 2026-05-31." },
        { Notes.Snooze("d", Today.AddDays(-1)), EntryState.Open, "until must be a day from 2026-03-02 to 2026-05-31." },
        { Notes.Snooze("d", Today.AddDays(-1)), EntryState.Dropped, null },
        { Notes.Reason("d", about: AnalysisPart.Slips), EntryState.Dropped, null },
        { Notes.Held(Today, HeldOutcome.Met, ""), EntryState.Open, null },
        { Notes.Held(Today, HeldOutcome.Moved, ""), EntryState.Open, "text must have 1 to 500 characters, and something to read among them." },
        { Notes.Held(Today, HeldOutcome.Met, "\u200B"), EntryState.Open, "text must have 1 to 500 characters, and something to read among them." },
        { Notes.Held(Today.AddDays(-62)), EntryState.Open, null },
        { Notes.Held(Today.AddDays(62)), EntryState.Open, null },
        { Notes.Held(Today.AddDays(63)), EntryState.Open, "on must be a day from 2025-12-30 to 2026-05-03." },
        { Notes.Held(Today.AddDays(-63)), EntryState.Open, "on must be a day from 2025-12-30 to 2026-05-03." },
        { Notes.Held(Today), EntryState.Done, "state of a held must be one of: open, dropped." },
        { new Plan { Text = "t" }, EntryState.Done, "state of a plan must be one of: open, dropped." },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_is_not_allowed_is_told_with_what_is(EntryContent content, EntryState state, string? refusal) => Assert.Equal(refusal, EntryRules.Refuse(content, state, Today));
}
