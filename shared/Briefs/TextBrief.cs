using System.Text;

namespace OneOnOne.Briefs;

/// <summary>The plain-text half: the same sentences, wrapped for a terminal or an old mail reader.</summary>
internal static class TextBrief
{
    public const int Width = 76;

    public static string Of(BriefSheet sheet)
    {
        StringBuilder text = new();
        Wrap(text, sheet.Title, "", "");
        text.Append('=', Math.Min(Width, sheet.Title.Length)).Append('\n');
        foreach (string line in sheet.Lines)
        {
            Wrap(text, line, "", "  ");
        }

        text.Append('\n');
        Wrap(text, sheet.Headline, "", "");
        if (!sheet.Agenda.IsEmpty)
        {
            text.Append('\n');
            foreach (AgendaLine part in sheet.Agenda)
            {
                Wrap(text, part.Name + ": " + part.Minutes, "- ", "  ");
            }
        }

        text.Append(sheet.Basis.IsEmpty ? "" : "\n");
        foreach (string line in sheet.Basis)
        {
            Wrap(text, line, "", "  ");
        }

        foreach (SheetSection section in sheet.Sections)
        {
            string heading = section.Aside is null ? section.Heading : section.Heading + " (" + section.Aside + ")";
            text.Append('\n').Append('\n');
            Wrap(text, heading, "", "");
            text.Append('-', Math.Min(Width, heading.Length)).Append('\n');
            foreach (Block block in section.Blocks)
            {
                TextBlocks.Write(text, block);
            }
        }

        return text.ToString();
    }

    /// <summary>Breaks at spaces; a word longer than the line is left whole, since a cut link leads nowhere.</summary>
    public static void Wrap(StringBuilder text, string line, string first, string rest)
    {
        int column = first.Length;
        text.Append(first);
        bool empty = true;
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(rest);
                (column, empty) = (rest.Length, true);
            }

            text.Append(empty ? "" : " ").Append(word);
            column += word.Length + (empty ? 0 : 1);
            empty = false;
        }

        text.Append('\n');
    }
}
