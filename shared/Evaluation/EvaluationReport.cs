using System.Collections.Immutable;

namespace OneOnOne.Evaluation;

/// <summary>Whether the product told the truth about a company's past.</summary>
/// <param name="First">The first week judged.</param>
/// <param name="Until">The newest record.</param>
public sealed record EvaluationReport(DateTimeOffset First, DateTimeOffset Last, DateTimeOffset Until, int Weeks, int HorizonDays, int Seed)
{
    /// <summary>How often deals are drawn for an interval.</summary>
    public const int Rounds = ClusterBootstrap.Rounds;

    public required int Reps { get; init; }

    public required int Deals { get; init; }

    public required int DealWeeks { get; init; }

    public required int Vanished { get; init; }

    public required ImmutableArray<FlagRow> Findings { get; init; }

    public required ImmutableArray<FlagRow> FixedRules { get; init; }

    public required ImmutableArray<EqualRow> EqualNumbers { get; init; }

    public required ImmutableArray<Calibration> Calibrations { get; init; }

    /// <summary>What could not be judged, and why.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    public static EvaluationReport Of(History history, ReplayResult result, ReplayOptions options, CancellationToken cancellation) =>
        new(result.First, result.Last, history.Until, result.Weeks, options.HorizonDays, options.Seed)
        {
            Reps = result.Reps,
            Deals = result.Deals,
            DealWeeks = result.DealWeeks.Length,
            Vanished = result.Vanished,
            Findings = FlagTable.Of(result, Flags.OfProduct, options.Seed, cancellation),
            FixedRules = FlagTable.Of(result, Flags.Baselines, options.Seed, cancellation),
            EqualNumbers = Evaluation.EqualNumbers.Of(result, options.Seed, cancellation),
            Calibrations =
            [
                Calibration.Judge("won", result, one => (one.Win, one.WinBase, one.Fate.Won), options.Seed, cancellation),
                Calibration.Judge(history.HasCloseDates ? "lost or pushed" : "lost", result, one => (one.Risk?.Trouble, one.TroubleBase, one.Fate.Trouble), options.Seed, cancellation),
                Calibration.Judge("at quota", result.Quotas, result.Quotas.Select(one => one.Deal + 1).DefaultIfEmpty().Max(), options.Seed, cancellation) with { Unit = "quarters of a rep" },
            ],
            Notes = [.. EvaluationNotes.Of(history, result, options)],
        };
}
