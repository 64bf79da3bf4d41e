using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using Spectre.Console;

namespace OneOnOne.Local.Commands;

internal static class RunsCommand
{
    public static async Task<int> RunAsync(DataFolder folder, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        List<RunSummary> runs = await Pipelines.RunsAsync(services, cancellation);
        if (runs.Count == 0)
        {
            terminal.Out.WriteLine("There are no runs yet. `run` prepares the briefs of the one-on-ones that come up.");
            return 0;
        }

        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in new[] { "run", "begins (UTC)", "manager", "rep", "composed", "manager's brief", "rep's brief" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (RunSummary summary in runs)
        {
            Run run = summary.Run;
            table.AddRow(
                [
                    run.Id.Value,
                    run.StartsAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    Markup.Escape(run.Manager.Value),
                    Markup.Escape(run.Rep.Value),
                    run.MissedAt is not null ? "missed" : run.ComposedAt is null ? "no" : run.Missing.IsEmpty ? "yes" : $"without {string.Join(", ", run.Missing)}",
                    .. new[] { Briefs.Audience.Manager, Briefs.Audience.Rep }.Select(audience => State(summary.Deliveries.FirstOrDefault(one => one.Audience == audience))),
                ]);
        }

        terminal.Pretty.Write(table);
        foreach (IGrouping<string, DeliveryEvent> brief in runs.SelectMany(run => run.Events).GroupBy(one => Delivery.KeyOf(one.Run, one.Audience), StringComparer.Ordinal))
        {
            terminal.Out.WriteLine($"brief {brief.Key}, by the mail provider: {string.Join(", ", brief.Select(Told))}");
        }

        foreach (DeadLetter letter in await services.GetRequiredService<IRunStore>().DeadLettersAsync(cancellation))
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"dead letter {letter.Id} after {letter.Attempts} attempts: {letter.Reason}"));
        }

        return 0;
    }

    private static string State(Delivery? delivery) => delivery is null
        ? "-"
        : delivery.State.ToString().ToLowerInvariant() + (delivery.Code is null ? "" : $" ({delivery.Code})") + (delivery.PossibleDuplicate ? ", possible duplicate" : "");

    private static string Told(DeliveryEvent happened) =>
        (happened.Kind == DeliveryEventKind.ReportedAsSpam ? "reported as spam" : happened.Kind.ToString().ToLowerInvariant()) + (happened.Reason is null ? "" : $" ({happened.Reason})");
}
