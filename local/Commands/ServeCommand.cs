using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneOnOne.Crm;
using OneOnOne.Http;
using OneOnOne.Local.Web;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Local.Commands;

/// <summary>The web pages and reports on this machine's loopback address, where everybody counts as an admin, or as one person of the company.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(DataFolder folder, string urls, DateTimeOffset? asOf, string? servedAs, Terminal terminal, CancellationToken cancellation)
    {
        Person? person = servedAs is null ? null : await FindAsync(folder, servedAs, cancellation);
        await using WebApplication app = Build(folder, urls, asOf, person?.Id);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"{urls} cannot be listened on: {e.InnerException?.Message ?? e.Message} Choose another port with --urls.", e);
        }

        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await terminal.Out.WriteLineAsync($"Serving {folder.Root} at {address} for this machine only; everybody on it reads as {servedAs ?? "an admin"}. Ctrl+C stops.");
        await app.WaitForShutdownAsync(cancellation);
        await terminal.Error.WriteLineAsync("Stopped serving.");
        return 0;
    }

    private static async Task<Person> FindAsync(DataFolder folder, string idOrName, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        return await services.GetRequiredService<Reports>().FindRepAsync(idOrName, cancellation);
    }

    internal static WebApplication Build(DataFolder folder, string urls, DateTimeOffset? asOf, PersonId? servedAs = null)
    {
        Uri[] addresses = [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Loopback)];
        Composition.RequireDatabase(folder);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls([.. addresses.Select(address => address.ToString())]).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IHostLifetime, EndsWithTheCommand>();
        builder.Services.AddSingleton(new AsOf(asOf));
        Composition.Add(builder.Services, folder, TimeProvider.System, OneOnOneSettings.Read(Composition.Configuration(folder)).WithLinks(folder));
        builder.Services.AddOneOnOneHttp();
        builder.Services.AddSingleton(new ServedAs(servedAs));
        builder.Services.AddAuthentication(LoopbackIdentity.Name).AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, LoopbackIdentity>(LoopbackIdentity.Name, null);

        // The first of all, so that a refusal of another host's name has the headers too.
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, HeadersFirst>());

        // A page of the internet must not read this through the browser by giving its own name this machine's address.
        builder.Services.Configure<Microsoft.AspNetCore.HostFiltering.HostFilteringOptions>(options => options.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        WebApplication app = builder.Build();
        app.UseHostFiltering();
        app.UseOneOnOneHttp();
        return app;
    }

    private sealed class HeadersFirst : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => next(app.UseSecurityHeaders());
    }

    private static Uri Loopback(string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback && (address.Host == "localhost" || IPAddress.TryParse(address.Host.Trim('[', ']'), out _))))
        {
            return address;
        }

        throw new UserErrorException($"--urls is \"{url}\", but serve has no sign-in and answers on a loopback address only, such as http://127.0.0.1:5080.");
    }
}
