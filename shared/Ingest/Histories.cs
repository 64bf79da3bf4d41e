using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest;

/// <summary>The order of histories, in which nothing stands twice: so one does not depend on the order in which snapshots came.</summary>
internal static class Histories
{
    /// <summary>Bounds the document: CRMs that write history by script have produced thousands of rows for one deal.</summary>
    public const int Kept = 200;

    public static int Compare(StageEntry one, StageEntry other) => one.At != other.At ? one.At.CompareTo(other.At) : string.CompareOrdinal(one.Stage, other.Stage);

    public static int Compare(CloseDateChange one, CloseDateChange other) =>
        one.At != other.At ? one.At.CompareTo(other.At) : one.To != other.To ? one.To.CompareTo(other.To) : one.From.CompareTo(other.From);

    /// <param name="entries">In any order; it is put into order.</param>
    /// <param name="keepRepeated">False: a row into the stage that it is in already is no entry.</param>
    public static ImmutableArray<StageEntry> Of(List<StageEntry> entries, bool keepRepeated)
    {
        Order(entries, Compare);
        if (!keepRepeated)
        {
            // CRMs write a history row for any change of amount or date too; the stay in the stage goes on through it.
            int kept = 0;
            for (int i = 1; i < entries.Count; i++)
            {
                if (entries[i].Stage != entries[kept].Stage)
                {
                    entries[++kept] = entries[i];
                }
            }

            entries.RemoveRange(Math.Min(kept + 1, entries.Count), Math.Max(0, entries.Count - kept - 1));
        }

        return [.. entries];
    }

    public static ImmutableArray<CloseDateChange> Of(List<CloseDateChange> changes)
    {
        Order(changes, Compare);
        return [.. changes];
    }

    /// <summary>Both, and of all only the newest <see cref="Kept"/>.</summary>
    /// <param name="known">In order, nothing twice.</param>
    /// <param name="fresh">In order.</param>
    public static ImmutableArray<T> Union<T>(ImmutableArray<T> known, ImmutableArray<T> fresh, Comparison<T> compare)
    {
        if (fresh.IsEmpty || (known.IsEmpty && fresh.Length <= Kept && IsOrdered(fresh.AsSpan(), compare)))
        {
            return fresh.IsEmpty ? known : fresh;
        }

        List<T> all = new(Math.Max(known.Length, fresh.Length));
        int next = 0;
        foreach (T one in fresh)
        {
            for (; next < known.Length && compare(known[next], one) <= 0; next++)
            {
                all.Add(known[next]);
            }

            if (all.Count == 0 || compare(all[^1], one) != 0)
            {
                all.Add(one);
            }
        }

        all.AddRange(known.AsSpan()[next..]);
        return all.Count == known.Length ? known : [.. all.Skip(all.Count - Kept)];
    }

    private static void Order<T>(List<T> rows, Comparison<T> compare)
    {
        // Exports are written in the order of time, nearly always.
        if (!IsOrdered(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows), compare))
        {
            rows.Sort(compare);
        }
    }

    /// <summary>Strictly: nothing stands twice either.</summary>
    private static bool IsOrdered<T>(ReadOnlySpan<T> rows, Comparison<T> compare)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (compare(rows[i - 1], rows[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
