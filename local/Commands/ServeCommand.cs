namespace OneOnOne.Local.Commands;
internal static class ServeCommand { public static Task<int> RunAsync(DataFolder f, string urls, DateTimeOffset? asOf, Terminal t, CancellationToken c) => Task.FromResult(0); }
