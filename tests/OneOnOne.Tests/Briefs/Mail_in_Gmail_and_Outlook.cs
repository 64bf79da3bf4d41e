using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Briefs.Mail;
using OneOnOne.Journal;
using OneOnOne.Links;
using OneOnOne.Tests.Http.Forms;
using static OneOnOne.Tests.Briefs.BriefBuilder;

namespace OneOnOne.Tests.Briefs;

/// <summary>
/// The mail's HTML against mail-support.csv: what Gmail and Outlook for Windows (Word) make of each element, attribute and CSS property,
/// with the source of the claim. What one of the two does not know has to do without harm, and the list says how.
/// </summary>
public sealed partial class Mail_in_Gmail_and_Outlook
{
    private const int ClippedFrom = 90_000; // Gmail clips at 102 kB; links in a real mail are longer than here.

    private static readonly string[] Full = ["y", "a"];

    private static readonly Support[] List =
    [
        .. File.ReadLines(Repository.File("tests", "OneOnOne.Tests", "Briefs", "mail-support.csv")).Skip(1).Select(line => line.Split(','))
            .Select(row => new Support(row[0], row[1], row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries), row[3], row[4], row[5], row[6])),
    ];

    public static TheoryData<string, Audience> All => Samples.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Mail_HTML_is_checked_against_an_allow_list_of_what_Outlook_and_Gmail_render(string name, Audience audience)
    {
        string html = (await MailAsync(Samples.Named(name), audience)).Html;
        Assert.Empty(Uses(html).Distinct().Where(use => !List.Any(known => known.Covers(use))).Select(use => use.ToString()));
    }

    [Fact]
    public async Task The_list_says_where_it_has_it_from_and_has_nothing_that_no_mail_uses()
    {
        List<Use> uses = [];
        foreach (string name in Samples.Names)
        {
            foreach (Audience audience in Enum.GetValues<Audience>())
            {
                uses.AddRange(Uses((await MailAsync(Samples.Named(name), audience)).Html));
            }
        }

        Assert.All(List, known => Assert.NotEmpty(known.Source));
        Assert.All(List, known => Assert.True(known.Without.Length > 0 || (Full.Contains(known.Gmail) && Full.Contains(known.Outlook)), known.Name + " needs to say what is there without it."));
        Assert.Empty(List.Where(known => !uses.Any(known.Covers)).Select(known => known.Kind + " " + known.Name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Rooms_and_colours_stand_where_Word_gives_them(string name, Audience audience)
    {
        foreach (IElement element in Html.Parse((await MailAsync(Samples.Named(name), audience)).Html).QuerySelectorAll("body *"))
        {
            foreach ((string property, string value) in Declarations(element))
            {
                Assert.False(property == "padding" && value != "0" && element.LocalName is not ("td" or "th" or "a"), $"{element.LocalName}: padding {value}");
                Assert.False(property == "background-color" && element.LocalName is "td" && element.GetAttribute("bgcolor") != value, $"A cell of {value} lacks its bgcolor.");
                Assert.False(property == "height" && element.GetAttribute("height") is { } height && height + "px" != value, $"height {value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_text_stands_out_from_its_ground_in_both_schemes(string name, Audience audience)
    {
        Dictionary<string, (string? Text, string? Ground)> dark = Dark();
        foreach (IElement element in Html.Parse((await MailAsync(Samples.Named(name), audience)).Html).QuerySelectorAll("body *"))
        {
            if (!element.ChildNodes.OfType<IText>().Any(text => text.Text.Trim().Trim('\u00A0').Length > 0) || element.GetAttribute("style") == Look.Hidden)
            {
                continue;
            }

            Readable(element, one => (Value(one, "color"), Value(one, "background-color")), "light");
            Readable(element, one => one.ClassList.Select(dark.GetValueOrDefault).Aggregate((Value(one, "color"), Value(one, "background-color")), (inline, rule) => (rule.Text ?? inline.Item1, rule.Ground ?? inline.Item2)), "dark");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Is_never_clipped(string name, Audience audience) =>
        Assert.InRange(Encoding.UTF8.GetByteCount((await MailAsync(Samples.Named(name), audience)).Html), 5_000, ClippedFrom);

    [Fact]
    public async Task Is_not_clipped_with_Arabic_names_of_200_letters_and_everything_that_a_manager_may_have()
    {
        string name = string.Concat(Enumerable.Repeat("شركة الخليج للتجارة ", 10));
        OpportunityRef[] deals = [.. Enumerable.Range(0, 5).Select(i => Deal("006" + i, name, name + i, "Proposal", Usd(1_000 - i), "2026-12-12", "https://crm.example/" + new string('x', 200)))];
        BriefPair pair = Pair(Facts.With([.. deals.Select(deal => ((int?)0, new Finding[] { Stalled(deal), Slipping(deal), Long(deal) }))]) with
        {
            Manager = Facts.Manager with { Name = name },
            Rep = Facts.Rep with { Name = name },
            History = Samples.Journal.Facts.History,
            Journal = new JournalFacts
            {
                Commitments = [.. Enumerable.Repeat(new CommitmentItem(new EntryId("e"), Side.Rep, name + name, Day("2026-11-20"), true, deals[0], AsOf, 9), 100)],
                Topics = [.. Enumerable.Repeat(new TopicItem(new EntryId("e"), name + name, Writer.Admin), 100)],
                Reasons = [.. deals.Select(deal => new ReasonItem(new EntryId("e"), deal, name + name, Writer.Admin, AsOf, [AnalysisPart.Slips]))],
            },
        });
        pair = pair with
        {
            Manager = pair.Manager with
            {
                Patterns = Samples.Journal.Manager.Patterns! with { Fates = [.. deals.Select(deal => new DealFate(deal.Id, name, Fate.Same))] },
                Lessons = [new TeamLesson("Proposal", null, 4, [name + name, name + name, name + name]), new TeamLesson(name, AnalysisPart.Slips, 3, [name + name, name + name, name + name])],
                Notes = [.. Enumerable.Repeat(new NoteItem(new EntryId("m-1"), name + name, Writer.Manager, AsOf), 50)],
            },
        };
        foreach (BriefPair one in new[] { pair, pair with { Manager = pair.Manager with { Plan = new PlanItem(new EntryId("m-2"), name + name, AsOf) } } })
        {
            foreach (Audience audience in Enum.GetValues<Audience>())
            {
                Assert.InRange(Encoding.UTF8.GetByteCount((await MailAsync(one, audience)).Html), 40_000, ClippedFrom);
            }
        }
    }

    /// <summary>As it is sent: with its links to answer.</summary>
    private static Task<RenderedBrief> MailAsync(BriefPair pair, Audience audience) => Renderer().RenderAsync(
        pair, audience, new BriefLinks(new LinkTokens(FormsApp.Links), "https://briefs.example", audience == Audience.Rep ? pair.Facts.Rep.Id : pair.Facts.Manager.Id, pair.Facts.Rep.Id, "mail", AsOf.AddDays(7)));

    private static void Readable(IElement element, Func<IElement, (string? Text, string? Ground)> colours, string scheme)
    {
        IElement[] line = [element, .. element.Ancestors<IElement>()];
        string text = line.Select(one => colours(one).Text).OfType<string>().First();
        string ground = line.Select(one => colours(one).Ground).OfType<string>().First();
        Assert.True(Contrast(text, ground) >= 4.5, $"{scheme}: {text} on {ground} in {element.OuterHtml[..Math.Min(200, element.OuterHtml.Length)]}");
    }

    /// <summary>WCAG 2.2: relative luminance and contrast ratio.</summary>
    private static double Contrast(string one, string other)
    {
        double[] light = [.. new[] { Luminance(one), Luminance(other) }.OrderDescending()];
        return (light[0] + 0.05) / (light[1] + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] rgb = [.. Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);
    }

    private static Dictionary<string, (string? Text, string? Ground)> Dark() => Rules().Matches(Look.Dark).ToDictionary(
        rule => rule.Groups["name"].Value,
        rule => (Colour(rule, "(?<!-)color"), Colour(rule, "background-color")),
        StringComparer.Ordinal);

    private static string? Colour(Match rule, string property) =>
        Regex.Match(rule.Groups["body"].Value, property + ":(#[0-9a-f]{6})", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } found ? found.Groups[1].Value : null;

    private static string? Value(IElement element, string property) => Declarations(element).LastOrDefault(one => one.Property == property).Value;

    private static IEnumerable<Use> Uses(string html)
    {
        foreach (IElement element in Html.Parse(html).All)
        {
            yield return new Use("element", element.LocalName, element.LocalName);
            foreach (IAttr attribute in element.Attributes)
            {
                yield return new Use("attribute", attribute.Name, element.LocalName);
            }

            foreach ((string property, _) in Declarations(element))
            {
                yield return new Use("property", property, element.LocalName);
            }
        }
    }

    private static IEnumerable<(string Property, string Value)> Declarations(IElement element) => (element.GetAttribute("style") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(one => (one[..one.IndexOf(':', StringComparison.Ordinal)].Trim(), one[(one.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));

    [GeneratedRegex(@"\.(?<name>\w+)\{(?<body>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rules();

    private sealed record Use(string Kind, string Name, string On);

    private sealed record Support(string Kind, string Name, string[] On, string Gmail, string Outlook, string Source, string Without)
    {
        public bool Covers(Use use) => Kind == use.Kind && Name == use.Name && (On.Length == 0 || On.Contains(use.On, StringComparer.Ordinal));
    }
}
