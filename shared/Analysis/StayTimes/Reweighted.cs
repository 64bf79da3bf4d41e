using OneOnOne.Analysis.Chances;
using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Analysis.StayTimes;

/// <summary>
/// Visits of won, or of lost, deals, weighted so that they stand for those whose deals are still open as well.
/// <code>
/// weight = 1 / G(days to close -)      G: Kaplan-Meier of being last seen open, deals that closed taken for censored
/// </code>
/// Deals that take long are rarer among the closed than among all, because many of their like are still open: those that did close
/// count for more. Without it, won visits would look shorter than they are, the more so the younger the records. All are then scaled to as many
/// visits as would estimate as well unweighted, (sum w)^2 / sum w^2.
/// Assumes that how long ago a deal entered the stage says nothing on how it went there; knows nothing of what takes longer than anything seen.
/// Sources: Robins and Rotnitzky, in AIDS Epidemiology (1992), for the weights; Satten and Datta, The American Statistician 55 (2001), that
/// Kaplan-Meier is the same; Kish, Survey Sampling (1965), for the effective number.
/// </summary>
internal static class Reweighted
{
    /// <summary>One visit must not speak for a crowd: a little bias for a lot of noise.</summary>
    private const double MostWeight = 10;

    /// <param name="byClose">Ascending by <see cref="PastVisit.ToClose"/>.</param>
    public static Spell[] Of(ReadOnlySpan<PastVisit> byClose, Outcome outcome)
    {
        double atRisk = 0;
        foreach (ref readonly PastVisit one in byClose)
        {
            atRisk += one.Weight;
        }

        List<Spell> spells = [];
        (double sum, double squares) = (0, 0);
        double notSeenOff = 1;
        for (int i = 0; i < byClose.Length;)
        {
            double time = byClose[i].ToClose;
            double factor = Math.Min(MostWeight, 1 / notSeenOff);
            (double closed, double open) = (0, 0);
            for (; i < byClose.Length && byClose[i].ToClose == time; i++)
            {
                PastVisit one = byClose[i];
                closed += one.Outcome == Outcome.Open ? 0 : one.Weight;
                open += one.Outcome == Outcome.Open ? one.Weight : 0;
                if (one.Outcome == outcome)
                {
                    spells.Add(new Spell(one.Stay, Ended: true, Weight: one.Weight * factor));
                    sum += one.Weight * factor;
                    squares += one.Weight * factor * factor;
                }
            }

            notSeenOff *= open == 0 ? 1 : Math.Max(0, 1 - (open / (atRisk - closed)));
            atRisk -= closed + open;
        }

        return [.. spells.Select(spell => spell with { Weight = spell.Weight * sum / squares })];
    }
}
