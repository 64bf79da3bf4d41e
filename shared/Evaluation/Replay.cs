using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Analysis.Chances;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Evaluation;

/// <param name="Weeks">At most so many, the newest whose horizon has passed.</param>
/// <param name="HorizonDays">How far each week looks ahead.</param>
/// <param name="Seed">Of the draws behind the intervals.</param>
public sealed record ReplayOptions(int Weeks, int HorizonDays, int Seed);

/// <summary>
/// Goes through the past week by week and asks the product, each time with no more than what was on record then. Only what happened
/// afterwards, within the horizon, is looked up ahead; a week whose horizon has not passed yet is left out as a whole, for else only
/// deals with a quick end would be in it.
/// </summary>
public sealed class Replay(History history, AnalysisSettings settings, ReplayOptions options)
{
    /// <summary>Without closed deals there is nothing to go by, neither for the product nor for the mean of a stage.</summary>
    public const int FewestClosed = 8;

    private readonly BaseRates _rates = new();
    private readonly Dictionary<OpportunityId, (int Index, int Week, Flag Flags)> _before = [];

    /// <exception cref="UserErrorException">The past on record is too short.</exception>
    public ReplayResult Run(IProgress<int>? progress, CancellationToken cancellation)
    {
        ImmutableArray<DateTimeOffset> instants = PastWeeks.Of(history, options.HorizonDays);
        int first = Math.Max(FirstWithClosed(instants), instants.Length - options.Weeks);
        if (first >= instants.Length)
        {
            throw TooShort();
        }

        PastBooks books = new(history, settings);
        QuotaReplay quotas = new(history);
        List<DealWeek> weeks = [];
        int vanished = 0;
        int reps = 0;
        for (int week = 0; week < instants.Length; week++)
        {
            cancellation.ThrowIfCancellationRequested();
            DateTimeOffset instant = instants[week];
            _rates.Add(history, instant, options.HorizonDays);
            if (week < first)
            {
                continue;
            }

            ImmutableArray<PastBook> all = books.At(instant);
            reps = Math.Max(reps, all.Length);
            RiskModel? model = all.IsEmpty ? null : RiskModel.Of(all[0].Book.Company);
            foreach (PastBook past in all)
            {
                quotas.Add(past);
                foreach (DealWeek one in Judge(past, model!, instant, week - first))
                {
                    vanished += one.Fate.Known ? 0 : 1;
                    weeks.AddRange(one.Fate.Known ? [one] : ReadOnlySpan<DealWeek>.Empty);
                }
            }

            progress?.Report(week - first + 1);
        }

        return new ReplayResult(instants[first], instants[^1], instants.Length - first, [.. weeks])
        {
            Deals = _before.Count,
            Reps = reps,
            Vanished = vanished,
            Quotas = quotas.Predictions(),
        };
    }

    /// <summary>What is said of one instant, whatever became of it.</summary>
    internal ImmutableArray<DealWeek> SaidAt(DateTimeOffset instant)
    {
        ImmutableArray<PastBook> all = new PastBooks(history, settings).At(instant);
        return all.IsEmpty ? [] : [.. all.SelectMany(past => Judge(past, RiskModel.Of(all[0].Book.Company), instant, 0))];
    }

    private IEnumerable<DealWeek> Judge(PastBook past, RiskModel model, DateTimeOffset instant, int week)
    {
        ILookup<OpportunityId, Flag> findings = Analyses.All.SelectMany(part => Analyses.Run(part, past.Book, past.Context).Findings)
            .ToLookup(finding => finding.Opportunity.Id, Flags.Of);
        WinChances chances = new(past.Book);
        RepRisk risks = model.For(past.Book);
        for (int i = 0; i < past.Lives.Length; i++)
        {
            Opportunity deal = past.Book.Open[i];
            TimeLine line = TimeLine.Of(deal, past.Book.Snapshots);
            Flag flags = findings[deal.Id].Aggregate(FixedRules.Of(deal, line, past.Book, instant, history.HasActivities), (all, one) => all | one);
            WinChance? chance = line.Current is { EntryKnown: true } visit ? chances.Of(visit.Stage, Math.Max(0, (instant - visit.EnteredAt).TotalDays), options.HorizonDays) : null;
            (int index, int lastWeek, Flag last) = _before.GetValueOrDefault(deal.Id, (_before.Count, -2, Flag.None));
            _before[deal.Id] = (index, week, flags);
            yield return new DealWeek(
                index, week, flags, flags & ~(lastWeek == week - 1 ? last : Flag.None), chance?.Won, risks.Of(deal, instant),
                past.Lives[i].FateOf(instant, instant.AddDays(options.HorizonDays)))
            {
                WinBase = _rates.Won,
                TroubleBase = _rates.Trouble,
            };
        }
    }

    private int FirstWithClosed(ImmutableArray<DateTimeOffset> instants)
    {
        DateTimeOffset[] closed = [.. history.Lives.Select(life => life.FirstClosedAt).OfType<DateTimeOffset>().Order().Take(FewestClosed)];
        return closed.Length < FewestClosed ? instants.Length : instants.Count(instant => instant < closed[^1]);
    }

    private UserErrorException TooShort() => new(
        $"The past on record is too short to judge: it needs {FewestClosed} closed deals, and {options.HorizonDays} days after them to see what became of the others. The newest record is of {history.Until.UtcDateTime:yyyy-MM-dd}. "
        + "Export more of the past, with created_at and stage_history.csv (docs/csv-format.md), or look ahead less far with --horizon.");
}

/// <param name="DealWeeks">In the order of weeks.</param>
public sealed record ReplayResult(DateTimeOffset First, DateTimeOffset Last, int Weeks, ImmutableArray<DealWeek> DealWeeks)
{
    /// <summary>Distinct ones.</summary>
    public required int Deals { get; init; }

    public required int Reps { get; init; }

    /// <summary>Deal-weeks left out because the deal left the CRM before anything became of it.</summary>
    public required int Vanished { get; init; }

    /// <summary>Of a rep's quarters.</summary>
    public ImmutableArray<Prediction> Quotas { get; init; } = [];
}
