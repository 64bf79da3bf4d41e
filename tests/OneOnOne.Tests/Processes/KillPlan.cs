using System.Globalization;

namespace OneOnOne.Tests.Processes;

/// <summary>How many processes are killed and by which seed. KILL_ROUNDS and KILL_BASE ask for others.</summary>
internal static class KillPlan
{
    /// <summary>A quarter while they ingest, a quarter while they fill the outbox, half while they mail.</summary>
    public const int DefaultRounds = 12;

    /// <summary>How often one data folder sees its process killed before it is left to finish.</summary>
    public const int KillsInALife = 3;

    public static int Rounds { get; } = Number("KILL_ROUNDS", DefaultRounds);

    public static int Seed { get; } = Number("KILL_BASE", 1);

    /// <summary>Lives one after another until there were enough kills and each phase was hit.</summary>
    /// <returns>What to print.</returns>
    public static async Task<string> LiveAsync(int kills, string[] phases, Func<int, KillTally, Task> life)
    {
        KillTally tally = new();
        int lives = 0;
        for (int most = kills + 10; lives < most && (tally.Kills < kills || phases.Except(tally.Phases.Keys, StringComparer.Ordinal).Any()); lives++)
        {
            try
            {
                await life(Seed + lives, tally);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The life of seed {Seed + lives} (KILL_BASE) failed: {e.Message}"), e);
            }
        }

        Assert.Empty(phases.Except(tally.Phases.Keys, StringComparer.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"KILL_BASE={Seed}: {lives} lives, {tally}");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}

/// <summary>What the kills hit.</summary>
internal sealed class KillTally
{
    public int Kills { get; set; }

    public int SinkKills { get; set; }

    public int Window { get; set; }

    public int WindowAccepted { get; set; }

    public Dictionary<string, int> Phases { get; } = new(StringComparer.Ordinal);

    public void Hit(string phase) => Phases[phase] = Phases.GetValueOrDefault(phase) + 1;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kills} kills, {SinkKills} of the mail server; hit {string.Join(", ", Phases.OrderBy(phase => phase.Key, StringComparer.Ordinal).Select(phase => $"{phase.Key} {phase.Value}"))}; {Window} briefs in the window, {WindowAccepted} of them accepted");
}
