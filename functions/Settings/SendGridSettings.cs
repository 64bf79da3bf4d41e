using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OneOnOne.Http.Events;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Functions.Settings;

/// <summary>How mail leaves. Outside production it may not reach anybody but the addresses of the redirect list.</summary>
public sealed record SendGridSettings
{
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    public string ApiKey { get; init; } = "";

    /// <summary>SendGrid checks each mail and delivers none.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Where every mail goes instead of to its reader; empty: to its reader.</summary>
    public ImmutableArray<string> RedirectTo { get; init; } = [];

    /// <summary>Verifies the events that SendGrid posts; null: none is believed.</summary>
    public WebhookKey? WebhookPublicKey { get; init; }

    internal static ImmutableArray<Setting<SendGridSettings>> All { get; } =
    [
        new("ApiKey", "", "an API key", "Key that may send mail and nothing else.", (all, value) => all with { ApiKey = value }),
        new("Sandbox", "false", "true or false", "Whether SendGrid checks mails and delivers none.",
            Values.YesNo<SendGridSettings>((all, value) => all with { Sandbox = value })),
        new("RedirectTo", "", "plain e-mail addresses, separated by commas", "Addresses that get every mail instead of its reader.",
            Values.Words<SendGridSettings>((all, addresses) =>
                addresses.All(address => RecipientPolicy.Refusal(address, []) is null) && addresses.Distinct(StringComparer.OrdinalIgnoreCase).Count() == addresses.Length
                    ? all with { RedirectTo = addresses }
                    : null!)),
        new("WebhookPublicKey", "", "the verification key of SendGrid's signed event webhook: Base64 without line breaks", "Key that SendGrid's events are verified with.",
            (all, value) => value.Length == 0 ? all : WebhookKey.Read(value) is { } key ? all with { WebhookPublicKey = key } : null),
    ];

    public static SendGridSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        SendGridSettings settings = Values.ApplyAll(configuration.GetSection(Names.SendGrid), new SendGridSettings(), All);
        RequireKey(settings.ApiKey);
        return environment.IsProduction() || settings.Sandbox || settings.RedirectTo.Length > 0
            ? settings
            : throw new UserErrorException(
                $"The environment is {environment.EnvironmentName}, from which nobody may be mailed to. Set SendGrid__Sandbox to true, or SendGrid__RedirectTo to your own address.");
    }

    /// <summary>A record prints its members; this one holds a secret.</summary>
    public override string ToString() => nameof(SendGridSettings);

    /// <summary>Its own check, because the message must not quote the key.</summary>
    private static void RequireKey(string key)
    {
        if (key.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase))
        {
            throw new UserErrorException("The setting SendGrid__ApiKey is a Key Vault reference that was not resolved. Check that the app's identity may read the secret.");
        }

        if (key.Length == 0 || !key.All(c => c is > ' ' and < '\u007f'))
        {
            throw new UserErrorException("The setting SendGrid__ApiKey is missing or is no API key.");
        }
    }
}
