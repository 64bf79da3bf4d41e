using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OneOnOne.Tests.Briefs;

internal static class Html
{
    public static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Every element in order, with its attributes' names: what CRM text must never change.</summary>
    public static string[] Shape(string html) =>
        [.. Parse(html).All.Select(element => element.LocalName + "[" + string.Join(',', element.Attributes.Select(attribute => attribute.Name)) + "]")];
}
