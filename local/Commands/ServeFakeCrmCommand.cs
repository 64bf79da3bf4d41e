using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.HubSpot;
using OneOnOne.Local.FakeCrm.Salesforce;

namespace OneOnOne.Local.Commands;

/// <summary>Serves a CSV export as a CRM would, on this machine, so that a connector can be seen at work without an account.</summary>
internal static class ServeFakeCrmCommand
{
    public static async Task<int> SalesforceAsync(string csv, string urls, int? trouble, Terminal terminal, CancellationToken cancellation)
    {
        FakeCompany company = await FakeCompany.ReadAsync(csv, cancellation);
        await using FakeSalesforce fake = await ListeningAsync(urls, () => FakeSalesforce.StartAsync(company, Trouble(trouble), urls, cancellation));
        await TellAsync("Salesforce", csv, fake.Address, fake.Settings, terminal);
        await fake.WaitForShutdownAsync(cancellation);
        return 0;
    }

    public static async Task<int> HubSpotAsync(string csv, string urls, int? trouble, Terminal terminal, CancellationToken cancellation)
    {
        FakeCompany company = await FakeCompany.ReadAsync(csv, cancellation);
        await using FakeHubSpot fake = await ListeningAsync(urls, () => FakeHubSpot.StartAsync(company, Trouble(trouble), urls, cancellation));
        await TellAsync("HubSpot", csv, fake.Address, fake.Settings, terminal);
        await fake.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static FakeTrouble Trouble(int? seed) => seed is { } one ? FakeTrouble.Much(one) : FakeTrouble.None;

    private static async Task<T> ListeningAsync<T>(string urls, Func<Task<T>> start)
    {
        if (!Uri.TryCreate(urls, UriKind.Absolute, out Uri? address) || !address.IsLoopback || address.Scheme != Uri.UriSchemeHttp)
        {
            throw new UserErrorException($"--urls is \"{urls}\", but a made-up CRM answers on a loopback address only, such as http://127.0.0.1:5090.");
        }

        try
        {
            return await start();
        }
        catch (IOException e)
        {
            throw new UserErrorException($"{urls} cannot be listened on: {e.InnerException?.Message ?? e.Message} Choose another port with --urls.", e);
        }
    }

    private static async Task TellAsync(string crm, string csv, Uri address, IEnumerable<(string Setting, string Value)> settings, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync($"{csv} is served as {crm} at {address}, for this machine only. Ctrl+C stops. These settings connect to it:");
        foreach ((string setting, string value) in settings)
        {
            await terminal.Out.WriteLineAsync($"export {setting}='{value}'");
        }
    }
}
