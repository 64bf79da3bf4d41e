using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Salesforce, read over its API: docs/connectors.md says what of it, and what has to be granted.</summary>
internal sealed class SalesforceCrm : ICrm
{
    /// <summary>Cursors are read one page after the other; more at once would only be refused.</summary>
    private const int AtOnce = 4;

    private readonly SalesforceSettings _settings;
    private readonly TimeProvider _clock;
    private readonly CrmHttp _http;
    private readonly SalesforceApi _api;
    private readonly SalesforceRecords _records;

    public SalesforceCrm(SalesforceSettings settings, HttpClient http, TimeProvider clock)
    {
        (_settings, _clock, _records) = (settings, clock, new SalesforceRecords(settings));
        SalesforceSignIn signIn = new(settings, clock);
        _http = new CrmHttp(http, signIn, clock, AtOnce);
        _api = new SalesforceApi(_http, signIn, settings);
    }

    public string Name => "Salesforce";

    public async Task SyncAsync(Mirror mirror, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            await new SalesforceSync(_api, mirror, _settings, _clock, progress).RunAsync(cancellation);
        }
        catch (CrmRefusedException refused)
        {
            throw refused.ToUser("a question");
        }
    }

    public CrmContent Describe(Mirror mirror) => _records.Describe(mirror);

    public IEnumerable<CanonicalRow> Rows(Mirror mirror, Section section, DealNumbers deals) => _records.Rows(mirror, section, deals);

    public Task<CrmCheck> CheckAsync(CancellationToken cancellation) => new SalesforceCheck(_api, _settings).RunAsync(cancellation);

    public void Dispose() => _http.Dispose();
}
