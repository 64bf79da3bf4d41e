using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>Keeps what operators would see (all of ours, and warnings of others) where it carries the canary.</summary>
internal sealed class CanaryLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _found = new();

    public void Check()
    {
        if (_found.TryDequeue(out string? line))
        {
            _found.Clear();
            Assert.Fail("The log has input in it: " + line);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _found);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<string> found) : ILogger
    {
        private readonly bool _ours = category.StartsWith("OneOnOne.", StringComparison.Ordinal);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            if (_ours)
            {
                Keep($"{state}");
            }

            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => _ours || logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Keep($"{category}: {formatter(state, exception)} {exception}");
            }
        }

        private void Keep(string line)
        {
            if (line.Contains(Hostile.Canary, StringComparison.OrdinalIgnoreCase))
            {
                found.Enqueue(line);
            }
        }
    }
}
