using System.CommandLine;
using OneOnOne.Crm;
using OneOnOne.Previews;

namespace OneOnOne.Local.Commands;

internal static class ThresholdsVerb
{
    public static Command Command(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Command command = new("thresholds", "Print every threshold in force and the setting that supplied it.") { Preview(data, terminal) };
        command.SetAction((parsed, _) => ThresholdsCommand.RunAsync(CommandLine.Folder(parsed, data), terminal));
        return command;
    }

    private static Command Preview(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Option<string[]> set = new("--set") { Description = "A threshold and what it should be, such as StallBusinessDays=7; may be given more than once", Required = true, HelpName = "NAME=VALUE" };
        set.Validators.Add(result =>
        {
            string[] texts = [.. result.Tokens.Select(token => token.Value)];
            if (Array.Find(texts, text => text.IndexOf('=', StringComparison.Ordinal) < 1 || text.Contains(':', StringComparison.Ordinal)) is { } bad)
            {
                result.AddError($"\"{bad}\" is no setting. Write it like StallBusinessDays=7; a team or a stage is named with --team or --stage.");
            }
            else if (texts.GroupBy(text => text.Split('=')[0], StringComparer.OrdinalIgnoreCase).FirstOrDefault(name => name.Skip(1).Any()) is { } twice)
            {
                result.AddError($"{twice.Key} is set twice.");
            }
        });
        Option<string?> team = Level("--team", "Only for this manager's team: an id", "ID");
        Option<string?> stage = Level("--stage", "Only for this stage", "STAGE");
        Command command = new("preview", "Count what other thresholds would flag now, and what became of what they would have flagged in the past. Changes nothing.") { set, team, stage };
        command.SetAction((parsed, cancellation) => ThresholdsCommand.PreviewAsync(
            CommandLine.Folder(parsed, data),
            new PreviewQuestion(
                [.. parsed.GetValue(set)!.Select(text => text.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
                parsed.GetValue(team) is { } manager ? new PersonId(manager) : null,
                parsed.GetValue(stage)),
            terminal, cancellation));
        return command;
    }

    private static Option<string?> Level(string name, string description, string help)
    {
        Option<string?> option = new(name) { Description = description, HelpName = help };
        option.Validators.Add(result =>
        {
            // A colon would lead to another place in the settings.
            if (result.Tokens.Any(token => token.Value.Contains(':', StringComparison.Ordinal) || token.Value.Trim().Length == 0))
            {
                result.AddError($"{name} may be neither empty nor have a colon: no setting can name it.");
            }
        });
        return option;
    }
}
