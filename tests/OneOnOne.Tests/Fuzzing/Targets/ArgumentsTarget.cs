using System.Text;
using OneOnOne.Local;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>A command line, one argument to a line, on a data folder with a snapshot. `serve` stops at once; `generate`, which writes as much as it is told to, is left out.</summary>
internal sealed class ArgumentsTarget : FuzzTarget
{
    private readonly PipelineCommand _command = new();

    public override int Usual => 150;

    protected override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "ingest --csv SAMPLE --taken-at 2026-11-20T18:00:00Z", "run --as-of 2026-11-20T18:00:00Z --lead 24", "run --smtp 127.0.0.1:1 --as-of 2026-11-21", "brief rep-01 --for manager --format csv --as-of 2026-11-20", "brief rep-01 --for rep",
            "findings --rep rep-01 --format json", "runs", "journal rep-01", "journal rep-01 --all", "journal rep-01 commit \"x\" --due 2026-12-01", "journal rep-01 topic canary", "journal rep-01 reason 006-1 canary", "serve --urls http://127.0.0.1:0 --as rep-01", "--help", "--version",
        }.Select(line => Encoding.UTF8.GetBytes(line.Replace(' ', '\n'))),
    ];

    public override Task StartAsync() => _command.IngestedAsync();

    public override async Task CheckAsync(byte[] input)
    {
        // No system passes NUL in an argument.
        string[] arguments = Encoding.UTF8.GetString(input).Replace("\0", "", StringComparison.Ordinal).Replace("SAMPLE", PipelineCommand.Sample("2026-11-20"), StringComparison.Ordinal).Split('\n');
        if (arguments.Length > 60 || arguments.Contains("generate"))
        {
            return;
        }

        bool stopped = arguments.Contains("serve");
        (int code, _, string error) = await _command.RunStoppableAsync(stopped, arguments);
        Assert.True(code is >= 0 and <= 2 || (stopped && code == CommandLine.Stopped), $"exit code {code}");
        Assert.True(code == 0 || error.TrimEnd().Length > 0);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public override ValueTask DisposeAsync()
    {
        _command.Dispose();
        return ValueTask.CompletedTask;
    }
}
