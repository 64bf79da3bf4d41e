using System.Net;
using System.Text.RegularExpressions;
using OneOnOne.Crm;
using OneOnOne.Links;

namespace OneOnOne.Seen.Tests;

/// <summary>Every form that a mail or a brief's page leads to: as it is opened, wrongly answered, answered, used before, and refused.</summary>
public sealed partial class Every_form(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Rep = "rep-03";

    /// <summary>Answers whatever is asked.</summary>
    private const string FillIn = """
        () => {
          for (const one of document.querySelectorAll('textarea,input[type=text]')) one.value = 'Their board meets on the 3rd';
          for (const one of document.querySelectorAll('input[type=date]')) one.value ||= new Date().toISOString().slice(0, 10);
          for (const one of document.querySelectorAll('fieldset')) one.querySelector('input').checked = true;
        }
        """;

    [SkippableTheory(DisplayName = "Every form fits, is readable and can be used with keys" + Chromium.Needed)]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Every_form_fits_is_readable_and_can_be_used_with_keys(string language)
    {
        await using Site site = await Site.OfTheDemoAsync(language);
        LinkTokens tokens = new(site.Links);
        Visitor visitor = await Visitor.AtAsync(chromium, await site.ServeAsync("mgr-1"));
        HashSet<FormKind> answered = [];
        foreach (string path in PathsIn(string.Concat(site.Mails.Select(mail => mail.Html))))
        {
            FormLink link = tokens.Read(path.Split('=')[1])!;
            if (link.Rep.Value == Rep && answered.Add(link.Form))
            {
                await AnswerAsync(visitor, path, language, link.Form);
            }
        }

        // What was answered can be changed by links of its own, which stand beside it.
        await visitor.OpenAsync($"/reps/{Rep}?for=manager", $"{language} brief with answers");
        foreach (string path in PathsIn(await visitor.Page.ContentAsync()))
        {
            FormLink link = tokens.Read(path.Split('=')[1])!;
            if (answered.Add(link.Form))
            {
                await AnswerAsync(visitor, path, language, link.Form);
            }
        }

        FormLink some = new(FormKind.Reason, new PersonId("mgr-1"), new PersonId(Rep), "closed long ago", null, DateTimeOffset.MaxValue.AddDays(-1), new string('a', 24));
        await visitor.OpenAsync("/f?t=nothing", $"{language} unknown", 404);
        await visitor.OpenAsync("/f?t=" + tokens.Write(some with { Expires = DateTimeOffset.UnixEpoch.AddDays(1) }), $"{language} expired", 410);
        await visitor.OpenAsync("/f?t=" + tokens.Write(some with { For = new PersonId("rep-01") }), $"{language} not yours", 403);
        await visitor.OpenAsync("/f?t=" + tokens.Write(some with { Expires = DateTimeOffset.UtcNow.AddDays(1) }), $"{language} over", 410);
        visitor.Complaints.AreNone();
        Assert.Equal(Enum.GetValues<FormKind>(), answered.Order());
    }

    private static async Task AnswerAsync(Visitor visitor, string path, string language, FormKind form)
    {
        await visitor.OpenAsync(path, $"{language} {form}");
        if (await visitor.Page.Locator("textarea").CountAsync() > 0)
        {
            await visitor.Page.Locator("textarea").First.FillAsync("");
            await SendAsync(visitor);
            Assert.True(await visitor.Page.Locator("[role=alert]").CountAsync() > 0, $"{form} takes an empty answer.");
            await visitor.LookAsync(language + " a form with an error");
        }

        await visitor.Page.EvaluateAsync(FillIn);
        await SendAsync(visitor);
        Assert.Equal(0, await visitor.Page.Locator("button").CountAsync());
        await visitor.LookAsync(language + " a form that was answered");
        await visitor.OpenAsync(path, language + " a link that was used");
    }

    private static async Task SendAsync(Visitor visitor)
    {
        await visitor.Page.RunAndWaitForRequestFinishedAsync(() => visitor.Page.Locator("button").ClickAsync(), new() { Predicate = request => request.Method == "POST" });
        await visitor.Page.WaitForLoadStateAsync();
    }

    private static IEnumerable<string> PathsIn(string html) => Links().Matches(html).Select(match => WebUtility.HtmlDecode(match.Value)).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("/f\\?t=[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
