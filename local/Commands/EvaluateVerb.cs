using System.CommandLine;
using OneOnOne.Evaluation;

namespace OneOnOne.Local.Commands;

internal static class EvaluateVerb
{
    private const int Weeks = 52;
    private const int HorizonDays = 90;

    public static Command Command(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Option<string> csv = new("--csv") { Description = "Folder with a CSV export, or with one folder for each snapshot", Required = true, HelpName = "DIR" };
        Option<string?> map = new("--map", "--mapping") { Description = "Mapping file, as for ingest", HelpName = "FILE" };
        Option<string?> output = new("--out") { Description = "File to write to [default: the terminal]", HelpName = "FILE" };
        Option<string> format = CommandLine.Choice("--format", "How", "text", "json", "md");
        format.DefaultValueFactory = _ => "text";
        Option<int?> weeks = Number("--weeks", $"The newest so many weeks whose horizon has passed [default: {Weeks}]", 1, 1000);
        Option<int?> horizon = Number("--horizon", $"Days in which a flagged deal may be lost or pushed [default: {HorizonDays}]", 7, 730);
        Option<int?> seed = Number("--seed", "Of the draws behind the intervals [default: 1]", 0, int.MaxValue);
        Command command = new("evaluate", "Replay a company's past, week by week, and tell whether findings and chances came true.") { csv, map, output, format, weeks, horizon, seed };
        command.SetAction((parsed, cancellation) => EvaluateCommand.RunAsync(
            CommandLine.Folder(parsed, data), parsed.GetValue(csv)!, parsed.GetValue(map), parsed.GetValue(output), parsed.GetValue(format)!,
            new ReplayOptions(parsed.GetValue(weeks) ?? Weeks, parsed.GetValue(horizon) ?? HorizonDays, parsed.GetValue(seed) ?? 1), terminal, cancellation));
        return command;
    }

    private static Option<int?> Number(string name, string description, int least, int most)
    {
        Option<int?> option = new(name) { Description = description, HelpName = "N", CustomParser = CommandLine.Whole };
        option.Validators.Add(CommandLine.Between(option, least, most));
        return option;
    }
}
