using OneOnOne.Local.Generation;

namespace OneOnOne.Local.FakeCrm;

/// <summary>Draws for answers that are made at once. What is drawn depends on the seed and on how many draws there were before.</summary>
internal sealed class FakeDice(int seed)
{
    private readonly Lock _one = new();
    private readonly SplitMix _draws = SplitMix.Stream(seed, 0);

    public bool Chance(int percent) => Between(1, 100) <= percent;

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high)
    {
        lock (_one)
        {
            return _draws.Between(low, high);
        }
    }
}
