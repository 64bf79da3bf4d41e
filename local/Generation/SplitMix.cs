using OneOnOne.Analysis.Estimators;

namespace OneOnOne.Local.Generation;

/// <summary>
/// The few distributions that the generator needs, from <see cref="Draws"/>. Only integers and the four exact floating-point
/// operations are used: System.Random may change between releases, and Math.Exp or Math.Log may differ in the last
/// digit between C libraries, which one day would turn into another byte in the sample.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private readonly Draws _draws = new(seed);

    /// <summary>An independent stream, so that a rep's data does not depend on who was generated before.</summary>
    public static SplitMix Stream(int seed, int stream) =>
        new(new SplitMix(((ulong)(uint)seed << 32) | (uint)stream).Next());

    public ulong Next() => _draws.Next();

    /// <summary>From 0 (included) to 1 (excluded).</summary>
    public double Unit() => _draws.Share();

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    public double Between(double low, double high) => low + ((high - low) * Unit());

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count - 1)];

    public double LogNormal(double median, double sigma) => median * Exp(sigma * Normal());

    /// <param name="zeroChance">The chance of none at all, e to the minus mean: computed once by a caller who draws often.</param>
    public int Poisson(double zeroChance)
    {
        int count = 0;
        for (double left = Unit(); left > zeroChance; left *= Unit())
        {
            count++;
        }

        return count;
    }

    public static double Exp(double x)
    {
        double y = x / 1024;
        double power = 1 + (y * (1 + (y / 2 * (1 + (y / 3 * (1 + (y / 4)))))));
        for (int i = 0; i < 10; i++)
        {
            power *= power;
        }

        return power;
    }

    /// <summary>Irwin-Hall: the sum of twelve uniform draws is close to normal, and has no absurd tail.</summary>
    private double Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += Unit();
        }

        return sum;
    }
}
