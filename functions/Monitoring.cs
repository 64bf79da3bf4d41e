using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Functions.Settings;
using OneOnOne.Pipeline;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace OneOnOne.Functions;

/// <summary>Sends spans, counts and logs to Application Insights where a connection string is set, and does nothing at all where none is.</summary>
internal static class Monitoring
{
    private const string RequiredPart = "InstrumentationKey=";

    /// <param name="connection">Null: nothing listens, and the Functions host shows the logs as it does by itself.</param>
    /// <param name="credential">Application Insights takes telemetry from identities alone.</param>
    /// <exception cref="UserErrorException">The connection string is none.</exception>
    public static void AddMonitoring(this IServiceCollection services, string? connection, Func<TokenCredential> credential)
    {
        if (connection is null)
        {
            return;
        }

        if (!connection.Contains(RequiredPart, StringComparison.OrdinalIgnoreCase))
        {
            throw new UserErrorException($"The setting {Names.ApplicationInsights} is no connection string of Application Insights: it has no InstrumentationKey.");
        }

        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .WithLogging(_ => { }, logging => (logging.IncludeFormattedMessage, logging.IncludeScopes) = (true, true));
        telemetry.UseFunctionsWorkerDefaults(); // Tells the host that the logs are taken care of: else each would arrive twice.
        telemetry.UseAzureMonitorExporter(exporter =>
        {
            exporter.ConnectionString = connection;
            exporter.Credential = credential();

            // A run is a dozen spans a week for each rep, and half a run explains nothing: all are kept, where the default keeps five traces a second.
            exporter.SamplingRatio = 1;
            exporter.TracesPerSecond = null;
        });

        // ASP.NET Core writes every request's path at Information, and paths name people.
        services.AddLogging(logging => logging
            .AddFilter<OpenTelemetryLoggerProvider>(null, LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>(nameof(OneOnOne), LogLevel.Information));
    }
}
