using OneOnOne.Crm;
using OneOnOne.Evaluation;

namespace OneOnOne.Previews;

/// <summary>Counts the episodes of one kind of flag under one set of thresholds.</summary>
internal sealed class FlagTally
{
    private readonly Dictionary<OpportunityId, int> _lastWeek = [];
    private readonly HashSet<OpportunityId> _deals = [];
    private int _flags;
    private int _lost;
    private int _trouble;

    /// <param name="week">Ascending.</param>
    public void Add(OpportunityId deal, int week, Fate fate)
    {
        bool goesOn = _lastWeek.TryGetValue(deal, out int last) && last == week - 1;
        _lastWeek[deal] = week;
        if (goesOn || !fate.Known)
        {
            return;
        }

        _deals.Add(deal);
        _flags++;
        _lost += fate.Lost ? 1 : 0;
        _trouble += fate.Trouble ? 1 : 0;
    }

    public PastFlags Total() => _deals.Count < FlagRow.FewestDeals
        ? new PastFlags(_flags, _deals.Count, null, null)
        : new PastFlags(_flags, _deals.Count, new PastShare(_lost, (double)_lost / _flags), new PastShare(_trouble, (double)_trouble / _flags));
}
