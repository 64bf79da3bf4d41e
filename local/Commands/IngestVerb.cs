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
        Option<string?> export = new("--salesforce-export") { Description = "Folder with the files of Salesforce's own export (docs/connectors.md)", HelpName = "DIR" };
        Option<DateTimeOffset?> takenAt = CommandLine.Instant(
            "--taken-at", "When the snapshot was taken [default: of a CRM, its clock when it gave the last answer; of an export, snapshot.json, else the newest time stamp in it]");
        Command command = new("ingest", "Read a snapshot into the books.") { csv, map, from, export, takenAt };
        command.Validators.Add(result =>
        {
            int places = new Option[] { csv, from, export }.Count(place => result.GetResult(place) is not null);
            if (places != 1)
            {
                result.AddError(places == 0
                    ? "Say where the snapshot comes from: --csv DIR, --from salesforce or hubspot, or --salesforce-export DIR."
                    : "--csv, --from and --salesforce-export exclude each other: a snapshot comes from one place.");
            }
            else if (result.GetResult(map) is not null && result.GetResult(csv) is null)
            {
                result.AddError("--map is for --csv. Which of a CRM's own fields are read is settings of docs/connectors.md.");
            }
        });
        command.SetAction((parsed, cancellation) => (parsed.GetValue(from), parsed.GetValue(export)) switch
        {
            ({ } crm, _) => IngestCommand.FromCrmAsync(CommandLine.Folder(parsed, data), Enum.Parse<CrmKind>(crm, ignoreCase: true), parsed.GetValue(takenAt), terminal, cancellation),
            (_, { } files) => IngestCommand.FromSalesforceExportAsync(CommandLine.Folder(parsed, data), files, parsed.GetValue(takenAt), terminal, cancellation),
            _ => IngestCommand.FromCsvAsync(CommandLine.Folder(parsed, data), parsed.GetValue(csv)!, parsed.GetValue(map), parsed.GetValue(takenAt), terminal, cancellation),
        });
        return command;
    }
}
