using SendGrid;
using SendGrid.Helpers.Reliability;

namespace OneOnOne.Functions.Mail;

/// <summary>The connection to SendGrid. Nothing on it may post twice: neither the SDK nor a redirect.</summary>
internal static class SendGridWire
{
    /// <summary>Well below the lease of a delivery: an answer that comes later finds nobody.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static ISendGridClient Client(string apiKey, HttpMessageHandler handler) => new SendGridClient(
        new HttpClient(handler) { Timeout = Timeout },
        new SendGridClientOptions
        {
            ApiKey = apiKey,
            HttpErrorAsException = false,
            ReliabilitySettings = new ReliabilitySettings(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
        });

    public static HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = ConnectionLifetime,
    };
}
