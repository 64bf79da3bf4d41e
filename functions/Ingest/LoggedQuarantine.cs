using Microsoft.Extensions.Logging;
using OneOnOne.Ingest;

namespace OneOnOne.Functions.Ingest;

/// <summary>Says where the first bad rows are. The values stay out of the log, and so does the flood of a file that is bad throughout.</summary>
internal sealed partial class LoggedQuarantine(ILogger log) : IQuarantine
{
    private const int Most = 100;

    private int _seen;

    public void Add(QuarantinedRow row)
    {
        if (++_seen <= Most)
        {
            LogRow(log, row.Place, row.Column, row.Code);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Quarantined {Place}, column {Column}: {Code}")]
    private static partial void LogRow(ILogger log, string place, string? column, QuarantineCode code);
}
