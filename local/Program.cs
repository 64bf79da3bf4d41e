using OneOnOne.Local;

return await CommandLine.RunAsync(args, Terminal.Standard());
