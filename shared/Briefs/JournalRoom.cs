using System.Text;

namespace OneOnOne.Briefs;

/// <summary>
/// Cuts what people wrote to the room that a mail has for it: all of it where there is little, less of each where there is much.
/// Mail readers clip a mail of 100 kB.
/// </summary>
internal static class JournalRoom
{
    /// <summary>How many entries of a kind are shown.</summary>
    public const int MostLines = 6;

    private const int Longest = 240;
    private const int AllBytes = 12_000;
    private const int BytesBesideLinks = 5_000; // Dozens of links take the rest.

    public static BriefFacts Fit(BriefFacts facts, bool besideLinks = false, int step = 0)
    {
        if (facts.Journal is not { } journal)
        {
            return facts;
        }

        int[] shown = [journal.Commitments.Length, journal.Done.Length, journal.Initiatives.Length, journal.Initiatives.Length, journal.Topics.Length, journal.Lessons.Length, journal.Snoozed.Length];
        int reasons = journal.Reasons.Length * 2; // Under its push and under its deal.
        int each = ((besideLinks ? BytesBesideLinks : AllBytes) >> step) / Math.Max(1, shown.Sum(count => Math.Min(count, MostLines)) + reasons);
        return facts with
        {
            Journal = journal with
            {
                Commitments = [.. journal.Commitments.Select(item => item with { Text = Cut(item.Text, each) })],
                Done = [.. journal.Done.Select(item => item with { Text = Cut(item.Text, each) })],
                Initiatives = [.. journal.Initiatives.Select(item => item with { Text = Cut(item.Text, each), Status = item.Status is { } status ? Cut(status, each) : null })],
                Topics = [.. journal.Topics.Select(item => item with { Text = Cut(item.Text, each) })],
                Reasons = [.. journal.Reasons.Select(item => item with { Text = Cut(item.Text, each) })],
                Lessons = [.. journal.Lessons.Select(item => item with { Text = Cut(item.Text, each) })],
                Held = journal.Held is { } held ? held with { Text = Cut(held.Text, each) } : null,
                Snoozed = [.. journal.Snoozed.Select(item => item with { Because = Cut(item.Because, each) })],
            },
        };
    }

    public static string Cut(string text, int bytes)
    {
        string safe = Safe.Text(text, Longest);
        int fits = 0;
        int taken = 0;
        foreach (Rune rune in safe.EnumerateRunes())
        {
            taken += rune.Utf8SequenceLength;
            if (taken > bytes)
            {
                return Safe.Text(safe, Math.Max(1, fits));
            }

            fits += rune.Utf16SequenceLength;
        }

        return safe;
    }
}
