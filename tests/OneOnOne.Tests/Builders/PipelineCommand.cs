using System.Globalization;
using OneOnOne.Local;

namespace OneOnOne.Tests.Builders;

/// <summary>A data folder and the command line on it.</summary>
internal sealed class PipelineCommand : IDisposable
{
    public const string AsOf = "2026-11-20T18:00:00Z";

    private readonly PipelineFolder _folder = new();

    public static string Sample(string day) => Path.Combine(AppContext.BaseDirectory, "samples", "company", day);

    public string Data => _folder["data"];

    public string Elsewhere(params string[] parts) => _folder[["elsewhere", .. parts]];

    public string[] Listing() => _folder.Listing();

    public Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments) => RunStoppableAsync(stopped: false, arguments);

    /// <param name="stopped">Whether somebody presses Ctrl+C before it begins.</param>
    public async Task<(int Code, string Out, string Error)> RunStoppableAsync(bool stopped, params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync([.. arguments, "--data", Data], Terminal.Plain(output, error), new CancellationToken(stopped));
        return (code, output.ToString(), error.ToString().Replace(_folder.Root, "ROOT", StringComparison.Ordinal));
    }

    /// <summary>A command that has to succeed without a word of complaint.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);
        Assert.Equal((0, ""), (code, string.Concat(error.Split('\n').Where(line => !line.Contains("rows could not be read and were set aside", StringComparison.Ordinal)))));
        return output;
    }

    public async Task<PipelineCommand> IngestedAsync(params string[] days)
    {
        foreach (string day in days.DefaultIfEmpty("2026-11-20"))
        {
            await DoAsync("ingest", "--csv", Sample(day));
        }

        return this;
    }

    public static string Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
