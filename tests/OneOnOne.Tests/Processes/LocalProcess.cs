using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using OneOnOne.Local;

namespace OneOnOne.Tests.Processes;

/// <summary>The program as a process of its own.</summary>
internal sealed class LocalProcess : IDisposable
{
    public const int Sigint = 2;
    public const int Sigkill = 9;
    public const int Sigterm = 15;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task _errorEnds;
    private readonly StringBuilder _error = new();

    private LocalProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errorEnds = ListenAsync(process.StandardError);
    }

    public bool HasExited => _process.HasExited;

    /// <param name="under">A command to run it under, such as one that takes rights away.</param>
    public static LocalProcess Start(string data, string[] arguments, string[]? under = null, params (string Name, string Value)[] environment)
    {
        string[] line = [.. under ?? [], "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "oneonone.dll"), .. arguments, "--data", data];
        ProcessStartInfo start = new(line[0], line[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0"; // It lives for a second: nothing is worth measuring in it.
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new LocalProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<Ended> RunAsync(string data, string[] arguments, string[]? under = null, params (string Name, string Value)[] environment)
    {
        using LocalProcess process = Start(data, arguments, under, environment);
        return await process.EndAsync();
    }

    /// <summary>Runs to a good end: in this process, for there is nothing to see in it that another would show better.</summary>
    public static async Task DoAsync(string data, params string[] arguments)
    {
        await using StringWriter output = new(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync([.. arguments, "--data", data], Terminal.Plain(output, output));
        Assert.True(code == 0, string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', arguments)}: exit code {code}\n{output}"));
        SqliteConnection.ClearAllPools(); // The next one finds the file as a process that ended leaves it.
    }

    public void Send(int signal) => _ = Kill(_process.Id, signal);

    public async Task<Ended> EndAsync()
    {
        await _process.WaitForExitAsync();
        await _errorEnds;
        return new Ended(_process.ExitCode, await _output, _error.ToString());
    }

    /// <summary>Waits until it has said so on its error stream.</summary>
    public async Task HeardAsync(string text)
    {
        while (!_error.ToString().Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_errorEnds.IsCompleted, $"It ended without a word of \"{text}\": {_error}");
            await Task.Delay(1);
        }
    }

    private async Task ListenAsync(StreamReader error)
    {
        while (await error.ReadLineAsync() is { } line)
        {
            _error.Append(line).Append('\n');
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

internal sealed record Ended(int Code, string Out, string Error)
{
    /// <summary>The process was ended by SIGKILL and not by itself.</summary>
    public bool Killed => Code == 128 + LocalProcess.Sigkill;
}
