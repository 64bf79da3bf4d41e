using System.Globalization;
using OneOnOne.Ingest.Connect;
using Spectre.Console;

namespace OneOnOne.Local.Commands;

/// <summary>A dry run against a CRM.</summary>
internal static class ConnectCommand
{
    public static async Task<int> RunAsync(DataFolder folder, CrmKind kind, Terminal terminal, CancellationToken cancellation)
    {
        using CrmConnection crm = CrmConnection.Open(kind, Composition.Configuration(folder), TimeProvider.System);
        CrmCheck check = await crm.CheckAsync(cancellation);
        await terminal.Out.WriteLineAsync($"{crm.Name}, {check.Account}: signed in.");
        foreach (CrmCheckLine line in check.Lines)
        {
            string consequence = line.Consequence is null ? "" : $": {line.Consequence}";
            await terminal.Out.WriteLineAsync($"  {Word(line.State),-8} {line.What}{consequence}");
        }

        if (check.Costs.Length > 0)
        {
            terminal.Pretty.Write(Costs(check));
        }

        if (check.Allowance is { } allowance)
        {
            await terminal.Out.WriteLineAsync(allowance);
        }

        if (!check.CanRead)
        {
            await terminal.Error.WriteLineAsync($"{crm.Name} cannot be read yet. Grant what is missing above: docs/connectors.md says how, step by step.");
            return 1;
        }

        await terminal.Out.WriteLineAsync($"Ready. `ingest --from {kind.ToString().ToLowerInvariant()}` reads it into the books.");
        return 0;
    }

    private static string Word(CrmCheckState state) => state switch
    {
        CrmCheckState.Fine => "fine",
        CrmCheckState.Lacking => "lacking",
        _ => "MISSING",
    };

    private static Table Costs(CrmCheck check)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("records");
        foreach (string column in new[] { "there", "requests of the first read", "of each further read" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (CrmCost cost in check.Costs)
        {
            table.AddRow(Markup.Escape(cost.Records), Number(cost.Count), Number(cost.FirstRead), Number(cost.DailyRead));
        }

        return table.AddRow("all", Number(check.Costs.Sum(cost => cost.Count)), Number(check.Costs.Sum(cost => cost.FirstRead)), Number(check.Costs.Sum(cost => cost.DailyRead)));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
