using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Briefs;

/// <summary>What became of a deal that was talked about. In the order in which it is told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fate>))]
public enum Fate
{
    Won,

    /// <summary>In a later stage.</summary>
    MovedOn,

    /// <summary>Open, and nothing is the matter with it any more.</summary>
    OffTheList,

    Better,
    Worse,
    Same,
    Lost,

    /// <summary>Somebody else's now, or no longer in the CRM.</summary>
    Gone,
}

/// <param name="Title">Safe to show.</param>
public sealed record DealFate(OpportunityId Id, string Title, Fate Fate);

/// <summary>Compares deals of past agendas with what is known today.</summary>
/// <param name="found">All findings of today, snoozed ones too.</param>
/// <param name="missing">Analyses that can say nothing today: what was their matter stays as it was.</param>
internal sealed class DealFates(RepBook book, IEnumerable<Finding> found, ImmutableArray<AnalysisPart> missing)
{
    private const int LongestTitle = 60;

    private readonly Dictionary<OpportunityId, Opportunity> _open = book.Open.ToDictionary(deal => deal.Id);
    private readonly ILookup<OpportunityId, ClosedOpportunity> _closed = book.Head.Closed.ToLookup(deal => deal.Id);
    private readonly ILookup<OpportunityId, Finding> _found = found.ToLookup(finding => finding.Opportunity.Id);

    public DealFate Of(AgendaDeal then)
    {
        if (_open.TryGetValue(then.Id, out Opportunity? open))
        {
            return new DealFate(then.Id, Safe.First(LongestTitle, open.Details.Name, open.Details.Account, open.Id.Value), OfOpen(then, open));
        }

        return _closed[then.Id].LastOrDefault() is { } closed
            ? new DealFate(then.Id, Safe.First(LongestTitle, closed.Name, closed.Account, closed.Id.Value), closed.Outcome == Outcome.Won ? Fate.Won : Fate.Lost)
            : new DealFate(then.Id, Safe.Text(then.Id.Value, LongestTitle), Fate.Gone);
    }

    private Fate OfOpen(AgendaDeal then, Opportunity open)
    {
        ImmutableArray<Mark> was = Known(then.Marks);
        ImmutableArray<Mark> now = Known(Marks.Of(_found[then.Id]));
        bool worse = now.Except(was).Any() || Marks.Pushes(_found[then.Id]) > then.Pushes;
        return Movement.Direction(then.Stage, open.Now!.Stage, book.Snapshot.Stages) switch
        {
            StageDirection.Forward => Fate.MovedOn,
            StageDirection.Back => Fate.Worse,
            _ when worse => Fate.Worse,
            _ when was.Length > 0 && now.Length == 0 => Fate.OffTheList,
            _ => was.Except(now).Any(Marks.CanGo) ? Fate.Better : Fate.Same,
        };
    }

    private ImmutableArray<Mark> Known(IEnumerable<Mark> marks) => [.. marks.Where(mark => !missing.Contains(Marks.PartOf(mark)))];
}
