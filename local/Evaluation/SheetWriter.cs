using System.Globalization;
using OneOnOne.Evaluation;
using Spectre.Console;

namespace OneOnOne.Local.Evaluation;

/// <summary>Draws an evaluation's tables, for a terminal or as Markdown.</summary>
internal static class SheetWriter
{
    private const int Width = 160;

    public static string Text(EvaluationReport report)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = Width;
        writer.WriteLine(Sheets.Heading(report));
        foreach (Sheet sheet in Sheets.Of(report))
        {
            writer.WriteLine();
            writer.WriteLine(sheet.Title);
            writer.WriteLine(sheet.Explanation);
            Table table = new Table().Border(TableBorder.Simple);
            for (int column = 0; column < sheet.Columns.Length; column++)
            {
                TableColumn head = new TableColumn(Markup.Escape(sheet.Columns[column])).NoWrap();
                table.AddColumn(column == 0 ? head : head.RightAligned());
            }

            foreach (var row in sheet.Rows)
            {
                table.AddRow([.. row.Select(cell => Markup.Escape(cell))]);
            }

            console.Write(table);
        }

        Notes(report, writer);
        return writer.ToString();
    }

    public static string Markdown(EvaluationReport report)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        writer.WriteLine(Sheets.Heading(report));
        foreach (Sheet sheet in Sheets.Of(report))
        {
            writer.WriteLine();
            writer.WriteLine($"**{sheet.Title}.** {sheet.Explanation}");
            writer.WriteLine();
            writer.WriteLine($"| {string.Join(" | ", sheet.Columns)} |");
            writer.WriteLine($"|---{string.Concat(Enumerable.Repeat("|--:", sheet.Columns.Length - 1))}|");
            foreach (var row in sheet.Rows)
            {
                writer.WriteLine($"| {string.Join(" | ", row)} |");
            }
        }

        Notes(report, writer);
        return writer.ToString();
    }

    private static void Notes(EvaluationReport report, StringWriter writer)
    {
        if (!report.Notes.IsEmpty)
        {
            writer.WriteLine();
            writer.WriteLine("What could not be judged:");
            writer.WriteLine();
        }

        foreach (string note in report.Notes)
        {
            writer.WriteLine($"- {note}");
        }
    }
}
