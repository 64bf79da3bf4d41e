using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Components;
using OneOnOne.Http.Pages;
using OneOnOne.Languages;
using OneOnOne.Tests.Briefs;

namespace OneOnOne.Tests.Http;

/// <summary>A page for a reader in London on the day of the briefs of <see cref="BriefBuilder"/>, without an app around it.</summary>
internal static class PageBuilder
{
    public static Frame Frame(string language = "en") => new(Language.Of(language), "Europe/London", DateOnly.FromDateTime(BriefBuilder.AsOf.UtcDateTime)) { DataAsOf = BriefBuilder.AsOf };

    public static async Task<string> HtmlAsync<TPage>(object model, Frame? frame = null)
        where TPage : IComponent =>
        await BriefBuilder.Renderer().PageAsync<PageRoot>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Frame"] = frame ?? Frame(),
            ["Page"] = typeof(TPage),
            ["Parameters"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["Model"] = model },
        });

    public static async Task<IHtmlDocument> PageAsync<TPage>(object model, Frame? frame = null)
        where TPage : IComponent => Html.Parse(await HtmlAsync<TPage>(model, frame));

    /// <summary>All that is to be read, with one blank between any two words; what stands in two boxes is two words.</summary>
    public static string Text(this IElement element) => string.Join(' ', Read(element).Split([' ', '\n', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));

    private static string Read(INode node) => string.Concat(node.ChildNodes.Select(child => child switch
    {
        IElement { LocalName: "bdi" or "strong" or "code" } inline => Read(inline),
        IElement box => $" {Read(box)} ",
        IText text => text.Data,
        _ => "",
    }));
}
