namespace OneOnOne.Storage.Cosmos;

/// <summary>Things that outgrow a document, such as the list of everybody: their JSON is cut into pages of bounded size.</summary>
internal static class Paged
{
    /// <summary>In characters: two editions, of three bytes a character, stay far below the 2 MB that a document may have.</summary>
    private const int PageLength = 200_000;

    public static string Id(string name, int page) => $"{name}-{page}";

    /// <returns>At least one page.</returns>
    public static IReadOnlyList<string> Cut(string text)
    {
        List<string> pages = [];
        for (int start = 0; start < text.Length || pages.Count == 0;)
        {
            int length = Math.Min(PageLength, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--; // Half a character would not survive being written.
            }

            pages.Add(text.Substring(start, length));
            start += length;
        }

        return pages;
    }

    /// <param name="documents">Of the shared partition, of whatever name.</param>
    /// <returns>Null where nothing of that name is visible.</returns>
    public static T? Read<T>(IReadOnlyCollection<BookDocument> documents, string name, Manifest manifest)
        where T : class
    {
        Dictionary<string, BookDocument> pages = documents.Where(document => document.Name == name).ToDictionary(document => document.Id);
        if (pages.GetValueOrDefault(Id(name, 0))?.Visible(manifest) is not { } first)
        {
            return null;
        }

        // Pages that the present edition no longer has may lie behind the last one.
        return Stored.Read<T>(string.Concat(Enumerable.Range(0, first.Pages!.Value).Select(page => pages[Id(name, page)].Visible(manifest)!.Text)));
    }
}
