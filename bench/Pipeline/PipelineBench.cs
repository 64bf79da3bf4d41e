using System.Diagnostics;
using System.Reflection;
using OneOnOne.Local;

namespace OneOnOne.Bench.Pipeline;

/// <summary>
/// The real pipeline on the embedded store, over an export: every step in a process of its own, so that its memory is its own and
/// nothing is warm that would not be. Prints one JSON line a step, and in the end a table on the error stream.
/// </summary>
internal static class PipelineBench
{
    /// <summary>One process of the bench's own, by its first argument.</summary>
    public const string StepVerb = "pipeline-step";

    private static readonly (string Name, Func<Workplace, CancellationToken, Task<IReadOnlyList<Measured>>> Run)[] Steps =
    [
        ("first", async (place, stop) => [await IngestBench.RunAsync("first ingest", place, place.TakenAt, stop)]),
        ("again", async (place, stop) => [await IngestBench.RunAsync("the same snapshot again", place, place.TakenAt, stop)]),
        ("unchanged", async (place, stop) => [await IngestBench.RunAsync("a later snapshot, unchanged", place, place.UnchangedAt, stop)]),
        ("changed", async (place, stop) =>
        {
            string changes = await new ChangedExport(place).MakeAsync(stop);
            return [await IngestBench.RunAsync("a later snapshot, 1 % changed", place, place.ChangedAt, stop) with { Note = changes }];
        }),
        ("plan", async (place, stop) => [await RunBench.PlanAsync(place, stop)]),
        ("analyze", async (place, stop) => [await RunBench.AnalyzeAsync(place, stop)]),
        ("compose", async (place, stop) => [await RunBench.ComposeAsync(place, stop)]),
        ("deliver", async (place, stop) => [await RunBench.DeliverAsync(place, stop)]),
        ("halves", BriefBench.HalvesAsync),
        ("on-demand", BriefBench.OnDemandAsync),
    ];

    public static async Task<int> RunAsync(string folder)
    {
        using StopSignals signals = new(Console.Error);
        string root = Directory.CreateTempSubdirectory("oneonone-pipeline-").FullName;
        try
        {
            return await MeasureAsync(folder, root, signals.Token);
        }
        catch (UserErrorException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return signals.ExitCode(Local.CommandLine.Stopped);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>What the bench's own process of one step does.</summary>
    public static async Task<int> StepAsync(string name, Workplace place)
    {
        using StopSignals signals = new(TextWriter.Null);
        try
        {
            foreach (Measured measured in await Array.Find(Steps, step => step.Name == name).Run(place, signals.Token))
            {
                Console.WriteLine(measured.ToJson());
            }

            return 0;
        }
        catch (Exception e) when (e is UserErrorException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<int> MeasureAsync(string folder, string root, CancellationToken cancellation)
    {
        Workplace place = await Export.CopyAsync(folder, root, cancellation);

        // A week, so that every weekly one-on-one is in it; and nobody is told to wait.
        await File.WriteAllTextAsync(place.Data.Create().SettingsFile, """{ "Plan": { "LeadHours": 168 }, "Limits": { "RequestsPerMinute": 100000, "ReportsPerMinute": 100000 } }""", cancellation);
        List<Measured> all = [];
        foreach ((string name, _) in Steps)
        {
            if (await RunStepAsync(name, place, all, cancellation) is not 0 and int code)
            {
                return code;
            }
        }

        await Console.Error.WriteLineAsync(ResultTable.Of(all));
        return 0;
    }

    private static async Task<int> RunStepAsync(string name, Workplace place, List<Measured> all, CancellationToken cancellation)
    {
        using Process child = Process.Start(Self([StepVerb, name, .. place.ToArguments()]))!;
        try
        {
            while (await child.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                Measured measured = Measured.FromJson(line);
                measured = all.Count > 0 && measured.Documents is not null ? measured with { ShareOfFirst = Math.Round(measured.Seconds / all[0].Seconds, 3) } : measured;
                all.Add(measured);
                await Console.Out.WriteLineAsync(measured.ToJson());
            }

            await child.WaitForExitAsync(cancellation);
            return child.ExitCode;
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync(CancellationToken.None); // It must not write into the folder any more when that is deleted.
            throw;
        }
    }

    /// <summary>This program once more, whether it was started by its own name or by `dotnet`.</summary>
    private static ProcessStartInfo Self(string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new ProcessStartInfo(program, isHost ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments) { RedirectStandardOutput = true, UseShellExecute = false };
    }
}
