using System.Diagnostics;

namespace OneOnOne.Tests.Processes;

internal static class KilledProcess
{
    /// <summary>Kills so long after the process took its lock, which is when it begins to work.</summary>
    /// <returns>Whether it was killed before its end, and how long it had worked.</returns>
    public static async Task<(bool Killed, TimeSpan Took)> AfterLockAsync(string data, string[] arguments, string @lock, TimeSpan moment)
    {
        string begins = Path.Combine(data, @lock);
        File.Delete(begins);
        using LocalProcess process = LocalProcess.Start(data, arguments);
        Stopwatch watch = new();
        while ((!watch.IsRunning || watch.Elapsed < moment) && !process.HasExited)
        {
            if (!watch.IsRunning && File.Exists(begins))
            {
                watch.Start();
            }

            await Task.Delay(1);
        }

        TimeSpan took = watch.Elapsed;
        process.Send(LocalProcess.Sigkill);
        return ((await process.EndAsync()).Killed, took);
    }
}
