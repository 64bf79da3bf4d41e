using System.Collections.Immutable;
using System.Text;

namespace OneOnOne.Briefs;

/// <summary>A table in columns where it fits the width, else one line for each row.</summary>
internal static class TextGrid
{
    private const string Gap = "  ";

    public static void Write(StringBuilder text, Grid grid)
    {
        TextBrief.Wrap(text, grid.Caption + ":", "", "");
        int[] widths = [.. grid.Columns.Select((column, i) => grid.Rows.Max(row => row[i].Length) is var longest && longest > column.Length ? longest : column.Length)];
        if (widths.Sum() + (Gap.Length * (widths.Length - 1)) <= TextBrief.Width)
        {
            Line(text, grid.Columns, widths);
            foreach (ImmutableArray<string> row in grid.Rows)
            {
                Line(text, row, widths);
            }

            return;
        }

        foreach (ImmutableArray<string> row in grid.Rows)
        {
            string cells = string.Join(", ", grid.Columns.Zip(row).Skip(1).Select(cell => char.ToLowerInvariant(cell.First[0]) + cell.First[1..] + " " + cell.Second));
            TextBrief.Wrap(text, row[0] + ": " + cells, "- ", "  ");
        }
    }

    private static void Line(StringBuilder text, ImmutableArray<string> cells, int[] widths) =>
        text.Append(string.Join(Gap, cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
}
