using OneOnOne.Crm;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// What happened at one distinct time: <paramref name="AtRisk"/> were watched and had not ended before it (entry &lt; time &lt;= end), so
/// whoever is censored at the time is still at risk at it.
/// </summary>
internal readonly record struct RiskRow(double Time, double AtRisk, double Won, double Lost, double Censored)
{
    public double Events => Won + Lost;
}

/// <summary>One sort and one sweep from the latest time back: O(n log n), whatever the number of ties, entries and weights.</summary>
internal static class RiskTable
{
    /// <summary>What is left of a sum of weights after everybody is taken off again.</summary>
    private const double Rounding = 1e-12;

    /// <param name="asked">Further times to have a row for, although nothing happens then.</param>
    public static RiskRow[] Of(ReadOnlySpan<Spell> spells, ReadOnlySpan<double> asked = default)
    {
        OutcomeSpell[] causes = new OutcomeSpell[spells.Length];
        for (int i = 0; i < spells.Length; i++)
        {
            causes[i] = spells[i].Caused;
        }

        return Of(causes, asked);
    }

    public static RiskRow[] Of(ReadOnlySpan<OutcomeSpell> spells, ReadOnlySpan<double> asked = default)
    {
        OutcomeSpell[] kept = Kept(spells, asked, out bool truncated);
        Array.Sort(kept, static (a, b) => b.Time.CompareTo(a.Time));
        OutcomeSpell[] late = truncated ? Array.FindAll(kept, static one => one.Entry > 0) : [];
        Array.Sort(late, static (a, b) => b.Entry.CompareTo(a.Entry));

        List<RiskRow> rows = [];
        double reached = 0;
        double notYet = 0;
        int entry = 0;
        for (int i = 0; i < kept.Length;)
        {
            double time = kept[i].Time;
            double won = 0;
            double lost = 0;
            double censored = 0;
            for (; i < kept.Length && kept[i].Time == time; i++)
            {
                double weight = kept[i].Weight;
                won += kept[i].Outcome == Outcome.Won ? weight : 0;
                lost += kept[i].Outcome == Outcome.Lost ? weight : 0;
                censored += kept[i].Outcome == Outcome.Open ? weight : 0;
            }

            reached += won + lost + censored;
            for (; entry < late.Length && late[entry].Entry >= time; entry++)
            {
                notYet += late[entry].Weight;
            }

            // Fractional weights: where all who are at risk leave, the difference must be nothing, not what rounding left.
            double stay = reached - notYet - won - lost;
            rows.Add(new RiskRow(time, (stay <= reached * Rounding ? 0 : stay) + won + lost, won, lost, censored));
        }

        rows.Reverse();
        return [.. rows];
    }

    private static OutcomeSpell[] Kept(ReadOnlySpan<OutcomeSpell> spells, ReadOnlySpan<double> asked, out bool truncated)
    {
        OutcomeSpell[] kept = new OutcomeSpell[spells.Length + asked.Length];
        int count = 0;
        truncated = false;
        foreach (ref readonly OutcomeSpell one in spells)
        {
            if (OutcomeSpell.IsWatched(one))
            {
                kept[count++] = one;
                truncated |= one.Entry > 0;
            }
        }

        foreach (double time in asked)
        {
            kept[count++] = new OutcomeSpell(time, Outcome.Open, Weight: 0);
        }

        return kept[..count];
    }
}
