using System.Runtime.CompilerServices;
using OneOnOne.Crm;
using OneOnOne.Functions.Ingest;
using OneOnOne.Ingest;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>A manager, a rep and one deal, with a bad row if wanted.</summary>
internal sealed class SmallCompany(bool withBadRow = false) : ISnapshotSource
{
    private static readonly DateTimeOffset TakenAt = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static OpenSnapshotSource Opened(bool withBadRow = false) => (_, _) => Task.FromResult<OpenedSource?>(new OpenedSource(new SmallCompany(withBadRow)));

    public Task<SnapshotManifest> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new SnapshotManifest("0123456789abcdef", TakenAt, [Section.People, Section.Opportunities], []));

    public async IAsyncEnumerable<RowBatch> ReadAsync(DealNumbers numbers, IReadReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        if (withBadRow)
        {
            report.Add(new QuarantinedRow(Section.People, "people.csv", 3, "Email", QuarantineCode.BadValue, "Canary Bird"));
        }

        yield return new RowBatch<PersonRow>(
        [
            new PersonRow(new RowPosition("people.csv", 2), new PersonId("P1")) { Name = "Ada", Email = "ada@example.com" },
            new PersonRow(new RowPosition("people.csv", 3), new PersonId("P2")) { Name = "Zoë", Email = "zoe@example.com", Manager = new PersonId("P1") },
        ]);
        numbers.TryAdd("D1"u8, out _);
        yield return new RowBatch<OpportunityRow>(
        [
            new OpportunityRow(new RowPosition("deals.csv", 2), new OpportunityId("D1"), new PersonId("P2"), "Proposal", Outcome.Open)
            {
                Name = "Canary deal",
                CreatedAt = TakenAt.AddDays(-90),
                LastActivityAt = TakenAt.AddDays(-60),
            },
        ]);
        report.Read(Section.People, withBadRow ? 3 : 2, 0);
        report.Read(Section.Opportunities, 1, 0);
    }
}
