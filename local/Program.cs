using OneOnOne.Local;

using StopSignals signals = new(Console.Error);
return signals.ExitCode(await CommandLine.RunAsync(args, Terminal.Standard(), signals.Token));
