using Microsoft.Extensions.Logging;
using OneOnOne.Functions.Settings;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Functions.Ingest;

/// <summary>Reads a CRM over its API. What was read is kept whether or not it came to its end: the next tick goes on there.</summary>
internal sealed partial class CrmSnapshots(CrmConnection crm, MirrorBlobs mirrors, CsvLimits limits, ILogger<CrmSnapshots> log)
{
    /// <exception cref="UserErrorException">The CRM or the mirror's container refuses.</exception>
    public async Task<OpenedSource?> OpenAsync(IngestSettings settings, CancellationToken cancellation)
    {
        MirrorCopy copy = await mirrors.FetchAsync(settings.From!.Value, cancellation);
        try
        {
            try
            {
                await crm.ReadAsync(copy.File, null, cancellation);
            }
            finally
            {
                if (!await mirrors.KeepAsync(copy, CancellationToken.None))
                {
                    LogOvertaken(log, crm.Name);
                }
            }

            return new OpenedSource(Remarked(crm.Snapshot(copy.File, null, limits)), copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private CrmSnapshotSource Remarked(CrmSnapshotSource source)
    {
        try
        {
            foreach (string remark in source.Remarks)
            {
                LogRemark(log, crm.Name, remark);
            }

            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "{Crm}: {Remark}")]
    private static partial void LogRemark(ILogger log, string crm, string remark);

    [LoggerMessage(1, LogLevel.Warning, "Another instance read {Crm} at the same time and kept its own mirror: what was read here will be read again")]
    private static partial void LogOvertaken(ILogger log, string crm);
}
