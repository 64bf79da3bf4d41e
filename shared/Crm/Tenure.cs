using System.Collections.Immutable;

namespace OneOnOne.Crm;

/// <summary>A time in which one person is known to have had a deal, or nobody is: between the snapshots around a hand-over.</summary>
/// <param name="From">When first seen with it, exclusive; the first owner is taken to have had it from the start.</param>
/// <param name="To">When last seen with it, inclusive; null for the newest owner.</param>
internal readonly record struct Tenure(PersonId? Owner, DateTimeOffset From, DateTimeOffset? To)
{
    public bool Covers(DateTimeOffset at) => at > From && (To is null || at <= To);

    /// <param name="snapshots">The instants of all snapshots, ascending.</param>
    public static ImmutableArray<Tenure> Of(Opportunity opportunity, ImmutableArray<DateTimeOffset> snapshots)
    {
        ImmutableArray<Tenure>.Builder tenures = ImmutableArray.CreateBuilder<Tenure>(1);
        foreach (Observation observation in opportunity.Observed)
        {
            if (observation.State is not { } state || (tenures.Count > 0 && tenures[^1].Owner == state.Owner))
            {
                continue;
            }

            if (tenures.Count > 0)
            {
                DateTimeOffset before = snapshots.Before(observation.At);
                tenures[^1] = tenures[^1] with { To = before };
                tenures.Add(new Tenure(null, before, observation.At));
            }

            tenures.Add(new Tenure(state.Owner, tenures.Count == 0 ? DateTimeOffset.MinValue : observation.At, null));
        }

        return tenures.DrainToImmutable();
    }
}
