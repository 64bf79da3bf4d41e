using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Evaluation;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Evaluation;

/// <summary>Pasts that a test knows all about.</summary>
internal static class Past
{
    public static AnalysisSettings Settings { get; } = new(new ThresholdSet(new Thresholds()), new CompanySettings());

    public static Task<History> OfAsync(params ISnapshotSource[] sources) => new HistoryReader(Nowhere.Instance).ReadAsync(sources, CancellationToken.None);

    public static Task<History> OfAsync(IEnumerable<SnapshotRow> rows) => OfAsync(new MemorySource("past", Days.At(500), rows));

    public static ISnapshotSource Folder(string path) => CsvSnapshotSource.Open(path);

    public static EvaluationReport Judge(History history, int seed = 1) => Judge(history, new ReplayOptions(52, 90, seed));

    public static EvaluationReport Judge(History history, ReplayOptions options) =>
        EvaluationReport.Of(history, new Replay(history, Settings, options).Run(null, CancellationToken.None), options, CancellationToken.None);

    /// <summary>A deal begins every third day and closes after 60. Every other one goes quiet after two days.</summary>
    /// <param name="isLost">By the deal's number, and whether it goes quiet.</param>
    public static IEnumerable<SnapshotRow> Company(Func<int, bool, bool> isLost)
    {
        foreach (string rep in new[] { "r0", "r1", "r2" })
        {
            yield return Rows.Human(rep, "m");
        }

        for (int i = 0; i < 120; i++)
        {
            string id = FormattableString.Invariant($"D{i:000}");
            int start = 1 + (3 * i);
            bool quiet = i % 2 == 0;
            bool lost = isLost(i, quiet);
            yield return Rows.Deal(id, FormattableString.Invariant($"r{i % 3}"), lost ? "Closed Lost" : "Closed Won", lost ? Outcome.Lost : Outcome.Won) with { CreatedAt = Days.At(start), ClosedAt = Days.At(start + 60) };
            yield return Rows.Entered(id, "Proposal", start);
            for (int day = start; day < start + (quiet ? 3 : 60); day += 2)
            {
                yield return Rows.Did(id, day);
            }
        }
    }

    private sealed class Nowhere : IQuarantine
    {
        public static Nowhere Instance { get; } = new();

        public void Add(QuarantinedRow row) => Assert.Fail($"{row.File} row {row.Row} is {row.Code}");
    }
}
