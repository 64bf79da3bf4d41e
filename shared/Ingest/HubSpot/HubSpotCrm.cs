using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv.Mapping;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>HubSpot, read over its API: docs/connectors.md says what of it.</summary>
internal sealed class HubSpotCrm(HubSpotSettings settings, CrmHttp http) : ICrm
{
    /// <summary>Requests at once; HubSpot counts them in ten seconds, and the gate lets fewer through where that is too many.</summary>
    private const int Most = 8;

    private readonly HubSpotClient _client = new(http, settings);

    public string Name => "HubSpot";

    public static HubSpotCrm Open(HubSpotSettings settings, TimeProvider clock) => new(settings, new CrmHttp(CrmHttp.Client(), new HubSpotManners(settings.Token!), clock, Most));

    public Task SyncAsync(Mirror mirror, IProgress<IngestProgress>? progress, CancellationToken cancellation) =>
        ExplainAsync(() => new HubSpotSync(_client, settings, mirror, progress).RunAsync(cancellation));

    public CrmContent Describe(Mirror mirror)
    {
        HubSpotRows rows = new(settings, mirror);
        string[] lacking = [.. HubSpotLack.Kinds(mirror)];
        ImmutableSortedSet<Section> sections = [Section.People, Section.Opportunities, Section.StageHistory, Section.CloseDateHistory];
        if (!lacking.Contains(HubSpotKind.Goals))
        {
            sections = sections.Add(Section.Quotas);
        }

        if (HubSpotKind.Activities.Except(lacking).Any())
        {
            sections = sections.Add(Section.Activities);
        }

        return new CrmContent(
            sections,
            new CsvMapping { TimeZone = rows.Zone, Currency = rows.Currency, Stages = rows.Stages.Map },
            $"{settings.ProductProperty}\n{string.Join('\n', settings.Managers.Select(one => $"{one.Key}={one.Value}"))}\n{string.Join(',', lacking)}")
        {
            Remarks = [.. HubSpotLack.Remarks(mirror)],
        };
    }

    public IEnumerable<CanonicalRow> Rows(Mirror mirror, Section section, DealNumbers deals) => new HubSpotRows(settings, mirror).Of(section);

    public Task<CrmCheck> CheckAsync(CancellationToken cancellation) => ExplainAsync(() => new HubSpotCheck(_client, settings).RunAsync(cancellation));

    public void Dispose() => _client.Dispose();

    private static async Task<T> ExplainAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (CrmRefusedException refused)
        {
            throw new UserErrorException($"HubSpot does not answer as its API is documented ({refused.Message}). Check HubSpot__BaseAddress and HubSpot__ApiVersion.", refused);
        }
    }

    private static async Task ExplainAsync(Func<Task> read) => await ExplainAsync(async () =>
    {
        await read();
        return 0;
    });
}
