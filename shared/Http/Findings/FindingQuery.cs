using System.Globalization;
using Microsoft.AspNetCore.Http;
using OneOnOne.Crm;
using OneOnOne.Previews;
using OneOnOne.Settings;

namespace OneOnOne.Http.Findings;

/// <summary>
/// A filter as it stands in an address, where it can be kept as a bookmark. A field that was left empty in the form is not named; what is
/// not allowed is told, and keeps nothing out.
/// </summary>
/// <param name="Filter">All that could be read.</param>
/// <param name="Page">From 1.</param>
/// <param name="Mistake">A text of the pages; null where all could be read.</param>
internal sealed record FindingQuery(FindingFilter Filter, int Page, string? Mistake)
{
    public static FindingQuery Of(IQueryCollection query)
    {
        string? mistake = null;
        string? kind = Text("kind");
        FindingFilter filter = new(
            kind is null || FindingKinds.All.Contains(kind) ? kind : Wrong<string?>(nameof(Languages.PageTexts.WrongKind)),
            Text("stage"),
            Text("team") is { } team ? new PersonId(team) : null,
            Text("rep") is { } rep ? new PersonId(rep) : null,
            Text("min") is { } least ? Number(least) : null,
            Text("currency"),
            Text("q"))
        {
            Sort = Text("sort") is not { } sort ? FindingSort.Amount : Values.Named<FindingSort>(sort) ?? Wrong<FindingSort>(nameof(Languages.PageTexts.WrongSort)),
            Reverse = Text("reverse") is not null,
        };
        int page = Text("page") is not { } number ? 1
            : int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked > 0 ? asked
            : Wrong<int>(nameof(Languages.PageTexts.WrongPage)) + 1;
        return new FindingQuery(filter, page, mistake);

        string? Text(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

        T? Wrong<T>(string text)
        {
            mistake = text;
            return default;
        }

        decimal? Number(string text) =>
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : Wrong<decimal?>(nameof(Languages.PageTexts.WrongAmount));
    }
}
