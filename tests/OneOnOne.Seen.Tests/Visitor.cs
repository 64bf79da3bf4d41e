using Microsoft.Playwright;

namespace OneOnOne.Seen.Tests;

/// <summary>Somebody with a browser, who looks at what they are given and says what is wrong with it.</summary>
internal sealed class Visitor
{
    private readonly string _address;
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private string _kind = "";

    private Visitor(IPage page, string address)
    {
        (Page, _address) = (page, address);
        page.Request += (_, request) =>
        {
            if (address.Length == 0 || !request.Url.StartsWith(address + "/", StringComparison.Ordinal))
            {
                Complaints.Add(_kind, "asks for " + request.Url);
            }
        };
        page.Console += (_, message) =>
        {
            // That a form was refused is what was asked for.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource: the server responded", StringComparison.Ordinal))
            {
                Complaints.Add(_kind, message.Text);
            }
        };
    }

    public Complaints Complaints { get; } = new();

    public IPage Page { get; }

    /// <param name="address">Of the only host that may be asked; empty for none.</param>
    public static async Task<Visitor> AtAsync(Chromium chromium, string address) => new(await chromium.WindowAsync(), address);

    /// <summary>Goes to a page.</summary>
    public async Task OpenAsync(string path, string kind, int status = 200)
    {
        _kind = kind;
        IResponse answer = (await Page.GotoAsync(_address + path))!;
        if (answer.Status != status)
        {
            Complaints.Add(kind, $"{answer.Status} at {path}");
        }

        await LookAsync(kind);
    }

    /// <summary>Reads a mail.</summary>
    public async Task ShowAsync(string html, string kind)
    {
        _kind = kind;
        await Page.SetContentAsync(html);
        await LookAsync(kind);
    }

    /// <summary>At what is there, and uses it by keyboard where it is the first of its kind.</summary>
    public async Task LookAsync(string kind)
    {
        _kind = kind;
        bool first = _kinds.Add(kind);
        Complaints.AddAll(kind, await Look.AtAsync(Page, kind, first));
        if (first)
        {
            Complaints.AddAll(kind, await Look.ByKeyboardAsync(Page));
        }
    }
}
