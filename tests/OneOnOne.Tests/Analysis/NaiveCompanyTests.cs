using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Analysis;

/// <summary>
/// Random companies, one snapshot, and the counts that a few loops over the raw rows give, written without the product's code:
/// slipped deals, pushes, days of pushes, outliers at two percentiles, judged on the team, not judged.
/// </summary>
public sealed class NaiveCompanyTests
{
    private const int Enough = 5;
    private const int Passing = 3_600;
    private static readonly string[] Stages = ["Discovery", "Proposal", "Negotiation"];

    private sealed record Deal(string Id, string Rep, string? Outcome, List<(string Stage, long At)> History, List<(int From, int To)> Moves);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_analyses_count_what_a_loop_counts(int seed)
    {
        Random random = new(seed);
        string[] reps = [.. Enumerable.Range(1, 9).Select(i => $"r{i}")];
        Deal[] deals = [.. Enumerable.Range(0, 160).Select(i => Make(random, $"O{i:000}", reps[(int)(reps.Length * Math.Pow(random.NextDouble(), 2))]))];
        using TempBooks books = new();
        await books.IngestAsync(new MemorySource($"seed {seed}", Days.At(200), reps.Select(rep => (SnapshotRow)Rows.Human(rep, Team(rep))).Concat(deals.SelectMany(AsRows))));
        int pooled = 0;
        int unjudged = 0;
        foreach (string rep in reps.Where(rep => deals.Any(deal => deal.Rep == rep)))
        {
            string expected = Naive(rep, deals);
            Assert.Equal($"{rep}: {expected}", $"{rep}: {await Ours(books, rep)}");
            pooled += int.Parse(expected.Split(' ')[5], System.Globalization.CultureInfo.InvariantCulture);
            unjudged += int.Parse(expected.Split(' ')[6], System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.True(pooled > 0 && unjudged > 0, "The company is too tame to tell anything.");
    }

    private static string Team(string rep) => rep switch { "r9" => "mgr3", "r8" or "r7" => "mgr2", _ => "mgr1" };

    private static Deal Make(Random random, string id, string rep)
    {
        long at = random.Next(0, 150 * 86_400);
        List<(string, long)> history = [];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            string stage = Stages[random.Next(Stages.Length)];
            if (history.Count == 0 || history[^1].Item1 != stage)
            {
                history.Add((stage, at));
                at += random.Next(6) == 0 ? random.Next(1, Passing) : random.Next(Passing, 15 * 86_400);
            }
        }

        string? outcome = random.Next(5) switch { 0 or 1 => null, 2 => "Closed Lost", _ => "Closed Won" };
        if (outcome is not null)
        {
            history.Add((outcome, at));
        }

        int date = random.Next(150, 250);
        List<(int, int)> moves = [];
        for (int i = random.Next(4); i > 0; i--)
        {
            int to = date + random.Next(-20, 30);
            moves.Add((date, to));
            date = to;
        }

        return new Deal(id, rep, outcome, history, moves);
    }

    private static IEnumerable<SnapshotRow> AsRows(Deal deal)
    {
        Outcome outcome = deal.Outcome switch { null => Outcome.Open, "Closed Won" => Outcome.Won, _ => Outcome.Lost };
        yield return Rows.Deal(deal.Id, deal.Rep, deal.History[^1].Stage, outcome, close: deal.Moves.Count > 0 ? deal.Moves[^1].To : 150);
        foreach ((string stage, long at) in deal.History)
        {
            yield return new StageHistoryRow(Rows.Nowhere, new OpportunityId(deal.Id), new StageEntry(stage, Days.At(1).AddSeconds(at)));
        }

        for (int i = 0; i < deal.Moves.Count; i++)
        {
            yield return Rows.Moved(deal.Id, 100 + i, deal.Moves[i].From, deal.Moves[i].To);
        }
    }

    private static string Naive(string rep, Deal[] deals)
    {
        long asOf = 199L * 86_400;
        int slipped = 0, pushes = 0, days = 0, over75 = 0, over90 = 0, pooled = 0, unjudged = 0;
        foreach (Deal deal in deals)
        {
            if (deal.Rep != rep || deal.Outcome is not null)
            {
                continue;
            }

            int before = pushes;
            foreach ((int from, int to) in deal.Moves)
            {
                pushes += to > from ? 1 : 0;
                days += to > from ? to - from : 0;
            }

            slipped += pushes > before ? 1 : 0;
            (string stage, long entered, _) = Stays(deal)[^1];
            List<long> visits = WonVisits(deals, stage, owner => owner == rep);
            if (visits.Count < Enough)
            {
                visits = WonVisits(deals, stage, owner => Team(owner) == Team(rep));
                pooled += visits.Count >= Enough ? 1 : 0;
            }

            if (visits.Count < Enough)
            {
                unjudged++;
                continue;
            }

            over75 += asOf - entered > Quantile(visits, 75) ? 1 : 0;
            over90 += asOf - entered > Quantile(visits, 90) ? 1 : 0;
        }

        return $"{slipped} {pushes} {days} {over75} {over90} {pooled} {unjudged}";
    }

    private static List<long> WonVisits(Deal[] deals, string stage, Func<string, bool> counts)
    {
        List<long> visits = [];
        foreach (Deal deal in deals)
        {
            foreach ((string where, long from, long? to) in deal.Outcome == "Closed Won" && counts(deal.Rep) ? Stays(deal) : [])
            {
                if (where == stage)
                {
                    visits.Add(to!.Value - from);
                }
            }
        }

        visits.Sort();
        return visits;
    }

    /// <summary>Without what was only passed through; a stage that was left for less than an hour was not left.</summary>
    private static List<(string Stage, long From, long? To)> Stays(Deal deal)
    {
        List<(string Stage, long From, long? To)> stays = [];
        for (int i = 0; i < deal.History.Count - (deal.Outcome is null ? 0 : 1); i++)
        {
            (string stage, long from) = deal.History[i];
            long? to = i + 1 < deal.History.Count ? deal.History[i + 1].At : null;
            if (to - from < Passing)
            {
                continue;
            }

            if (stays.Count > 0 && stays[^1].Stage == stage && from - stays[^1].To < Passing)
            {
                from = stays[^1].From;
                stays.RemoveAt(stays.Count - 1);
            }

            stays.Add((stage, from, to));
        }

        return stays;
    }

    private static decimal Quantile(List<long> sorted, int percent)
    {
        decimal rank = (sorted.Count - 1) * percent / 100m;
        int below = (int)rank;
        return below + 1 == sorted.Count ? sorted[below] : sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below]));
    }

    private static async Task<string> Ours(TempBooks books, string rep)
    {
        Person person = (await books.Store.FindPersonAsync(new PersonId(rep), CancellationToken.None))!;
        RepBook book = (await books.Store.ReadBookAsync(person.Id, person.Manager, CancellationToken.None))! with { Company = TrackRecord.Empty };
        AnalysisContext At(double percentile) => BookBuilder.Context(asOf: 200, thresholds: new Thresholds { OutlierPercentile = percentile, MinimumWonVisits = Enough });
        int Over(double percentile) => book.Open.Count(deal =>
            StageOutlierAnalysis.Present(deal, book) is { } visit && Benchmark.For(visit.Stage, book, At(percentile).Thresholds.Base)?.IsPast(visit, Days.At(200)) == true);
        Slip[] slips = [.. book.Open.Select(deal => SlipAnalysis.Ledger(deal, book, At(0.9)))];
        int pooled = book.Open.Count(deal => Benchmark.For(deal.Now!.Stage, book, At(0.9).Thresholds.Base)?.Rung == BenchmarkRung.Team);
        int unjudged = StageOutlierAnalysis.Of(book, At(0.9)).Notes.SingleOrDefault(note => note.Issue == DataIssue.TooFewWonVisits)?.Count ?? 0;
        return $"{slips.Count(slip => slip.Pushes > 0)} {slips.Sum(slip => slip.Pushes)} {slips.Sum(slip => slip.PushedDays)} {Over(0.75)} {Over(0.9)} {pooled} {unjudged}";
    }
}
