using System.Collections.Immutable;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace OneOnOne.Http.SignIn;

/// <summary>The wire to Entra ID's discovery documents; a test puts its own in place.</summary>
public sealed record DiscoveryWire(HttpMessageHandler Handler);

/// <summary>
/// The directory's public keys, by discovery. Nothing is fetched before the first token comes, so that the app starts without a network.
/// ConfigurationManager would fetch a changed key in the background and refuse the token that brought the news; here it waits.
/// </summary>
internal sealed class SigningKeys(EntraId entraId, DiscoveryWire wire, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Whoever sends made-up key ids must not make this app hammer the directory.</summary>
    public static readonly TimeSpan LeastBetweenFetches = TimeSpan.FromSeconds(30);

    /// <summary>A directory that does not answer must not hold every request for as long as a browser waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly HttpClient _client = new(wire.Handler, disposeHandler: false) { Timeout = Patience, MaxResponseContentBufferSize = 1024 * 1024 };
    private Fetched? _fetched;

    /// <summary>The key of this id; null when the directory has none. Key ids are not secret, and an unknown one may be new.</summary>
    /// <exception cref="SignInUnavailableException">The directory's keys are not known and cannot be fetched.</exception>
    public async Task<SecurityKey?> FindAsync(string keyId, CancellationToken cancellation)
    {
        if (Known(keyId, clock.GetUtcNow()) is { } known)
        {
            return known;
        }

        await _one.WaitAsync(cancellation);
        try
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (Known(keyId, now) is { } meanwhile)
            {
                return meanwhile;
            }

            if (_fetched is not { } last || now - last.At >= LeastBetweenFetches)
            {
                _fetched = await FetchAsync(now, cancellation);
            }

            return _fetched.Keys.GetValueOrDefault(keyId) ?? (_fetched.Failure is null ? null : throw new SignInUnavailableException(_fetched.Failure));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _client.Dispose();
    }

    private SecurityKey? Known(string keyId, DateTimeOffset now) => _fetched is { } last && now - last.At < Lifetime ? last.Keys.GetValueOrDefault(keyId) : null;

    private async Task<Fetched> FetchAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            HttpDocumentRetriever documents = new(_client) { RequireHttps = true };
            OpenIdConnectConfiguration found = await OpenIdConnectConfigurationRetriever.GetAsync(entraId.Discovery, documents, cancellation);
            if (found.Issuer != entraId.Issuer)
            {
                throw new InvalidOperationException("The discovery document is another issuer's.");
            }

            return new Fetched(now, found.SigningKeys.Where(key => key.KeyId is not null).DistinctBy(key => key.KeyId).ToImmutableDictionary(key => key.KeyId), null);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Keys that were good stay good: an outage of the directory's documents must not lock everybody out.
            return new Fetched(now, _fetched?.Keys ?? ImmutableDictionary<string, SecurityKey>.Empty, e);
        }
    }

    private sealed record Fetched(DateTimeOffset At, ImmutableDictionary<string, SecurityKey> Keys, Exception? Failure);
}

/// <summary>Nobody can be told from anybody just now: the directory's keys cannot be had.</summary>
internal sealed class SignInUnavailableException(Exception inner) : Exception("The sign-in keys cannot be fetched.", inner);
