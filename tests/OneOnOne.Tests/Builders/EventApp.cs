using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Http;
using OneOnOne.Http.Events;
using OneOnOne.Local;

namespace OneOnOne.Tests.Builders;

/// <summary>The event webhook on a real socket over a world's ledger, and SendGrid's side of it: a key to sign with.</summary>
internal sealed class EventApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly PipelineWorld _world;

    private EventApp(WebApplication app, PipelineWorld world, ECDsa key) =>
        (_app, _world, Key, _client) = (app, world, key, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });

    public ECDsa Key { get; }

    public static async Task<EventApp> StartAsync(PipelineWorld world, bool configured = true, Action<IServiceCollection>? change = null)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(world.Log);
        Composition.Add(builder.Services, world.Data, world.Clock, world.Settings, () => world.Mail);
        builder.Services.AddSingleton(new EventWebhookSettings(configured ? WebhookKey.Read(PublicOf(key)) : null));
        builder.Services.AddOneOnOneHttp();
        change?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.UseOneOnOneHttp();
        await app.StartAsync();
        return new EventApp(app, world, key);
    }

    public static string PublicOf(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    /// <summary>One event as SendGrid writes it, about a brief.</summary>
    public static string Event(string key, string kind, DateTimeOffset at, string more = "") =>
        $$"""{"email":"reader@example.com","timestamp":{{at.ToUnixTimeSeconds()}},"event":"{{kind}}","sg_event_id":"x","sg_message_id":"y","briefKey":"{{key}}"{{more}}}""";

    public string Sign(string timestamp, string body, ECDsa? key = null) =>
        Convert.ToBase64String((key ?? Key).SignData(Encoding.UTF8.GetBytes(timestamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>As SendGrid posts it.</summary>
    public Task<HttpStatusCode> PostAsync(params string[] events) => PostAsync($"[{string.Join(',', events)}]", _world.Clock.Now);

    public Task<HttpStatusCode> PostAsync(string body, DateTimeOffset at)
    {
        string timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return PostAsync(body, timestamp, Sign(timestamp, body));
    }

    public async Task<HttpStatusCode> PostAsync(string body, string? timestamp, string? signature)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, EventWebhook.Path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        Add(EventWebhook.TimestampHeader, timestamp);
        Add(EventWebhook.SignatureHeader, signature);
        using HttpResponseMessage answer = await _client.SendAsync(request);
        return answer.StatusCode;

        void Add(string header, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Key.Dispose();
    }
}
