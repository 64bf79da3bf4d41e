using System.Globalization;
using System.Text;

namespace OneOnOne.Tests.Simulation;

/// <summary>
/// Everything that is left to chance, by hash of the seed and of what it is about: no stream of random numbers, so that taking one
/// disturbance away leaves the others where they are. That is what makes a failure shrink.
/// </summary>
/// <param name="only">Of the disturbances that the seed brings, those that may happen; null: all.</param>
internal sealed class SimPlan(long seed, IReadOnlySet<string>? only = null)
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public long Seed => seed;

    /// <summary>What was done to the run, in order; each as "kind @ where".</summary>
    public List<string> Injected { get; } = [];

    /// <summary>A number from 0 to 1, the same whenever it is asked for.</summary>
    public double Of(string name)
    {
        const ulong Basis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        ulong hash = Basis ^ ((ulong)seed * 0x9E3779B97F4A7C15);
        foreach (byte one in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ one) * Prime;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        hash ^= hash >> 31;
        return (hash >> 11) / (double)(1UL << 53);
    }

    public T Pick<T>(string name, params ReadOnlySpan<T> of) => of[(int)(Of(name) * of.Length)];

    public TimeSpan Between(string name, TimeSpan least, TimeSpan most) => least + ((most - least) * Of(name));

    /// <summary>The name with how often it came up so far.</summary>
    public string Again(string name)
    {
        int time = _seen[name] = _seen.GetValueOrDefault(name) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{name}#{time}");
    }

    /// <summary>Whether a disturbance happens; if so it is written down.</summary>
    public bool Happens(string kind, string where, double chance)
    {
        string name = $"{kind} @ {where}";
        if (chance <= 0 || Of(name) >= chance || only?.Contains(name) == false)
        {
            return false;
        }

        Injected.Add(name);
        return true;
    }
}
