return await OneOnOne.Functions.FunctionsHost.RunAsync(args, Console.Error);
