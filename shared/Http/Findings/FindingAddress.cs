using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Http.Findings;

/// <summary>Where a filter's rows are: what <see cref="FindingQuery"/> reads.</summary>
internal static class FindingAddress
{
    public static string Of(string path, FindingFilter filter, int page)
    {
        (string Name, string? Value)[] parts =
        [
            ("kind", filter.Kind), ("stage", filter.Stage), ("team", filter.Team?.Value), ("rep", filter.Rep?.Value),
            ("min", filter.AtLeast?.ToString(CultureInfo.InvariantCulture)), ("currency", filter.Currency), ("q", filter.Text),
            ("sort", filter.Sort == FindingSort.Amount ? null : Name(filter.Sort)), ("reverse", filter.Reverse ? "1" : null),
            ("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)),
        ];
        return path + QueryString.Create(parts.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value)));
    }

    public static string Name(FindingSort sort) => sort.ToString().ToLowerInvariant();
}
