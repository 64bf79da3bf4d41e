using OneOnOne.Bench;

return args is ["spec", var folder, var output]
    ? await SpecBench.RunAsync(folder, output)
    : Usage();

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- spec DIR OUT    (docs/performance.md)");
    return 2;
}
