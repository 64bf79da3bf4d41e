using OneOnOne.Crm;

namespace OneOnOne.Analysis.Estimators;

/// <summary>
/// One stay that was watched: from <paramref name="Entry"/> (exclusive) to <paramref name="Time"/> (inclusive), both as an age in days
/// since the stay itself began.
/// </summary>
/// <param name="Time">Age at which the stay ended or was last seen, in days, 0 or more.</param>
/// <param name="Ended">True: it ended at <paramref name="Time"/>. False: it still went on then (right-censored).</param>
/// <param name="Entry">
/// Age at which watching began (left truncation). 0 is "from the start": only then does an end at time 0 count. A spell with an entry
/// at or after its time was never at risk and is left out.
/// </param>
/// <param name="Weight">So many equal spells; 0 leaves it out.</param>
public readonly record struct Spell(double Time, bool Ended, double Entry = 0, double Weight = 1)
{
    internal OutcomeSpell Caused => new(Time, Ended ? Outcome.Won : Outcome.Open, Entry, Weight);
}

/// <summary>A <see cref="Spell"/> that ends in one of two ways, won or lost; open means right-censored.</summary>
public readonly record struct OutcomeSpell(double Time, Outcome Outcome, double Entry = 0, double Weight = 1)
{
    /// <summary>False: never at risk.</summary>
    internal static bool IsWatched(in OutcomeSpell spell) =>
        spell.Time >= 0 && spell.Entry >= 0 && spell.Weight >= 0 && double.IsFinite(spell.Time) && double.IsFinite(spell.Weight)
            ? spell.Weight > 0 && (spell.Entry == 0 || spell.Entry < spell.Time)
            : throw new ArgumentException("A spell has a time, an entry and a weight of 0 or more, and finite ones: " + spell, nameof(spell));
}

/// <summary>An interval of the confidence (or, behind a prior, the probability) that was asked for.</summary>
public readonly record struct Limits(double Lower, double Upper);

/// <summary>The scale on which limits are symmetric: that of ln S, or that of ln(-ln S), which never leaves 0 to 1.</summary>
public enum LimitScale
{
    Log,
    LogLog,
}
