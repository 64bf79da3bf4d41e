namespace OneOnOne.Tests.Builders;

/// <summary>Writers that start at the same instant, each on a thread of its own.</summary>
internal static class AtOnce
{
    public const int Writers = 32;

    public static async Task<T[]> RunAsync<T>(Func<int, Task<T>> write)
    {
        using Barrier start = new(Writers);
        return await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return write(writer);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }
}
