namespace OneOnOne.Analysis.Quotas;

/// <summary>What the rest of the period may bring: each open deal by its own chance to be won in it, and deals that are not open yet.</summary>
/// <param name="Weighted">
/// Amount times chance, over the open deals with a close date in the period, to two digits; null where no chance of theirs is known.
/// </param>
/// <param name="Chance">
/// P(the quota is reached) in tenths, for no more can be known: 0 is less than 1 in 20, and 1 more than 19 in 20. Null where there is too
/// little to judge by.
/// </param>
/// <param name="Counted">Open deals that the chance counts, whatever their close date says.</param>
/// <param name="LeftOut">Open deals that it cannot count: no amount in the quota's currency, or too few closed deals like them.</param>
/// <param name="NewWins">Deals not open yet that are expected to be won in the period, from the rep's own wins so far; to one place.</param>
public sealed record QuotaOutlook(decimal? Weighted, double? Chance, int Counted, int LeftOut, double NewWins)
{
    public QuotaLabels Labels { get; init; } = new();

    /// <summary>Null without a chance.</summary>
    public QuotaStanding? Standing => Chance is { } chance ? Labels.Of(chance) : null;
}
