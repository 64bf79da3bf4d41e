using OneOnOne.Bench;
using OneOnOne.Bench.Kernels;
using OneOnOne.Bench.Pipeline;

return args switch
{
    ["spec", var folder, var output] => await SpecBench.RunAsync(folder, output),
    ["pipeline", var folder] => await PipelineBench.RunAsync(folder),
    [PipelineBench.StepVerb, var step, var root, var takenAt] => await PipelineBench.StepAsync(step, Workplace.Of(root, takenAt)),
    ["kernels"] => KernelBench.Run(filter: null),
    ["kernels", var filter] => KernelBench.Run(filter),
    ["truth"] => await TruthBench.RunAsync(Console.Out, TruthOptions.Published),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- spec DIR OUT    (docs/performance.md)");
    Console.Error.WriteLine("       dotnet run -c Release --project bench -- pipeline DIR    (docs/performance.md)");
    Console.Error.WriteLine("       dotnet run -c Release --project bench -- kernels [NAME]  (docs/performance.md)");
    Console.Error.WriteLine("       dotnet run -c Release --project bench -- truth           (docs/truth.md)");
    return 2;
}
