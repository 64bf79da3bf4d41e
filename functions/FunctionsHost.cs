using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace OneOnOne.Functions;

/// <summary>The app's host, the same for Azure and for tests.</summary>
public static class FunctionsHost
{
    /// <param name="args">As the Functions host passes them.</param>
    /// <param name="configure">Runs before the app is composed; what it registers is kept.</param>
    /// <exception cref="UserErrorException">A setting is missing or wrong.</exception>
    public static IHost Create(string[] args, Action<FunctionsApplicationBuilder>? configure = null)
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        configure?.Invoke(builder);
        builder.Services.AddFunctionsApp(builder.Configuration, builder.Environment);
        return builder.Build();
    }

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        try
        {
            await Create(args).RunAsync();
            return 0;
        }
        catch (UserErrorException e)
        {
            await error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
