namespace OneOnOne.Tests.Builders;

internal static class Orders
{
    /// <summary>Every order of the items: 120 of five.</summary>
    public static IEnumerable<T[]> Of<T>(T[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((first, at) => Of<T>([.. items[..at], .. items[(at + 1)..]]).Select(rest => (T[])[first, .. rest]));
}
