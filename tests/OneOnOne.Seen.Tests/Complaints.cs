namespace OneOnOne.Seen.Tests;

/// <summary>What was found, each thing once for its kind of page.</summary>
internal sealed class Complaints
{
    private readonly SortedSet<string> _all = new(StringComparer.Ordinal);

    public void Add(string where, string what) => _all.Add($"{where}: {what}");

    public void AddAll(string where, IEnumerable<string> all)
    {
        foreach (string one in all)
        {
            Add(where, one);
        }
    }

    public void AreNone() => Assert.True(_all.Count == 0, string.Join('\n', _all));
}
