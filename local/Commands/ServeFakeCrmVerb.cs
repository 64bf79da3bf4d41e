using System.CommandLine;

namespace OneOnOne.Local.Commands;

internal static class ServeFakeCrmVerb
{
    public static Command Command(Terminal terminal)
    {
        Option<string> csv = new("--csv") { Description = "Folder with the CSV export that the made-up CRM has", Required = true, HelpName = "DIR" };
        Option<string> urls = new("--urls") { Description = "Loopback address to listen on", DefaultValueFactory = _ => "http://127.0.0.1:5090" };
        Option<int?> trouble = new("--trouble") { Description = "Let all go wrong that a connector must survive, drawn from this seed [default: nothing goes wrong]", HelpName = "SEED", CustomParser = CommandLine.Whole };
        Command salesforce = new("salesforce", "Serve it as Salesforce.") { csv, urls, trouble };
        salesforce.SetAction((parsed, cancellation) =>
            ServeFakeCrmCommand.SalesforceAsync(parsed.GetValue(csv)!, parsed.GetValue(urls)!, parsed.GetValue(trouble), terminal, cancellation));
        Command hubspot = new("hubspot", "Serve it as HubSpot.") { csv, urls, trouble };
        hubspot.SetAction((parsed, cancellation) =>
            ServeFakeCrmCommand.HubSpotAsync(parsed.GetValue(csv)!, parsed.GetValue(urls)!, parsed.GetValue(trouble), terminal, cancellation));
        return new Command("serve-fake-crm", "Serve a CSV export as a CRM would, to see a connector at work without an account.") { salesforce, hubspot };
    }
}
