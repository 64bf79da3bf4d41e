using OneOnOne.Bench;

return args switch
{
    ["spec", var folder, var output] => await SpecBench.RunAsync(folder, output),
    ["truth"] => await TruthBench.RunAsync(Console.Out, TruthOptions.Published),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- spec DIR OUT    (docs/performance.md)");
    Console.Error.WriteLine("       dotnet run -c Release --project bench -- truth           (docs/truth.md)");
    return 2;
}
