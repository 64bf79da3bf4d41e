using Microsoft.Extensions.Hosting;

namespace OneOnOne.Local.Web;

/// <summary>The command hears the signals. The host's own lifetime would hear them too, and swallow the second.</summary>
internal sealed class EndsWithTheCommand : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
