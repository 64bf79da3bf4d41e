using System.Collections.Immutable;

namespace OneOnOne.Local.Generation;

/// <param name="Weeks">How many weekly snapshots; the last one is taken on <paramref name="Until"/>.</param>
internal sealed record GeneratorOptions(int Reps, int Weeks, int Seed, string OutDirectory, DateOnly Until)
{
    public static readonly DateOnly DefaultUntil = new(2026, 11, 20);

    /// <summary>A mean: a rep who is new to the company has fewer.</summary>
    public int OpportunitiesPerRep { get; init; } = 38;

    /// <summary>A rough mean: it depends on how long a deal lived and who owned it.</summary>
    public int ActivitiesPerOpportunity { get; init; } = 18;

    public int TeamSize { get; init; } = 4;

    /// <summary>Adds the scripted special cases of <see cref="Generation.Stories"/>.</summary>
    public bool Stories { get; init; }

    /// <summary>The snapshots' instants, oldest first.</summary>
    public IEnumerable<DateTime> Instants() =>
        Enumerable.Range(0, Weeks).Select(week => Until.AddDays(-7 * (Weeks - 1 - week)).ToDateTime(new TimeOnly(18, 0), DateTimeKind.Utc));

    public void Validate()
    {
        Within("--reps", Reps, 1, 100_000);
        Within("--weeks", Weeks, 1, 52);
        Within("--opportunities", OpportunitiesPerRep, 1, 10_000);
        Within("--activities", ActivitiesPerOpportunity, 0, 200);
        Within("team size", TeamSize, 1, 50);
        Within("the year of --until", Until.Year, 2000, 2100);
        if (Stories && Reps < Generation.Stories.RepsNeeded)
        {
            throw new UserErrorException(FormattableString.Invariant($"--stories needs at least {Generation.Stories.RepsNeeded} reps to play in; pass --reps {Generation.Stories.RepsNeeded} or more."));
        }

        if (File.Exists(OutDirectory))
        {
            throw new UserErrorException($"--out {OutDirectory} is a file; pass a folder.");
        }
    }

    private static void Within(string name, int value, int low, int high)
    {
        if (value < low || value > high)
        {
            throw new UserErrorException(FormattableString.Invariant($"{name} is {value}; it must be from {low} to {high}."));
        }
    }
}

/// <param name="Snapshots">Oldest first.</param>
internal sealed record GeneratedCompany(ImmutableArray<GeneratedSnapshot> Snapshots);

/// <param name="Rows">Rows per file, without headers.</param>
internal sealed record GeneratedSnapshot(string Folder, DateTime TakenAt, ImmutableSortedDictionary<string, long> Rows, long Bytes);
