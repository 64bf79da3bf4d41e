using Microsoft.Extensions.Configuration;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.HubSpot;
using OneOnOne.Ingest.Salesforce;
using OneOnOne.Pipeline;

namespace OneOnOne.Ingest.Connect;

/// <summary>The CRMs whose API can be read.</summary>
public enum CrmKind
{
    Salesforce,
    HubSpot,
}

/// <summary>A CRM as the shells see it: it can be tried, read into a mirror, and a mirror makes snapshots.</summary>
public sealed class CrmConnection : IDisposable
{
    private readonly ICrm _crm;

    internal CrmConnection(ICrm crm) => _crm = crm;

    public string Name => _crm.Name;

    /// <exception cref="UserErrorException">A setting is missing or wrong.</exception>
    public static CrmConnection Open(CrmKind kind, IConfiguration configuration, TimeProvider clock) => kind switch
    {
        CrmKind.Salesforce => new CrmConnection(new SalesforceCrm(SalesforceSettings.Read(configuration), CrmHttp.Client(), clock)),
        CrmKind.HubSpot => new CrmConnection(HubSpotCrm.Open(HubSpotSettings.Read(configuration), clock)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What a CRM's mirror is called, wherever it is kept.</summary>
    public static string MirrorName(CrmKind kind) => kind.ToString().ToLowerInvariant() + ".mirror.db";

    /// <summary>A dry run: what is missing, and what reading would cost. Nothing is kept.</summary>
    /// <exception cref="UserErrorException">Not even the sign-in works.</exception>
    public Task<CrmCheck> CheckAsync(CancellationToken cancellation) => _crm.CheckAsync(cancellation);

    /// <summary>Asks for what changed since the last time, and goes on where an earlier call was cut off.</summary>
    /// <param name="mirror">The file that keeps what was read. Made where there is none; of no use to anybody else.</param>
    /// <exception cref="UserErrorException">The CRM cannot be read. What was read so far is kept for the next time.</exception>
    public async Task ReadAsync(string mirror, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        using Mirror file = Mirror.Open(mirror);
        await _crm.SyncAsync(file, progress, cancellation);
    }

    /// <summary>A snapshot of what was read, once <see cref="ReadAsync"/> has come to its end.</summary>
    /// <param name="takenAt">The snapshot's instant; null: when the CRM gave its last answer, by its own clock.</param>
    public CrmSnapshotSource Snapshot(string mirror, DateTimeOffset? takenAt, CsvLimits limits) => new(_crm, Mirror.Open(mirror), takenAt, limits);

    public void Dispose() => _crm.Dispose();
}
