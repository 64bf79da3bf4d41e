using System.Globalization;
using OneOnOne.Analysis.Chances;
using OneOnOne.Crm;
using OneOnOne.Evaluation;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Local.Generation;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using Company = OneOnOne.Local.Generation.Company;

namespace OneOnOne.Bench;

/// <param name="Sizes">Opportunities per rep.</param>
internal sealed record TruthOptions(int Reps, int[] Sizes, int[] Seeds)
{
    public static readonly TruthOptions Published = new(24, [7, 27, 265], [1, 2, 3]);
}

/// <summary>
/// The product's win chances against the truth of the generator: every open deal of made-up companies with few, some and many closed
/// deals a rep. The generator's hazards are not the estimator's assumptions: stays are lognormal, differ from deal to deal, and change
/// when a deal goes dark.
/// </summary>
internal static class TruthBench
{
    private const double Horizon = SignalCell.HorizonDays;

    public static async Task<int> RunAsync(TextWriter output, TruthOptions options)
    {
        await output.WriteLineAsync("| closed deals a rep | open deals asked about | mean error | mean distance | root mean square | truth within the 95 % limits | mean width of the limits |");
        await output.WriteLineAsync("|--:|--:|--:|--:|--:|--:|--:|");
        Dictionary<Habits, TrueChances> truths = [];
        foreach (int size in options.Sizes)
        {
            List<Answer> answers = [];
            double closed = 0;
            int reps = 0;
            foreach (int seed in options.Seeds)
            {
                foreach ((Rep rep, RepBook book) in await BooksAsync(options.Reps, size, seed))
                {
                    reps++;
                    closed += book.Head.Record.Reps.Sum(one => one.Won + one.Lost);
                    if (!truths.TryGetValue(rep.Habits, out TrueChances? truth))
                    {
                        truths[rep.Habits] = truth = new TrueChances(rep, GeneratorOptions.DefaultUntil, seed: 77);
                    }

                    answers.AddRange(Ask(book, truth));
                }
            }

            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {closed / reps:0} | {answers.Count:N0} | {100 * answers.Average(one => one.Error):+0.0;-0.0} points | {100 * answers.Average(one => Math.Abs(one.Error)):0.0} points | {100 * Math.Sqrt(answers.Average(one => one.Error * one.Error)):0.0} points | {100 * answers.Average(one => one.Covered ? 1.0 : 0):0} % | {100 * answers.Average(one => one.Width):0} points |"));
        }

        return 0;
    }

    private static IEnumerable<Answer> Ask(RepBook book, TrueChances truth)
    {
        WinChances chances = new(book);
        foreach (Opportunity deal in book.Open)
        {
            if (TimeLine.Of(deal, book.Snapshots).Current is { EntryKnown: true } visit
                && Math.Max(0, (book.Snapshot.TakenAt - visit.EnteredAt).TotalDays) is var age
                && chances.Of(visit.Stage, age, Horizon) is { } chance
                && truth.Of(visit.Stage, age, Horizon) is { } real)
            {
                yield return new Answer(chance.Won - real, chance.WonLimits.Lower <= real && real <= chance.WonLimits.Upper, chance.WonLimits.Upper - chance.WonLimits.Lower);
            }
        }
    }

    private static async Task<IEnumerable<(Rep Rep, RepBook Book)>> BooksAsync(int reps, int opportunities, int seed)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("oneonone-truth-");
        try
        {
            GeneratorOptions options = new(reps, Weeks: 1, seed, folder.FullName, GeneratorOptions.DefaultUntil) { OpportunitiesPerRep = opportunities, ActivitiesPerOpportunity = 2 };
            GeneratedCompany company = await Company.GenerateAsync(options, CancellationToken.None);
            History history = await new HistoryReader(new Nowhere()).ReadAsync([CsvSnapshotSource.Open(company.Snapshots[0].Folder)], CancellationToken.None);
            DateTimeOffset midnight = new DateTimeOffset(history.Until.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
            Dictionary<string, Rep> byId = Roster.Hire(options).Reps.ToDictionary(rep => rep.Id, StringComparer.Ordinal);
            return [.. new PastBooks(history, new AnalysisSettings(new Analysis.ThresholdSet(new Analysis.Thresholds()), new CompanySettings())).At(midnight).Select(past => (byId[past.Book.Head.Rep.Value], past.Book))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private readonly record struct Answer(double Error, bool Covered, double Width);

    private sealed class Nowhere : IQuarantine
    {
        public void Add(QuarantinedRow row) => throw new InvalidOperationException($"The generator writes no bad rows, but {row.File} row {row.Row} is {row.Code}.");
    }
}
