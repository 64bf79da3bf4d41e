using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OneOnOne.Languages;

namespace OneOnOne.Briefs.Mail;

/// <summary>
/// Inline styles, since mail readers drop sheets; the classes are hooks for the dark colours alone. Every pair of text and
/// ground has a contrast of 4.5 or more in both schemes.
/// </summary>
internal static partial class Look
{
    private static readonly Regex Pairs = ReadPairs();

    public const string Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
    public const string Break = "word-break:break-word;"; // A name without a blank must not push a phone's page wide.
    public const string Body = "margin:0;padding:0;background-color:#eef1f5;color:#1b2430;" + Font + "font-size:16px;line-height:24px;";
    public const string Card = "width:100%;max-width:640px;background-color:#ffffff;";
    public const string Text = Font + "font-size:16px;line-height:24px;"; // Again in the cells that hold all else, since some readers drop the body.
    public const string Pad = Text + "padding:24px 20px;";
    public const string Row = Text + "padding:24px 20px;border-top:1px solid #dfe4ea;";
    public const string H1 = Break + "margin:0 0 8px 0;font-size:24px;line-height:30px;font-weight:700;color:#1b2430;";
    public const string H2 = Break + "margin:0 0 12px 0;font-size:19px;line-height:26px;font-weight:700;color:#1b2430;";
    public const string H3 = "margin:20px 0 6px 0;font-size:16px;line-height:22px;font-weight:700;color:#1b2430;";
    public const string Lead = Break + "margin:16px 0 0 0;font-size:18px;line-height:26px;color:#1b2430;";
    public const string When = Break + "margin:0 0 4px 0;font-weight:700;color:#1b2430;";
    public const string P = Break + "margin:0 0 8px 0;color:#1b2430;";
    public const string Soft = Break + "margin:0 0 4px 0;font-size:14px;line-height:20px;color:#55606e;";
    public const string List = "margin:0 0 8px 20px;padding:0;"; // Word knows no padding but a cell's.
    public const string Item = Break + "margin:0 0 6px 0;color:#1b2430;";
    public const string Good = Break + "padding:10px 12px;background-color:#e4f4e9;color:#0f5132;border-radius:6px;";
    public const string Warning = Break + "padding:10px 12px;background-color:#fff3d6;color:#6b4400;border-radius:6px;";
    public const string Chip = "font-size:14px;font-weight:400;color:#55606e;white-space:nowrap;";
    public const string Link = "color:#0a58b0;text-decoration:underline;";
    public const string Deal = "padding:0 0 0 14px;border-left:4px solid #0a58b0;";
    public const string Ask = Break + "padding:12px 14px;background-color:#e9f1fb;color:#12355f;border-radius:6px;";
    public const string AskLabel = "font-size:13px;line-height:18px;font-weight:700;";
    public const string Th = "padding:6px 8px 6px 0;font-size:13px;line-height:18px;font-weight:600;text-align:left;vertical-align:bottom;color:#55606e;border-bottom:1px solid #dfe4ea;";
    public const string Td = "padding:8px 8px 8px 0;font-size:15px;line-height:21px;text-align:left;vertical-align:top;color:#1b2430;border-bottom:1px solid #dfe4ea;";
    public const string Bar = "height:8px;line-height:8px;mso-line-height-rule:exactly;font-size:1px;background-color:#0a58b0;";
    public const string AgendaTable = "margin:16px 0 12px 0;";
    public const string AgendaPart = "padding:8px 8px 8px 0;font-weight:700;color:#1b2430;border-bottom:1px solid #dfe4ea;";
    public const string AgendaMinutes = "padding:8px 0;text-align:right;white-space:nowrap;color:#1b2430;border-bottom:1px solid #dfe4ea;";
    public const string GoodGround = "#e4f4e9";
    public const string WarningGround = "#fff3d6";
    public const string AskGround = "#e9f1fb";
    public const string OtherColor = "#7a8798";
    public const string BarColor = "#0a58b0";
    public const string TrackColor = "#e3e8ee";
    public const string SparkCell = "padding:0 3px 0 0;vertical-align:bottom;";
    public const string OtherBar = "height:4px;line-height:4px;mso-line-height-rule:exactly;font-size:1px;background-color:#7a8798;";
    public const string Track = "height:8px;line-height:8px;mso-line-height-rule:exactly;font-size:1px;background-color:#e3e8ee;";
    public const string OtherTrack = "height:4px;line-height:4px;mso-line-height-rule:exactly;font-size:1px;background-color:#e3e8ee;";
    public const string BarLabel = "margin:0 0 4px 0;color:#1b2430;";
    public const string SmallGap = "line-height:2px;mso-line-height-rule:exactly;font-size:1px;";
    public const string Gap = "line-height:12px;mso-line-height-rule:exactly;font-size:1px;";
    public const string Ground = "background-color:#eef1f5;";
    public const string NoPad = "padding:0;";
    public const string ActionRow = Break + "margin:10px 0 8px 0;font-size:14px;line-height:20px;color:#55606e;";
    public const string Action = "display:inline-block;padding:6px 14px 6px 0;color:#0a58b0;text-decoration:underline;";
    public const string DealGap = "height:24px;line-height:24px;mso-line-height-rule:exactly;font-size:1px;";
    public const string DealTitle = H3 + "margin-top:0;";
    public const string Evidence = List + "margin-top:8px;";
    public const string RowHead = Td + "font-weight:400;";
    public const string Hidden = "display:none;mso-hide:all;max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;";

    /// <summary>The heights of a sparkline's columns, in pixels: few enough for each to be a style that a browser is told of.</summary>
    public static ImmutableArray<int> SparkHeights { get; } = [2, 6, 10, 14, 18, 22, 26, 30, 34];

    public static string Spark(int height, bool unknown) => string.Create(
        CultureInfo.InvariantCulture, $"width:14px;height:{height}px;line-height:{height}px;mso-line-height-rule:exactly;font-size:1px;background-color:{(unknown ? TrackColor : BarColor)};");

    /// <summary>Overrides what is inline, and only in the dark.</summary>
    public const string Dark = """
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        @media (prefers-color-scheme:dark){
        .page{background-color:#0e1318 !important}
        .card{background-color:#171e26 !important}
        .ink{color:#e6ebf1 !important}
        .soft{color:#a8b4c2 !important}
        .line{border-color:#2f3a46 !important}
        .link{color:#8cc2ff !important}
        .ask{background-color:#1c2f47 !important;color:#d6e6fb !important}
        .good{background-color:#15331f !important;color:#b5e6c5 !important}
        .warn{background-color:#3d2f0c !important;color:#ffdf9e !important}
        .deal{border-color:#5fa8f5 !important}
        .bar{background-color:#5fa8f5 !important}
        .other{background-color:#8595a7 !important}
        .track{background-color:#2a3541 !important}
        }
        """;

    /// <summary>For Word alone, which knows no greatest width: a frame of the card's. Everybody else reads a comment.</summary>
    public const string FrameOpens = "<!--[if mso]><table role=\"presentation\" align=\"center\" width=\"640\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td width=\"640\"><![endif]-->";

    public const string FrameCloses = "<!--[if mso]></td></tr></table><![endif]-->";

    /// <summary>For Word alone: it would write headings and lists in a font of its own.</summary>
    public const string WordFont = "<!--[if mso]><style>h1,h2,h3,p,li,td,th,a{font-family:'Segoe UI',Arial,sans-serif !important}</style><![endif]-->";

    /// <summary>Every style attribute that a brief may have. A browser that is told their hashes applies no other, so one that came with a CRM field does nothing.</summary>
    public static ImmutableArray<string> Attributes { get; } =
    [
        Body, Card, Pad, Row, H1, H2, H3, Lead, When, P, Soft, List, Item, Good, Warning, Chip, Link, Deal, Ask, AskLabel, Th, Td, Bar, OtherBar, Track, OtherTrack, BarLabel, SmallGap, Gap,
        Ground, NoPad, DealGap, DealTitle, Evidence, RowHead, RowHead + Break, Break, "", Hidden,
        ActionRow, Action, AgendaTable, AgendaPart, AgendaMinutes, SparkCell, .. SparkHeights.Select(height => Spark(height, unknown: false)), Spark(SparkHeights[0], unknown: true),
    ];

    /// <summary>In a table only words that no column can hold are broken, since a breakable word is broken whenever it saves room.</summary>
    public static string BreakLong(string text) => text.Split(' ').Any(word => word.Length > 20) ? Break : "";

    public static string RowHeadOf(string text) => RowHead + BreakLong(text);

    /// <summary>What was found, before how it was counted: what the eye looks for down a list.</summary>
    public static string LeadOf(string evidence) => Leads().Match(evidence).Value;

    /// <summary>Keeps "USD 48,500" and "12 Dec" on one line, in any language; for HTML alone, where lines break by themselves.</summary>
    public static string Glue(string text) => Pairs.Replace(text, "\u00A0");

    [GeneratedRegex(@"^.{3,80}?(?= \(|, |: |(?<!\d)\. |\.$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Leads();

    private static Regex ReadPairs()
    {
        string months = Any(nameof(Formats.Months));
        string units = Any(nameof(Formats.Units));
        return new Regex(
            $@"(?<=\b[A-Z]{{3}}) (?=\d)|(?<=\d) (?=[A-Z]{{3}}\b)|(?<=\d\.?) (?=({months}|{units})(?!\w))|(?<=\b({months})) (?=\d\d?\b(?![:.\d]))",
            RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    private static string Any(string name) =>
        string.Join('|', Language.Tags.SelectMany(tag => Language.Of(tag)[name].Split(' ')).Distinct(StringComparer.Ordinal).OrderByDescending(word => word.Length).Select(Regex.Escape));

    /// <summary>A share as a whole percentage for a width, by attribute and by style, since Outlook reads the first.</summary>
    public static string Width(double share) => Math.Round(Math.Clamp(share, 0, 1) * 100).ToString(CultureInfo.InvariantCulture) + "%";
}
