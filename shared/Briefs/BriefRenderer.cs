using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OneOnOne.Briefs.Mail;
using OneOnOne.Links;

namespace OneOnOne.Briefs;

/// <summary>Writes a half as HTML and as plain text. The same pair gives the same bytes on any machine.</summary>
public sealed class BriefRenderer(IServiceProvider services)
{
    public Task<RenderedBrief> RenderAsync(BriefPair pair, Audience audience) => RenderAsync(pair, audience, links: null);

    /// <param name="links">What the reader can answer by; null: nothing can be answered from here.</param>
    internal Task<RenderedBrief> RenderAsync(BriefPair pair, Audience audience, BriefLinks? links) => RenderAsync(SheetBuilder.Of(BriefView.Of(pair, audience), links));

    /// <summary>Anything that is laid out as a brief is.</summary>
    internal async Task<RenderedBrief> RenderAsync(BriefSheet sheet)
    {
        string html = await PageAsync<BriefDocument>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(BriefDocument.Sheet)] = sheet });
        return new RenderedBrief(sheet.Subject, html, TextBrief.Of(sheet));
    }

    /// <summary>Any page of this house as text.</summary>
    public async Task<string> PageAsync<T>(IDictionary<string, object?> parameters)
        where T : IComponent
    {
        await using HtmlRenderer renderer = new(services, services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString().ReplaceLineEndings("\n"));
    }
}
