using System.Collections.Immutable;
using OneOnOne.Previews;

namespace OneOnOne.Http.Findings;

/// <summary>Filters and sorts findings. Equal ones stand by deal, rep and kind, so that a page shows the same twice.</summary>
internal static class FindingList
{
    /// <param name="stages">In the order of the pipeline.</param>
    public static ImmutableArray<FindingRow> Of(IEnumerable<FindingRow> all, FindingFilter filter, ImmutableArray<string> stages)
    {
        IOrderedEnumerable<FindingRow> rows = all.Where(filter.Keeps).OrderBy(row => IsLast(row, filter.Sort));
        IOrderedEnumerable<FindingRow> sorted = filter.Sort switch
        {
            FindingSort.Deal => By(rows, filter, row => row.Deal.Title, StringComparer.OrdinalIgnoreCase),
            FindingSort.Rep => By(rows, filter, row => row.Rep.Name, StringComparer.OrdinalIgnoreCase),
            FindingSort.Kind => By(rows, filter, row => FindingKinds.All.IndexOf(row.Kind)),
            FindingSort.Stage => By(By(rows, filter, row => stages.IndexOf(row.Deal.Stage) is >= 0 and var at ? at : stages.Length), filter, row => row.Deal.Stage, StringComparer.Ordinal),
            FindingSort.CloseDate => By(rows, filter, row => row.Deal.CloseDate),
            _ => By(rows.ThenBy(row => row.Deal.Amount?.Currency, StringComparer.Ordinal), filter, row => -row.Deal.Amount?.Amount),
        };
        return [.. sorted.ThenBy(row => row.Deal.Id).ThenBy(row => row.Rep.Id).ThenBy(row => FindingKinds.All.IndexOf(row.Kind))];
    }

    /// <summary>What there is nothing to sort by stands at the end, whichever way round.</summary>
    private static bool IsLast(FindingRow row, FindingSort sort) => sort switch
    {
        FindingSort.Amount => row.Deal.Amount is null,
        FindingSort.CloseDate => row.Deal.CloseDate is null,
        _ => false,
    };

    private static IOrderedEnumerable<FindingRow> By<TKey>(IOrderedEnumerable<FindingRow> rows, FindingFilter filter, Func<FindingRow, TKey> key, IComparer<TKey>? comparer = null) =>
        filter.Reverse ? rows.ThenByDescending(key, comparer) : rows.ThenBy(key, comparer);
}
