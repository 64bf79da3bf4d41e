using System.Globalization;
using System.Text;

namespace OneOnOne.Briefs;

internal static class TextBlocks
{
    private const int BarWidth = 20;

    public static void Write(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Subheading heading:
                text.Append('\n');
                TextBrief.Wrap(text, heading.Text, "", "");
                break;
            case Para para:
                TextBrief.Wrap(text, para.Text, para.Tone == Tone.Warning ? "! " : "", para.Tone == Tone.Warning ? "  " : "");
                break;
            case Bullets bullets:
                foreach (string item in bullets.Items)
                {
                    TextBrief.Wrap(text, item, "- ", "  ");
                }

                break;
            case Bars bars:
                TextBrief.Wrap(text, bars.Label + ": " + bars.Text, "", "  ");
                text.Append("  [").Append(Bar(bars)).Append("]\n");
                break;
            case Sparkline line:
                TextBrief.Wrap(text, line.Label + ": " + line.Text, "", "  ");
                break;
            case Actions actions:
                Write(text, actions, "");
                break;
            case DealBlock deal:
                Write(text, deal);
                break;
            case Grid grid:
                TextGrid.Write(text, grid);
                break;
            case MoreDeals more:
                foreach (MoreDeal row in more.Rows)
                {
                    TextBrief.Wrap(text, row.Title + " · " + row.Amount + ": " + row.Found, "- ", "  ");
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block));
        }
    }

    // "|" marks the usual week, or the day of the period.
    private static char[] Bar(Bars bars)
    {
        char[] bar = [.. new string('#', Cells(bars.Share)).PadRight(BarWidth, '.')];
        if (bars.OtherShare > 0)
        {
            bar[Math.Max(0, Cells(bars.OtherShare) - 1)] = '|';
        }

        return bar;
    }

    private static int Cells(double share) => (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);

    private static void Write(StringBuilder text, DealBlock deal)
    {
        text.Append('\n');
        string number = deal.Number.ToString(CultureInfo.InvariantCulture) + ". ";
        TextBrief.Wrap(text, deal.Title, number, "   ");
        TextBrief.Wrap(text, deal.Meta, "   ", "   ");
        if (deal.Since is { } since)
        {
            TextBrief.Wrap(text, since, "   ", "   ");
        }

        foreach (string evidence in deal.Evidence)
        {
            TextBrief.Wrap(text, evidence, "   - ", "     ");
        }

        if (deal.Ask is { } ask)
        {
            TextBrief.Wrap(text, deal.AskLabel + ": " + ask, "   > ", "     ");
        }

        if (deal.Link is { } link)
        {
            TextBrief.Wrap(text, link, "   ", "   ");
        }

        foreach (Actions actions in deal.Actions)
        {
            Write(text, actions, "   ");
        }
    }

    private static void Write(StringBuilder text, Actions actions, string margin)
    {
        TextBrief.Wrap(text, actions.Label, margin, margin);
        foreach (PageLink link in actions.Links)
        {
            TextBrief.Wrap(text, link.Text + ": " + link.Href, margin + "- ", margin + "  ");
        }
    }
}
