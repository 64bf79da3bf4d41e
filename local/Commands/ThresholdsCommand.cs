using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Previews;
using OneOnOne.Settings;
using OneOnOne.Storage;
using Spectre.Console;

namespace OneOnOne.Local.Commands;

internal static class ThresholdsCommand
{
    public static async Task<int> RunAsync(DataFolder folder, Terminal terminal)
    {
        foreach (ThresholdScope scope in ThresholdReport.Of(OneOnOneSettings.Read(Composition.Configuration(folder))).Scopes)
        {
            await terminal.Out.WriteLineAsync($"{(scope.Team is { } team ? $"Team of {team}" : "Everywhere")}{(scope.Stage is null ? "" : $", stage {scope.Stage}")}");
            Write(terminal, ["threshold", "value", "set by"], scope.Thresholds.Select(one => new[] { one.Name, one.Value?.GetRawText() ?? "not set", one.SetBy ?? "the default" }), numbersFrom: 3);
        }

        return 0;
    }

    public static async Task<int> PreviewAsync(DataFolder folder, PreviewQuestion question, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        ThresholdPreview preview = new(services.GetRequiredService<IBookStore>(), services.GetRequiredService<Reports>(), services.GetRequiredService<OneOnOneSettings>());
        PreviewReport report = await preview.OfAsync(question, PreviewLimits.None, Language.English, cancellation);
        await terminal.Out.WriteLineAsync($"Now: {Number(report.Reps)} reps, as of {report.AsOf.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.");
        Write(
            terminal, ["finding", "now", "would come", "would go", "then"],
            report.Kinds.Select(kind => new[] { NameOf(kind.Kind), Number(kind.Now), Number(kind.Come), Number(kind.Go), Number(kind.Now + kind.Come - kind.Go) }), numbersFrom: 1);
        if (!report.Teams.IsEmpty)
        {
            Write(terminal, ["team", "would come", "would go"], report.Teams.Select(team => new[] { team.Team?.Value ?? "(no manager)", Number(team.Come), Number(team.Go) }), numbersFrom: 1);
        }

        if (report.Past is { } past)
        {
            await PastAsync(past, terminal);
        }
        else
        {
            await terminal.Out.WriteLineAsync(report.PastMissing);
        }

        return 0;
    }

    private static async Task PastAsync(PastReport past, Terminal terminal)
    {
        await terminal.Out.WriteLineAsync($"Past: {Number(past.Weeks)} weeks from {Day(past.First)} to {Day(past.Last)}, each with what was on record then, and the {past.HorizonDays} days after it.");
        Write(
            terminal, ["finding", "settings", "from", "flags", "deals", "lost", "lost or pushed"],
            past.Kinds.SelectMany(kind => new[] { Row(kind, "present", kind.Present), Row(kind, "changed", kind.Changed) }), numbersFrom: 3);
        foreach (string note in past.Notes)
        {
            await terminal.Out.WriteLineAsync($"- {note}");
        }

        static string[] Row(PastKind kind, string settings, PastFlags flags) =>
            [NameOf(kind.Kind), settings, Day(kind.First), Number(flags.Flags), Number(flags.Deals), Share(flags.Lost), Share(flags.LostOrPushed)];
    }

    private static void Write(Terminal terminal, string[] columns, IEnumerable<string[]> rows, int numbersFrom)
    {
        Table table = new Table().Border(TableBorder.Simple);
        for (int column = 0; column < columns.Length; column++)
        {
            TableColumn head = new TableColumn(columns[column]).NoWrap();
            table.AddColumn(column < numbersFrom ? head : head.RightAligned());
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        terminal.Pretty.Write(table);
    }

    private static string NameOf(string kind) => kind switch { "stall" => "stalls", "slip" => "slips", _ => "stage outliers" };

    private static string Share(PastShare? share) => share is { } one ? string.Create(CultureInfo.InvariantCulture, $"{one.Count:N0} ({100 * one.Share:0} %)") : "fewer than 20 deals";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
