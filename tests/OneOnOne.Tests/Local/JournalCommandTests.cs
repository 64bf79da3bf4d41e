using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Local;

public sealed class JournalCommandTests : IDisposable
{
    private readonly PipelineCommand _command = new();

    [Fact]
    public async Task What_is_written_down_is_listed_and_stands_in_the_next_brief()
    {
        await _command.IngestedAsync("2026-11-13", "2026-11-20");
        Assert.Equal("Nothing is open in the journal of rep-01. `journal REP --help` says what can be written.\n", await JournalAsync());
        Assert.Equal("c1   commitment Send the plan [by the rep; due 2026-11-18; deal OPP-S01] (rep, 2026-11-20)\n", await JournalAsync("commit", "Send the plan", "--due", "2026-11-18", "--deal", "OPP-S01"));
        await JournalAsync("commit", "Call legal", "--by", "manager", "--as", "manager");
        await JournalAsync("initiative", "Partner programme", "--status", "two signed");
        await JournalAsync("reason", "QUAYSIDE wholesale – yard management, 8 sites", "New CFO");
        await JournalAsync("snooze", "OPP-S09", "--until", "2026-12-01", "--because", "Plant moves");
        await JournalAsync("lesson", "Ask first", "--stage", "Proposal");
        await JournalAsync("topic", "Territory\u001b[31m split");
        Assert.Equal(
            """
            c1   commitment Send the plan [by the rep; due 2026-11-18; deal OPP-S01] (rep, 2026-11-20)
            c2   commitment Call legal [by the manager] (manager, 2026-11-20)
            i1   initiative Partner programme [status: two signed] (rep, 2026-11-20)
            l1   lesson     Ask first [in Proposal] (rep, 2026-11-20)
            r1   reason     New CFO [deal OPP-1033] (rep, 2026-11-20)
            s1   snooze     Plant moves [deal OPP-S09; until 2026-12-01] (rep, 2026-11-20)
            t1   topic      Territory [31m split (rep, 2026-11-20)

            """,
            await JournalAsync());
        string brief = string.Join(' ', (await _command.DoAsync("brief", "rep-01", "--for", "rep")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in new[]
        {
            "- You: Send the plan (Kingsmere Haulage – Fleet telematics, 480 vehicles). Was due Wed 18 Nov, 2 days ago.", "- Théo: Call legal.", "- Partner programme. Status of Fri 20 Nov: two signed.",
            "- Your reason, Fri 20 Nov: New CFO.", "Castellan Building Supplies – Freight analytics, 140 seats, until Tue 1 Dec (you: Plant moves).", "- Proposal: Ask first. Noted Fri 20 Nov.", "- You: Territory [31m split.",
        })
        {
            Assert.Contains(part, brief, StringComparison.Ordinal);
        }

        Assert.Equal("c2   commitment Call legal [by the manager; done] (manager, 2026-11-20)\n", await JournalAsync("done", "c2", "--as", "manager"));
        Assert.Equal("t1   topic      Territory [31m split [dropped] (rep, 2026-11-20)\n", await JournalAsync("drop", "t1"));
        Assert.DoesNotContain("Call legal", await JournalAsync(), StringComparison.Ordinal);
        Assert.Contains("Call legal", await JournalAsync("--all"), StringComparison.Ordinal);
        Assert.Contains("Done since the last one-on-one: Call legal (you).", await _command.DoAsync("brief", "rep-01", "--for", "manager"), StringComparison.Ordinal);
        Assert.StartsWith("c3 ", await JournalAsync("commit", "Another"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_the_managers_alone_is_not_there_for_the_rep()
    {
        await _command.IngestedAsync("2026-11-13", "2026-11-20");
        await JournalAsync("held", "cancelled", "--on", "2026-11-16", "--because", "At a customer");
        Assert.Equal("m-n1 note       Ask about CANARY (manager, 2026-11-20)\n", await JournalAsync("note", "Ask about CANARY", "--as", "manager"));
        Assert.Equal("m-p1 plan       CANARY calls (manager, 2026-11-20)\n", await JournalAsync("plan", "CANARY calls", "--as", "manager"));
        Assert.Equal("m-n2", (await JournalAsync("note", "CANARY again", "--as", "manager"))[..4]);
        foreach (string[] line in new string[][] { [], ["--all"], ["--as", "rep"] })
        {
            Assert.Equal("h1   held       At a customer [on 2026-11-16; cancelled] (rep, 2026-11-20)\n", await JournalAsync(line));
        }

        Assert.Equal(4, (await JournalAsync("--as", "manager")).Count(c => c == '\n'));
        Assert.DoesNotContain("CANARY", await _command.DoAsync("brief", "rep-01", "--for", "rep"), StringComparison.Ordinal);
        Assert.Contains("- Fri 20 Nov: CANARY again.", await _command.DoAsync("brief", "rep-01", "--for", "manager"), StringComparison.Ordinal);
        string missing = (await _command.RunAsync("journal", "rep-01", "drop", "m-n9")).Error;
        Assert.Equal("The journal of rep-01 has no entry \"m-n9\". `journal rep-01` lists what it has.\n", missing);
        Assert.Equal(missing.Replace("n9", "n1", StringComparison.Ordinal), (await _command.RunAsync("journal", "rep-01", "drop", "m-n1")).Error);
        Assert.Equal("A note is the manager's alone.\n", (await _command.RunAsync("journal", "rep-01", "note", "x")).Error);
        Assert.Equal("m-p1 plan       CANARY calls [dropped] (manager, 2026-11-20)\n", await JournalAsync("drop", "m-p1", "--as", "manager"));
    }

    [Theory]
    [InlineData("journal nobody", 1, "There is no person \"nobody\".")]
    [InlineData("journal", 2, "Say `oneonone journal --help` for what there is.")]
    [InlineData("journal rep-01 commit", 2, "Say `oneonone journal commit --help` for what there is.")]
    [InlineData("journal rep-01 dance", 2, "dance")]
    [InlineData("journal rep-01 commit x --by boss", 2, "boss")]
    [InlineData("journal rep-01 commit x --due soon", 2, "\"soon\" is no date. Write it like 2026-11-20.")]
    [InlineData("journal rep-01 reason OPP-1 x", 1, "The rep has no open deal \"OPP-1\". Give its id or its whole name, as `findings` and `brief` have them.")]
    [InlineData("journal rep-01 snooze OPP-S09 --until 2027-11-20 --because x --as-of 2026-11-20", 1, "until must be a day from 2026-11-20 to 2027-02-18.")]
    [InlineData("journal rep-01 done c9", 1, "The journal of rep-01 has no entry \"c9\". `journal rep-01` lists what it has.")]
    public async Task Wrong_input_is_one_line_that_says_what_and_writes_nothing(string line, int code, string says)
    {
        await _command.IngestedAsync();
        string dump = PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db"));
        (int actual, string output, string error) = await _command.RunAsync(line.Split(' '));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal((code, "", 1), (actual, output, error.Count(c => c == '\n')));
        Assert.Equal(dump, PipelineWorld.Dump(Path.Combine(_command.Data, "oneonone.db")));
    }

    public void Dispose() => _command.Dispose();

    private Task<string> JournalAsync(params string[] arguments) => _command.DoAsync(["journal", "rep-01", .. arguments, "--as-of", PipelineCommand.AsOf]);
}
