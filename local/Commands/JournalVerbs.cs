using System.CommandLine;
using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Local.Commands;

/// <summary>What `journal REP` can be followed by.</summary>
internal sealed class JournalVerbs
{
    private readonly Argument<string> _rep = new("REP") { Description = "A rep's id or name" };
    private readonly Option<string> _author = CommandLine.Choice("--as", "Who reads or writes", "rep", "manager");
    private readonly Option<DateTimeOffset?> _at = CommandLine.Instant("--as-of", "The instant to write at [default: now]");
    private readonly Option<DirectoryInfo?> _data;
    private readonly Terminal _terminal;

    private JournalVerbs(Option<DirectoryInfo?> data, Terminal terminal) => (_data, _terminal) = (data, terminal);

    public static Command Command(Option<DirectoryInfo?> data, Terminal terminal) => new JournalVerbs(data, terminal).Root();

    private Command Root()
    {
        _author.DefaultValueFactory = _ => "rep";
        _author.Recursive = true;
        _at.Recursive = true;
        Option<bool> all = new("--all") { Description = "Also what is over" };
        Command root = new("journal", "List what manager and rep wrote down about their one-on-ones, or write something down.") { _rep, all, _author, _at };
        root.SetAction((parsed, cancellation) => JournalCommand.ListAsync(Folder(parsed), Rep(parsed), parsed.GetValue(all), Author(parsed), parsed.GetValue(_at), _terminal, cancellation));
        root.Add(Commit());
        root.Add(Initiative());
        root.Add(Reason());
        root.Add(Snooze());
        root.Add(Lesson());
        root.Add(Adding("topic", "Something to raise at the next one-on-one.", Text(), (text, _, _) => new Topic { Text = text }));
        root.Add(Held());
        root.Add(Adding("note", "A private note of the manager (--as manager); no rep ever reads it.", Text(), (text, _, _) => new Note { Text = text }));
        root.Add(Adding("plan", "That the rep is on a performance plan, and what it is about (--as manager), until it is dropped; no rep ever reads it.", Text(), (text, _, _) => new Plan { Text = text }));
        root.Add(Closing("done", "Mark a commitment or an initiative as done.", EntryState.Done));
        root.Add(Closing("drop", "Mark anything as over without being done.", EntryState.Dropped));
        return root;
    }

    /// <summary>A verb in the place of the rep is taken for the verb, and its own command does not miss the rep.</summary>
    private string Rep(ParseResult parsed) => parsed.GetValue(_rep) ?? throw new UserErrorException("Say whose journal it is: `journal REP` and then what to do, as `journal --help` shows.");

    private Command Commit()
    {
        Option<string> by = CommandLine.Choice("--by", "Who will do it", "rep", "manager");
        by.DefaultValueFactory = _ => "rep";
        Option<DateOnly?> due = Day("--due", "The day by which");
        Option<string?> deal = new("--deal") { Description = "The open deal it is about, by id or name", HelpName = "DEAL" };
        return Adding("commit", "Something that one of the two will do; it carries over until it is done.", Text(), (text, parsed, find) => new Commitment
        {
            Text = text,
            Owner = parsed.GetValue(by) == "manager" ? Side.Manager : Side.Rep,
            Due = parsed.GetValue(due),
            Opportunity = parsed.GetValue(deal) is { } wanted ? find(wanted) : null,
        }, by, due, deal);
    }

    private Command Initiative()
    {
        Option<string?> status = new("--status") { Description = "Where it stands", HelpName = "TEXT" };
        return Adding("initiative", "A key initiative outside the pipeline.", Text(), (text, parsed, _) => new Initiative { Text = text, Status = parsed.GetValue(status) }, status);
    }

    private Command Reason()
    {
        Argument<string> deal = Deal();
        return Adding("reason", "Why a deal slips, stands still or takes long.", Text(), (text, parsed, find) => new Reason { Text = text, Opportunity = find(parsed.GetValue(deal)!) }, deal);
    }

    private Command Snooze()
    {
        Argument<string> deal = Deal();
        Option<DateOnly?> until = Day("--until", "The last day of quiet, at most 90 days ahead");
        until.Required = true;
        Option<string> because = new("--because") { Description = "Because of what", HelpName = "TEXT", Required = true };
        return Adding(
            "snooze",
            "Leave a deal out of the deals to talk about for a while.",
            null,
            (_, parsed, find) => new Snooze { Text = parsed.GetValue(because)!, Opportunity = find(parsed.GetValue(deal)!), Until = parsed.GetValue(until)!.Value },
            deal, until, because);
    }

    private Command Lesson()
    {
        Option<string?> stage = new("--stage") { Description = "The stage it is about", HelpName = "STAGE" };
        return Adding("lesson", "Something worth knowing next time.", Text(), (text, parsed, _) => new Lesson { Text = text, Stage = parsed.GetValue(stage) }, stage);
    }

    private Command Held()
    {
        Argument<string> outcome = new("OUTCOME") { Description = "What became of it: met, moved or cancelled" };
        outcome.AcceptOnlyFromAmong("met", "moved", "cancelled");
        Option<DateOnly?> on = Day("--on", "The one-on-one's day by its rhythm");
        on.Required = true;
        Option<string?> because = new("--because") { Description = "Because of what, or how it was", HelpName = "TEXT" };
        return Adding(
            "held",
            "How a one-on-one went.",
            null,
            (_, parsed, _) => new Held { Text = parsed.GetValue(because) ?? "", On = parsed.GetValue(on)!.Value, Outcome = Enum.Parse<HeldOutcome>(parsed.GetValue(outcome)!, ignoreCase: true) },
            outcome, on, because);
    }

    private Command Adding(
        string name, string description, Argument<string>? text, Func<string, ParseResult, Func<string, OpportunityId>, EntryContent> content, params Symbol[] others)
    {
        Command command = new(name, description);
        foreach (Symbol symbol in others.Concat(text is null ? [] : [text]))
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.SetAction((parsed, cancellation) => JournalCommand.AddAsync(
            Folder(parsed), Rep(parsed), Author(parsed), parsed.GetValue(_at), find => content(text is null ? "" : parsed.GetValue(text)!, parsed, find), _terminal, cancellation));
        return command;
    }

    private Command Closing(string name, string description, EntryState state)
    {
        Argument<string> id = new("ID") { Description = "The entry, as the list has it" };
        Command command = new(name, description) { id };
        command.SetAction((parsed, cancellation) =>
            JournalCommand.CloseAsync(Folder(parsed), Rep(parsed), parsed.GetValue(id)!, state, Author(parsed), parsed.GetValue(_at), _terminal, cancellation));
        return command;
    }

    private static Argument<string> Text() => new("TEXT") { Description = "Up to 500 characters" };

    private static Argument<string> Deal() => new("DEAL") { Description = "An open deal's id or name" };

    private static Option<DateOnly?> Day(string name, string description) => new(name) { Description = description, HelpName = "DATE", CustomParser = CommandLine.Date };

    private SignedAs Author(ParseResult parsed) => parsed.GetValue(_author) == "manager" ? SignedAs.Manager : SignedAs.Rep;

    private DataFolder Folder(ParseResult parsed) => CommandLine.Folder(parsed, _data);
}
