using System.Collections.Concurrent;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Simulation;

/// <summary>Books of undisturbed ingests. The same snapshots come up again and again, so each set is ingested once.</summary>
internal static class SimBooks
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<(string Seen, Dictionary<(PersonId Rep, PersonId Manager), RepBook> Books)>>> Known = new(StringComparer.Ordinal);

    public static async Task<string> SeenAsync(IEnumerable<SimCompany> published) => (await OfAsync(published)).Seen;

    /// <summary>What could be found while the pair's snapshot was the newest: late ones may have come before or after.</summary>
    public static async Task<List<string>> FindingsAsync(IEnumerable<SimCompany> published, Run run, BriefPair pair, OneOnOneSettings settings)
    {
        List<SimCompany> soFar = [];
        List<string> possible = [];
        foreach (SimCompany company in published)
        {
            soFar.Add(company);
            RepBook book = (await OfAsync(soFar)).Books[(run.Rep, run.Manager)];
            if (book.Snapshot.Id == pair.Facts.SnapshotId)
            {
                AnalysisContext context = settings.Analysis.ContextFor(run.AsOf, run.LastMeetingAt, run.Manager, run.TimeZone, run.Country);
                IEnumerable<Finding> findings = Analyses.All.Where(part => !run.Missing.Contains(part)).SelectMany(part => Analyses.Run(part, book, context).Findings);
                possible.Add(Json.Text(findings.Select(finding => Json.Text(finding)).Order(StringComparer.Ordinal)));
            }
        }

        return possible;
    }

    private static Task<(string Seen, Dictionary<(PersonId Rep, PersonId Manager), RepBook> Books)> OfAsync(IEnumerable<SimCompany> published)
    {
        SimCompany[] all = [.. published.OrderBy(company => company.TakenAt)];
        return Known.GetOrAdd(string.Join('+', all.Select(company => company.Hash)), _ => new(() => IngestAsync(all))).Value;
    }

    private static async Task<(string Seen, Dictionary<(PersonId Rep, PersonId Manager), RepBook> Books)> IngestAsync(SimCompany[] all)
    {
        using PipelineFolder folder = new();
        SqliteBookStore books = new(SqliteDatabase.Open(folder["books.db"]));
        foreach (SimCompany company in all)
        {
            await SimStore.IngestAsync(books, company);
        }

        Dictionary<(PersonId Rep, PersonId Manager), RepBook> found = [];
        foreach ((PersonId rep, PersonId manager) in new[] { (SimCompany.Rob, SimCompany.Mia), (SimCompany.Rob, SimCompany.Max), (SimCompany.Ria, SimCompany.Mia) })
        {
            found[(rep, manager)] = (await books.ReadBookAsync(rep, manager, CancellationToken.None))!;
        }

        return (await SeenBooks.OfAsync(books), found);
    }
}
