using System.Diagnostics;
using System.Globalization;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Processes;

/// <summary>A mail server as a process of its own, with what it accepted in a folder.</summary>
internal sealed class SinkProcess : IDisposable
{
    private readonly PipelineFolder _folder = new();
    private Process? _process;

    public int Port { get; private set; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>How often each brief was accepted, by its key.</summary>
    public Dictionary<string, int> Accepted => Directory.GetFiles(_folder.Root, "*.mail").CountBy(file => Path.GetFileName(file).Split('.')[0]).ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether some connection has met a rule since it was started.</summary>
    public bool Misbehaves => Directory.EnumerateFiles(_folder.Root, "rule-*").Any();

    public static async Task<SinkProcess> StartAsync(params string[] rules)
    {
        SinkProcess sink = new();
        await sink.RestartAsync(rules);
        return sink;
    }

    /// <summary>At the same address as before, by other rules.</summary>
    public async Task RestartAsync(params string[] rules)
    {
        string port = _folder["port"];
        foreach (string mark in Directory.GetFiles(_folder.Root, "rule-*").Append(port))
        {
            File.Delete(mark);
        }

        string[] line = ["exec", Path.Combine(AppContext.BaseDirectory, "mailsink.dll"), _folder.Root, Port.ToString(CultureInfo.InvariantCulture), .. rules];
        _process = Process.Start(new ProcessStartInfo("dotnet", line) { UseShellExecute = false })!;
        while (!File.Exists(port))
        {
            Assert.False(_process.HasExited, "The mail sink did not start.");
            await Task.Delay(1);
        }

        Port = int.Parse(await File.ReadAllTextAsync(port), CultureInfo.InvariantCulture);
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
        _folder.Dispose();
    }
}
