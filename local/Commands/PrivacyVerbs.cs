using System.CommandLine;

namespace OneOnOne.Local.Commands;

/// <summary>The verbs about people's data: who read it, what there is, and its end.</summary>
internal static class PrivacyVerbs
{
    public static IEnumerable<Command> All(Option<DirectoryInfo?> data, Terminal terminal) => [Audit(data, terminal), Export(data, terminal), Forget(data, terminal)];

    private static Command Audit(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Argument<string> rep = new("REP") { Description = "A person's id or name" };
        Option<DateOnly?> from = Day("--from", "The first day [default: 30 days ago]");
        Option<DateOnly?> to = Day("--to", "The last day, included [default: today]");
        Command command = new("audit", "List who read what about a person over HTTP, newest first.") { rep, from, to };
        command.SetAction((parsed, cancellation) =>
            AuditCommand.RunAsync(CommandLine.Folder(parsed, data), parsed.GetValue(rep)!, parsed.GetValue(from), parsed.GetValue(to), terminal, cancellation));
        return command;
    }

    private static Command Export(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Argument<string> rep = new("REP") { Description = "A person's id or name" };
        Option<string> output = new("--out") { Description = "File to write, as JSON", Required = true, HelpName = "FILE" };
        Command command = new("export", "Write everything that is stored about a person into a file.") { rep, output };
        command.SetAction((parsed, cancellation) => ExportCommand.RunAsync(CommandLine.Folder(parsed, data), parsed.GetValue(rep)!, parsed.GetValue(output)!, terminal, cancellation));
        return command;
    }

    private static Command Forget(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Argument<string> rep = new("REP") { Description = "A person's id or name; once they are forgotten, the id" };
        Option<bool> yes = new("--yes") { Description = "Do it without asking" };
        Option<bool> undo = new("--undo") { Description = "Let the next export bring the person back; what was erased stays erased" };
        Command command = new("forget", "Erase everything about a person, and leave them out of every export from now on.") { rep, yes, undo };
        command.SetAction((parsed, cancellation) =>
            ForgetCommand.RunAsync(CommandLine.Folder(parsed, data), parsed.GetValue(rep)!, parsed.GetValue(yes), parsed.GetValue(undo), terminal, cancellation));
        return command;
    }

    private static Option<DateOnly?> Day(string name, string description) => new(name) { Description = description, HelpName = "DATE", CustomParser = CommandLine.Date };
}
