using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OneOnOne.Briefs.Mail;
using OneOnOne.Links;

namespace OneOnOne.Briefs;

/// <summary>Writes a half as HTML and as plain text. The same pair gives the same bytes on any machine.</summary>
public sealed partial class BriefRenderer(IServiceProvider services)
{
    private const int FirstBeyondControls = 0xA0;

    public Task<RenderedBrief> RenderAsync(BriefPair pair, Audience audience) => RenderAsync(pair, audience, links: null);

    /// <param name="links">What the reader can answer by; null: nothing can be answered from here.</param>
    internal async Task<RenderedBrief> RenderAsync(BriefPair pair, Audience audience, BriefLinks? links)
    {
        RenderedBrief brief = await RenderAsync(SheetBuilder.Of(BriefView.Of(pair, audience), links));
        for (int step = 1; step <= MailRoom.Tightest && Encoding.UTF8.GetByteCount(brief.Html) > MailRoom.Longest; step++)
        {
            brief = await RenderAsync(SheetBuilder.Of(BriefView.Of(pair, audience), links, step));
        }

        return brief;
    }

    /// <summary>Anything that is laid out as a brief is.</summary>
    internal async Task<RenderedBrief> RenderAsync(BriefSheet sheet)
    {
        string html = await PageAsync<BriefDocument>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(BriefDocument.Sheet)] = sheet });
        return new RenderedBrief(sheet.Subject, Letters(html), TextBrief.Of(sheet));
    }

    /// <summary>
    /// The encoder writes every letter beyond ASCII as a reference of eight bytes, and mail readers clip what is long. A mail says that it is
    /// UTF-8, so such a letter can stand as itself; what markup is made of is ASCII and stays a reference.
    /// </summary>
    private static string Letters(string html) => References().Replace(
        html, reference => int.Parse(reference.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var code and >= FirstBeyondControls ? char.ConvertFromUtf32(code) : reference.Value);

    /// <summary>Any page of this house as text.</summary>
    public async Task<string> PageAsync<T>(IDictionary<string, object?> parameters)
        where T : IComponent
    {
        await using HtmlRenderer renderer = new(services, services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString().ReplaceLineEndings("\n"));
    }

    [GeneratedRegex("&#x(?<code>[0-9A-F]{2,6});", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex References();
}
