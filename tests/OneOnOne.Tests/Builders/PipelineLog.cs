using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OneOnOne.Tests.Builders;

/// <summary>Everything that is logged, at every level, with the scopes and values around it.</summary>
internal sealed class PipelineLog : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    public IReadOnlyList<Entry> Entries => [.. _entries];

    /// <summary>The lines of one event, as an operator would read them.</summary>
    public string[] Of(string name) => [.. Entries.Where(entry => entry.Name == name).Select(entry => $"{entry.Level}: {entry.Text}")];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
    }

    /// <param name="All">Text, values, scopes and exception: whatever a sink might keep.</param>
    public sealed record Entry(string Category, LogLevel Level, string? Name, string Text, string All);

    private sealed class Logger(string category, ConcurrentQueue<Entry> entries) : ILogger
    {
        private readonly AsyncLocal<string> _scopes = new();

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
        {
            string? before = _scopes.Value;
            _scopes.Value = $"{before} {Told(state)}";
            return new Scope(() => _scopes.Value = before!);
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string text = formatter(state, exception);
            entries.Enqueue(new Entry(category, logLevel, eventId.Name, text, $"{category} {text} {Told(state)} {exception} {_scopes.Value}"));
        }

        private static string Told<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : $"{state}";
    }

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
