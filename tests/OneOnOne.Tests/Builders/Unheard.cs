using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Pipeline;

namespace OneOnOne.Tests.Builders;

/// <summary>For steps that a test makes by hand and whose spans and counts it does not look at.</summary>
internal static class Unheard
{
    public static Telemetry Telemetry() => new ServiceCollection().AddMetrics().AddSingleton<Telemetry>().BuildServiceProvider().GetRequiredService<Telemetry>();
}
