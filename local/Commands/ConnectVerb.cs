using System.CommandLine;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Local.Commands;

internal static class ConnectVerb
{
    public static string[] Names { get; } = [.. Enum.GetNames<CrmKind>().Select(name => name.ToLowerInvariant())];

    public static Command Command(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Argument<string> crm = new("CRM") { Description = string.Join(" or ", Names) };
        crm.AcceptOnlyFromAmong(Names);
        Command command = new("connect", "Try a CRM's API: sign-in, permissions, fields, and what reading would cost. Changes nothing, here or there.") { crm };
        command.SetAction((parsed, cancellation) =>
            ConnectCommand.RunAsync(CommandLine.Folder(parsed, data), Enum.Parse<CrmKind>(parsed.GetValue(crm)!, ignoreCase: true), terminal, cancellation));
        return command;
    }
}
