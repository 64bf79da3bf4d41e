using System.CommandLine;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Local.Commands;

internal static class IngestVerb
{
    public static Command Command(Option<DirectoryInfo?> data, Terminal terminal)
    {
        Option<string?> csv = new("--csv") { Description = "Folder with the CRM's CSV export (docs/csv-format.md)", HelpName = "DIR" };
        Option<string?> map = new("--map") { Description = "Mapping file for an export with other headers, stage names or formats", HelpName = "FILE" };
        Option<string?> from = new("--from") { Description = "Read this CRM over its API: salesforce, hubspot (docs/connectors.md)", HelpName = "CRM" };
        from.AcceptOnlyFromAmong(ConnectVerb.Names);
        Option<DateTimeOffset?> takenAt = CommandLine.Instant(
            "--taken-at", "When the snapshot was taken [default: of a CRM, its clock when it gave the last answer; of an export, snapshot.json, else the newest time stamp in it]");
        Command command = new("ingest", "Read a snapshot into the books.") { csv, map, from, takenAt };
        command.Validators.Add(result =>
        {
            bool hasCsv = result.GetResult(csv) is not null;
            if (hasCsv == result.GetResult(from) is not null)
            {
                result.AddError(hasCsv ? "--csv and --from exclude each other: a snapshot comes from one place." : "Say where the snapshot comes from: --csv DIR, or --from salesforce or hubspot.");
            }
            else if (!hasCsv && result.GetResult(map) is not null)
            {
                result.AddError("--map is for a CSV export. What a CRM's fields are called is settings of docs/connectors.md.");
            }
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(from) is { } crm
            ? IngestCommand.FromCrmAsync(CommandLine.Folder(parsed, data), Enum.Parse<CrmKind>(crm, ignoreCase: true), parsed.GetValue(takenAt), terminal, cancellation)
            : IngestCommand.FromCsvAsync(CommandLine.Folder(parsed, data), parsed.GetValue(csv)!, parsed.GetValue(map), parsed.GetValue(takenAt), terminal, cancellation));
        return command;
    }
}
