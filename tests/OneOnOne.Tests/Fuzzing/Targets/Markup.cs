using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>Pages and mails have our elements and attributes only, and links go to https or stay on this site.</summary>
internal static class Markup
{
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "nav", "section", "article", "footer", "div", "span", "p", "h1", "h2", "h3", "a", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "colgroup", "col",
        "thead", "tbody", "tr", "th", "td", "strong", "em", "b", "i", "small", "br", "hr", "code", "time", "bdi", "abbr", "blockquote", "form", "label", "input", "button", "select", "option", "fieldset", "legend", "details", "summary", "textarea",
        "figure", "figcaption", "svg", "desc", "line", "rect", "path", "circle", "text",
    ];

    public static void IsOurs(string html)
    {
        IHtmlDocument document = Html.Parse(html);
        foreach (IElement element in document.All)
        {
            Assert.Contains(element.LocalName, Elements);
            foreach (IAttr attribute in element.Attributes)
            {
                Assert.DoesNotContain(Hostile.Canary, attribute.Name, StringComparison.OrdinalIgnoreCase);
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
                if (attribute.Name is "href" or "action" or "src")
                {
                    Assert.True(attribute.Value.StartsWith("https://", StringComparison.Ordinal) || attribute.Value is ['/'] or ['/', not ('/' or '\\'), ..] or ['#', ..] or ['?', ..], attribute.Value);
                }
            }
        }
    }
}
