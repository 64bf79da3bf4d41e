using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OneOnOne.Local.Commands;

namespace OneOnOne.Local;

/// <summary>The verbs. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 or 143 stopped by a signal. Each failure is one line on the error stream that says what to do.</summary>
internal static class CommandLine
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>Which signal it was, the caller knows.</summary>
    public const int Stopped = 128;

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        RootCommand root = Root(terminal);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            string error = string.Join(' ', parsed.Errors[0].Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            await terminal.Error.WriteLineAsync($"{error.TrimEnd('.')}. Say `{string.Join(' ', Path(parsed))} --help` for what there is.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
        }
        catch (UserErrorException e)
        {
            await terminal.Error.WriteLineAsync(e.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            terminal.EndProgress();
            await terminal.Error.WriteLineAsync("Stopped. Nothing is lost: run the same command again to go on.");
            return Stopped;
        }
        catch (Exception e) when (Trouble.Explain(e) is { } explanation)
        {
            await terminal.Error.WriteLineAsync(explanation);
            return Failed;
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        Option<DirectoryInfo?> data = new("--data") { Description = "Folder of the database and the outbox [default: .oneonone; the demo: .oneonone/demo]", Recursive = true };
        RootCommand root = new("OneOnOne prepares sales one-on-ones: what stalled, what slips and what sits too long, for both sides. Without a verb it runs the demo on a bundled company.") { data };
        root.SetAction((parsed, cancellation) => Demo.RunAsync(Folder(parsed, data, Demo.DefaultData), terminal, cancellation));
        root.Add(IngestVerb.Command(data, terminal));
        root.Add(ConnectVerb.Command(data, terminal));
        root.Add(Run(data, terminal));
        root.Add(Brief(data, terminal));
        root.Add(Findings(data, terminal));
        root.Add(JournalVerbs.Command(data, terminal));
        root.Add(Runs(data, terminal));
        foreach (Command verb in PrivacyVerbs.All(data, terminal))
        {
            root.Add(verb);
        }

        root.Add(ThresholdsVerb.Command(data, terminal));
        root.Add(EvaluateVerb.Command(data, terminal));
        root.Add(Generate(terminal));
        root.Add(Serve(data, terminal));
        root.Add(ServeFakeCrmVerb.Command(terminal));
        return root;
    }

    private static Command Run(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Option<DateTimeOffset?> asOf = Instant("--as-of", "The instant to work at [default: now]");
        Option<int?> lead = new("--lead") { Description = "Hours before a one-on-one at which its briefs are prepared [default: Plan__LeadHours, 24]", HelpName = "HOURS", CustomParser = Whole };
        lead.Validators.Add(Between(lead, 1, 336));
        Option<string?> smtp = new("--smtp") { Description = "Send through this mail server instead of the outbox folder", HelpName = "HOST[:PORT]" };
        Command command = new("run", "Prepare and deliver the briefs of the one-on-ones that come up.") { asOf, lead, smtp };
        command.SetAction((parsed, cancellation) =>
            RunCommand.RunAsync(Folder(parsed, data), parsed.GetValue(asOf), parsed.GetValue(lead), parsed.GetValue(smtp), terminal, cancellation));
        return command;
    }

    private static Command Brief(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Argument<string> rep = new("REP") { Description = "A rep's id or name" };
        Option<string> audience = Choice("--for", "Whose half", "rep", "manager");
        audience.Required = true;
        Option<string> format = Choice("--format", "How", "text", "html", "json", "csv");
        format.DefaultValueFactory = _ => "text";
        Option<DateTimeOffset?> asOf = Instant("--as-of", "The instant to work at [default: the newest snapshot's]");
        Command command = new("brief", "Print one half of a rep's brief, now.") { rep, audience, format, asOf };
        command.SetAction((parsed, cancellation) => BriefCommand.RunAsync(
            Folder(parsed, data), parsed.GetValue(rep)!, parsed.GetValue(audience)!, parsed.GetValue(format)!, parsed.GetValue(asOf), terminal, cancellation));
        return command;
    }

    private static Command Findings(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Option<string?> rep = new("--rep") { Description = "Only this rep, by id or name", HelpName = "REP" };
        Option<string> format = Choice("--format", "How", "csv", "json");
        format.DefaultValueFactory = _ => "csv";
        Option<DateTimeOffset?> asOf = Instant("--as-of", "The instant to work at [default: the newest snapshot's]");
        Command command = new("findings", "Print every stall, slip and stage outlier.") { rep, format, asOf };
        command.SetAction((parsed, cancellation) =>
            FindingsCommand.RunAsync(Folder(parsed, data), parsed.GetValue(rep), parsed.GetValue(format)!, parsed.GetValue(asOf), terminal, cancellation));
        return command;
    }

    private static Command Runs(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Command command = new("runs", "List the runs with what became of their briefs, and the dead letters.");
        command.SetAction((parsed, cancellation) => RunsCommand.RunAsync(Folder(parsed, data), terminal, cancellation));
        return command;
    }

    private static Command Generate(Terminal terminal)
    {
        Option<int> reps = new("--reps") { Description = "How many reps", Required = true, CustomParser = Number };
        Option<int> weeks = new("--weeks") { Description = "How many weekly snapshots", DefaultValueFactory = _ => 2, CustomParser = Number };
        Option<int> seed = new("--seed") { Description = "The same seed gives the same company, byte for byte", DefaultValueFactory = _ => 1, CustomParser = Number };
        Option<string> output = new("--out") { Description = "Folder that gets one folder for each snapshot", Required = true, HelpName = "DIR" };
        Option<DateOnly?> until = new("--until") { Description = "Day of the last snapshot [default: 2026-11-20]", HelpName = "DATE", CustomParser = Date };
        Option<int?> opportunities = new("--opportunities") { Description = "Opportunities per rep, on average [default: 38]", CustomParser = Whole };
        Option<int?> activities = new("--activities") { Description = "Activities per opportunity, on average [default: 18]", CustomParser = Whole };
        Option<bool> stories = new("--stories") { Description = "Add the special cases of the bundled sample" };
        Command command = new("generate", "Make up a sales company of any size, to try things on.") { reps, weeks, seed, output, until, opportunities, activities, stories };
        command.SetAction((parsed, cancellation) => GenerateCommand.RunAsync(
            parsed.GetValue(reps), parsed.GetValue(weeks), parsed.GetValue(seed), parsed.GetValue(output)!, parsed.GetValue(until),
            parsed.GetValue(opportunities), parsed.GetValue(activities), parsed.GetValue(stories), terminal, cancellation));
        return command;
    }

    private static Command Serve(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Option<string> urls = new("--urls") { Description = "Loopback address to listen on", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        Option<DateTimeOffset?> asOf = Instant("--as-of", "The instant to answer for [default: the newest snapshot's]");
        Option<string?> servedAs = new("--as") { Description = "Show what this person may see, by id or name [default: all, as an admin]", HelpName = "PERSON" };
        Command command = new("serve", "Show teams, reps and briefs in a browser, and answer the reports over HTTP.") { urls, asOf, servedAs };
        command.SetAction((parsed, cancellation) => ServeCommand.RunAsync(
            Folder(parsed, data), parsed.GetValue(urls)!, parsed.GetValue(asOf), parsed.GetValue(servedAs), terminal, cancellation));
        return command;
    }

    internal static Option<DateTimeOffset?> Instant(string name, string description) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = Instant };

    private static DateTimeOffset? Instant(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Instants.Parse(text) is { } instant)
        {
            return instant;
        }

        result.AddError($"\"{text}\" is no time. Write it like 2026-11-20, 2026-11-20T18:00:00Z or 2026-11-20T19:00:00+01:00.");
        return null;
    }

    internal static DateOnly? Date(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return day;
        }

        result.AddError($"\"{result.Tokens[0].Value}\" is no date. Write it like 2026-11-20.");
        return null;
    }

    private static int Number(ArgumentResult result) => Whole(result) ?? 0;

    internal static int? Whole(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            return value;
        }

        result.AddError($"\"{result.Tokens[0].Value}\" is no whole number.");
        return null;
    }

    internal static Option<string> Choice(string name, string description, params string[] values)
    {
        Option<string> option = new(name) { Description = $"{description}: {string.Join(", ", values)}", HelpName = string.Join('|', values) };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    internal static Action<OptionResult> Between(Option<int?> option, int least, int most) => result =>
    {
        // By its text: asking for the value of what is no number throws instead of reporting it.
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && (value < least || value > most))
        {
            result.AddError($"{option.Name} is {value.ToString(CultureInfo.InvariantCulture)}, but must be a whole number from {least} to {most}.");
        }
    };

    internal static DataFolder Folder(ParseResult parsed, Option<DirectoryInfo?> data, string otherwise = ".oneonone") => new(parsed.GetValue(data)?.ToString() ?? otherwise);

    private static List<string> Path(ParseResult parsed)
    {
        List<string> path = [];
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult command; at = at.Parent)
        {
            path.Insert(0, command.Command is RootCommand ? "oneonone" : command.Command.Name);
        }

        return path;
    }
}
