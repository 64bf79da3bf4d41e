using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Pipeline;

namespace OneOnOne.Functions.Tests.Fakes;

/// <summary>A CRM whose deals come a page at a time.</summary>
internal sealed class PagedCrm(params string[] deals) : ICrm
{
    private const string Deal = "Deal";

    /// <summary>The page at which it says no; null: at none.</summary>
    public int? FailsAt { get; set; }

    /// <summary>What it keeps back; null: nothing.</summary>
    public string? Lacks { get; init; }

    /// <summary>What happens elsewhere while it is read.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>Every page that was asked for.</summary>
    public List<int> Asked { get; } = [];

    public string Name => "Acme CRM";

    public async Task SyncAsync(Mirror mirror, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        await Meanwhile();
        for (int page = int.Parse(mirror.State("page") ?? "0", System.Globalization.CultureInfo.InvariantCulture); page < deals.Length; page++)
        {
            Asked.Add(page);
            if (page == FailsAt)
            {
                throw new UserErrorException("Acme CRM is closed.");
            }

            using MirrorWrite write = mirror.Begin();
            write.Put(Deal, new MirrorRecord(deals[page], null, []));
            write.Set("page", (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            write.SetReadAt(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
            write.Commit();
        }
    }

    public CrmContent Describe(Mirror mirror) => new([Section.Opportunities], CsvMapping.None, "") { Remarks = Lacks is { } lack ? [lack] : [] };

    public IEnumerable<CanonicalRow> Rows(Mirror mirror, Section section, DealNumbers numbers)
    {
        CanonicalRow row = new(section);
        return mirror.Records(Deal).Select(deal => row.Begin(Deal, deal.Id).Set("opportunity_id", deal.Id).Set("owner_id", "P2").Set("stage", "Proposal"));
    }

    public Task<CrmCheck> CheckAsync(CancellationToken cancellation) => throw new InvalidOperationException("A timer checks nothing.");

    public void Dispose()
    {
    }
}
