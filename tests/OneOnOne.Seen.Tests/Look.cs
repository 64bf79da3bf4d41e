using Microsoft.Playwright;

namespace OneOnOne.Seen.Tests;

/// <summary>What is wrong with a page as a reader has it before them: on a phone, a tablet and a desk, by day, by night and on paper.</summary>
internal static class Look
{
    private const int Phone = 320;
    private const int Desk = 1280;
    private const int Paper = 718; // A4 with margins of a centimetre.

    private static readonly int[] Widths = [Phone, 640, Desk];

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    private static readonly string[] AllRules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

    private static readonly string[] OnlyContrast = ["color-contrast"];

    private const string Overflowing = """
        () => {
          const width = document.documentElement.clientWidth;
          const wide = document.documentElement.scrollWidth - width;
          const beyond = [...document.body.querySelectorAll('*')].filter(one => {
            const box = one.getBoundingClientRect();
            if (box.width <= 1 || box.right <= width + 1 && (box.left >= -1 || box.right <= 0)) return false;
            for (let up = one; up && up !== document.body; up = up.parentElement) {
              const style = getComputedStyle(up);
              if (style.overflowX !== 'visible' && up.getBoundingClientRect().right <= width + 1 || style.clip !== 'auto' || up.tagName === 'svg') return false;
            }
            return true;
          });
          const spilling = [...document.body.querySelectorAll('th,td,dd,dt,button,label,legend,figcaption')].filter(one => one.checkVisibility() && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1);
          return [...(wide > 0 ? [`${wide} px must be scrolled to the right`] : []), ...beyond.filter(one => !beyond.some(other => other !== one && one.contains(other))).slice(0, 3).map(one => 'beyond the edge: ' + one.outerHTML.slice(0, 200)), ...spilling.slice(0, 3).map(one => 'more than its box holds: ' + one.outerHTML.slice(0, 200))];
        }
        """;

    private const string Headings = "() => document.querySelectorAll('h1').length";

    private const string Rules = """
        async rules => (await axe.run(document, { runOnly: rules, resultTypes: ['violations'], rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } } })) // A mail has no landmarks.
          .violations.flatMap(rule => rule.nodes.slice(0, 2).map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.any.map(check => check.message).join('; ')}`))
        """;

    private const string Focusable = """
        () => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')].filter(one => {
          if (!one.checkVisibility()) return false;
          if (one.type !== 'radio') return true;
          const group = [...one.form.querySelectorAll('input[type=radio]')].filter(other => other.name === one.name);
          return one === (group.find(other => other.checked) ?? group[0]); // A group is one stop.
        }).length
        """;

    private const string Focused = """
        () => {
          const one = document.activeElement;
          if (!one || one === document.body) return null;
          window.reached ??= new Map();
          if (!window.reached.has(one)) window.reached.set(one, String(window.reached.size));
          const style = getComputedStyle(one);
          return [window.reached.get(one), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none' ? 'shown' : 'not shown', one.outerHTML.slice(0, 120)];
        }
        """;

    /// <param name="name">Of the pictures, where ONEONONE_PICTURES names a folder for them.</param>
    /// <param name="firstOfItsKind">Asks also whether it can be read: contrast by day and by night, headings, labels, whatever else a machine can tell of WCAG 2.1 AA, and how it is printed.</param>
    public static async Task<List<string>> AtAsync(IPage page, string name, bool firstOfItsKind)
    {
        List<string> wrong = [];
        foreach (int width in Widths)
        {
            await page.SetViewportSizeAsync(width, 800);
            foreach (ColorScheme scheme in Schemes)
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                wrong.AddRange(from one in await page.EvaluateAsync<string[]>(Overflowing) select $"{one} ({width} px, {scheme})");
                if (Environment.GetEnvironmentVariable("ONEONONE_PICTURES") is { } pictures)
                {
                    await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(pictures, $"{name.Replace('/', '_')} {width} {scheme}.png"), FullPage = true });
                }
            }
        }

        if (await page.EvaluateAsync<int>(Headings) is not 1 and var titles)
        {
            wrong.Add($"{titles} h1");
        }

        if (!firstOfItsKind)
        {
            return wrong;
        }

        wrong.AddRange(from one in await page.EvaluateAsync<string[]>(Rules, OnlyContrast) select one + " (Dark)");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        wrong.AddRange(await page.EvaluateAsync<string[]>(Rules, AllRules));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await page.SetViewportSizeAsync(Paper, 1000);
        wrong.AddRange(from one in await page.EvaluateAsync<string[]>(Overflowing) select one + " (on paper)");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        return wrong;
    }

    /// <summary>Whether everything that can be used on a phone's width can be reached with the Tab key, and is seen when it is.</summary>
    public static async Task<List<string>> ByKeyboardAsync(IPage page)
    {
        await page.SetViewportSizeAsync(Phone, 800);
        int expected = await page.EvaluateAsync<int>(Focusable);
        HashSet<string> reached = [];
        List<string> wrong = [];
        const int StopsOfADate = 4; // Day, month, year and the calendar.
        for (int i = 0; i <= expected * StopsOfADate; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string[]?>(Focused) is not [var number, var shown, var html])
            {
                break;
            }

            if (reached.Add(number) && shown != "shown")
            {
                wrong.Add("focus is not shown: " + html);
            }
        }

        return reached.Count < expected ? [.. wrong, $"the Tab key reaches {reached.Count} of {expected}"] : wrong;
    }
}
